"""The forms of agreements: an offer of each kind, a household's budget, relief."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forbear.core.agreements.affordability import OUTGOINGS, Budget
from forbear.core.agreements.offers import WAIVABLE, OfferTerms
from forbear.core.tables import words as w
from forbear.services.agreements.relief import ReliefWish
from forbear.web.agreements import words
from forbear.web.shared import formats
from forbear.web.shared.form_fields import faults_marked, money_field

PERCENT = 100
# what each kind asks for
FIELDS = {
    "installment": ("months", "first_due_on"),
    "settlement": ("amount", "pay_by"),
    "fee_waiver": ("component", "amount", "condition", "pay_by"),
    "payment_pause": ("until_on",),
    "rate_reduction": ("share", "until_on"),
}
_OPTIONAL = {"fee_waiver": ("condition", "pay_by")}
_DAYS = ("first_due_on", "pay_by", "until_on")


def _day(today: date, *, required: bool) -> forms.DateField:
    attrs = {"class": "field", "type": "date", "min": today.isoformat()}
    return forms.DateField(
        required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs)
    )


def _count(least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "field num", "min": least, "max": most}),
        error_messages={
            kind: format_lazy(
                _("Write a whole number from {least} to {most}."), least=least, most=most
            )
            for kind in ("invalid", "min_value", "max_value")
        },
    )


class OfferForm(forms.Form):
    """An offer of one kind; a plan asks for the household's budget as well."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, kind: str, currency: str, today: date, months_most: int, **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.kind, self.places = kind, formats.digits_of(currency)
        optional = _OPTIONAL.get(kind, ())
        for name in FIELDS[kind]:
            required = name not in optional
            if name in _DAYS:
                self.fields[name] = _day(today, required=required)
            elif name == "months":
                self.fields[name] = _count(1, months_most)
            elif name == "share":
                self.fields[name] = _count(1, PERCENT)
            elif name == "component":
                kinds = {"fees": _("Fees"), "interest": _("Interest")}
                self.fields[name] = forms.ChoiceField(
                    choices=[(each, kinds[each]) for each in WAIVABLE],
                    widget=forms.Select(attrs={"class": "field"}),
                )
            else:
                self.fields[name] = money_field(self.places, required=required)
        if kind == "installment":
            self.fields["income"] = money_field(self.places, required=True)
            self.fields["people"] = _count(1, 20)
            self.fields["people"].initial = 1
            for name in OUTGOINGS:
                self.fields[f"out_{name}"] = money_field(self.places, required=False)
        self.fields["why"] = forms.CharField(
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"class": "field", "rows": 2}),
        )
        faults_marked(self)

    @property
    def shown(self) -> list[tuple[forms.BoundField, object]]:
        """The fields of the offer itself, with their labels."""
        labels = {
            "months": _("Monthly payments"),
            "first_due_on": _("First payment on"),
            "amount": _("Amount"),
            "pay_by": _("Paid by"),
            "condition": _("Only if this is paid"),
            "component": _("Of what"),
            "share": _("Share of the interest, in percent"),
            "until_on": _("Last day"),
        }
        return [(self[name], labels[name]) for name in FIELDS[self.kind]]

    @property
    def outgoings(self) -> list[tuple[forms.BoundField, object]]:
        """The fields of what goes out a month, with their labels."""
        return [(self[f"out_{name}"], words.OUTGOING[name]) for name in OUTGOINGS]

    def _minor(self, name: str) -> int:
        value = self.cleaned_data.get(name)
        return int(value.scaleb(self.places)) if value else 0

    @property
    def terms(self) -> OfferTerms:
        """What is offered, in minor units."""
        given = self.cleaned_data
        return OfferTerms(
            type=self.kind,
            amount_minor=self._minor("amount"),
            pay_by=given.get("pay_by"),
            condition_minor=self._minor("condition"),
            component=given.get("component") or "fees",
            months=given.get("months") or 0,
            first_due_on=given.get("first_due_on"),
            until_on=given.get("until_on"),
            rate_share_bp=(given.get("share") or 0) * PERCENT,
        )

    @property
    def budget(self) -> Budget | None:
        """The household's budget; none where it is not asked for."""
        if self.kind != "installment":
            return None
        out = {name: self._minor(f"out_{name}") for name in OUTGOINGS}
        people = self.cleaned_data.get("people") or 1
        return Budget(self._minor("income"), {k: v for k, v in out.items() if v}, people)


class ReliefForm(forms.Form):
    """Relief: of which kind, why in one word, until when."""

    kind = forms.ChoiceField(
        choices=[(kind, words.RELIEF[kind]) for kind in w.RELIEF_KINDS],
        widget=forms.Select(attrs={"class": "field"}),
    )
    reason = forms.ChoiceField(
        choices=[(reason, words.REASON[reason]) for reason in w.RELIEF_REASONS],
        widget=forms.Select(attrs={"class": "field"}),
    )
    day = forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "field", "type": "date"})
    )

    def __init__(
        self, *args: object, currency: str, signposts: list[tuple[str, str]], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.places = formats.digits_of(currency)
        self.fields["reduced"] = money_field(self.places, required=False)
        self.fields["signposts"] = forms.MultipleChoiceField(
            choices=signposts, required=False, widget=forms.CheckboxSelectMultiple
        )

    @property
    def wish(self) -> ReliefWish:
        """What is asked for."""
        given = self.cleaned_data
        reduced = given.get("reduced")
        is_by_law = given["kind"] in {"breathing_space", "crisis_space"}
        return ReliefWish(
            kind=given["kind"],
            reason=given["reason"],
            until_on=None if is_by_law else given["day"],
            event_on=given["day"] if is_by_law else None,
            reduced_minor=int(reduced.scaleb(self.places)) if reduced else None,
            signposts=tuple(given["signposts"]),
        )
