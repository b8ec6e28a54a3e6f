"""The forms of disputes and complaints."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forbear.core.cases import words as c
from forbear.services.cases.answering import Answer
from forbear.services.cases.complaint_answers import ComplaintAnswer
from forbear.services.cases.complaints import Cause, ComplaintWish
from forbear.services.cases.disputes import DisputeWish
from forbear.services.cases.steps import NOTE_MAX
from forbear.store.models.cases import SAID_MAX
from forbear.web.cases import words
from forbear.web.shared import formats
from forbear.web.shared.form_fields import faults_marked, money_field

LINES_MAX = 100


def _choice(words_of: object, *, optional: str | Promise = "") -> forms.ChoiceField:
    listed = list(words_of.items())  # type: ignore[attr-defined] # any mapping of words
    choices = [("", optional), *listed] if optional else listed
    return forms.ChoiceField(
        choices=choices, required=not optional, widget=forms.Select(attrs={"class": "field"})
    )


def _judged(words_of: object) -> forms.ChoiceField:
    """A judgement: none stands there before somebody makes it."""
    found = _choice(words_of, optional=_("Choose"))
    found.required = found.widget.is_required = True
    found.error_messages["required"] = _("Choose one of the list.")
    return found


def _text(most: int, rows: int, *, required: bool) -> forms.CharField:
    attrs = {"class": "field", "rows": rows, "maxlength": most}
    return forms.CharField(max_length=most, required=required, widget=forms.Textarea(attrs=attrs))


def _line(most: int) -> forms.CharField:
    attrs = {"class": "field", "autocomplete": "off", "maxlength": most}
    return forms.CharField(max_length=most, required=False, widget=forms.TextInput(attrs=attrs))


def _received(today: date) -> forms.DateField:
    attrs = {"class": "field", "type": "date", "max": today.isoformat()}
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs), initial=today)


class _Form(forms.Form):
    """A form whose faulty fields say so to whoever does not see them."""

    places = 2

    def mark(self) -> None:
        faults_marked(self)

    def minor(self, name: str) -> int:
        """Return an amount in minor units; none is 0."""
        value = self.cleaned_data.get(name)
        return int(value.scaleb(self.places)) if value else 0


class DisputeForm(_Form):
    """What a cardholder contests."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: object,
        currency: str,
        today: date,
        lines: list[tuple[int, str]],
        **more: object,
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.places = formats.digits_of(currency)
        self.fields["ground"] = _choice(words.GROUND)
        self.fields["extent"] = _choice(words.EXTENT)
        self.fields["amount"] = money_field(self.places)
        listed = {str(pk): said for pk, said in lines[:LINES_MAX]}
        self.fields["line"] = _choice(listed, optional="–")
        self.fields["channel"] = _choice(words.CHANNEL)
        self.fields["received_on"] = _received(today)
        self.fields["said"] = _text(SAID_MAX, 4, required=False)
        self.mark()

    @property
    def wish(self) -> DisputeWish:
        """What is contested, in minor units."""
        given = self.cleaned_data
        line = given["line"] if given["ground"] == "transaction" else ""
        return DisputeWish(
            ground=given["ground"],
            channel=given["channel"],
            said=given["said"],
            extent="part" if line else given["extent"],
            amount_minor=self.minor("amount"),
            transaction_id=int(line) if line else None,
            received_on=given["received_on"],
        )


class AnswerForm(_Form):
    """The answer to a dispute."""

    def __init__(self, *args: object, currency: str, has_line: bool, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.places = formats.digits_of(currency)
        kinds = {
            kind: words.CORRECTION[kind] for kind in c.CORRECTIONS if has_line or kind != "reverse"
        }
        self.fields["outcome"] = _judged(words.OUTCOME)
        self.fields["correction"] = _choice(kinds)
        self.fields["amount"] = money_field(self.places)
        self.fields["reasons"] = _text(NOTE_MAX, 5, required=False)
        self.mark()

    @property
    def answer(self) -> Answer:
        """The answer, in minor units; a rejection corrects nothing."""
        given = self.cleaned_data
        is_rejected = given["outcome"] == "rejected"
        return Answer(
            outcome=given["outcome"],
            reasons=given["reasons"],
            correction="none" if is_rejected else given["correction"],
            amount_minor=self.minor("amount") if given["outcome"] == "part_upheld" else 0,
        )


class ComplaintForm(_Form):
    """What somebody complains of."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: object, today: date, users: list[str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.fields["said"] = _text(SAID_MAX, 5, required=True)
        self.fields["channel"] = _choice(words.CHANNEL)
        self.fields["received_on"] = _received(today)
        self.fields["cause"] = _choice(words.causes(), optional="–")
        self.fields["about"] = _choice({name: name for name in users}, optional="–")
        self.fields["team"] = _line(80)
        self.fields["agency"] = _line(120)
        self.mark()

    @property
    def wish(self) -> ComplaintWish:
        """What is complained of."""
        given = self.cleaned_data
        return ComplaintWish(
            channel=given["channel"],
            said=given["said"],
            about=given["about"],
            team=given["team"],
            agency=given["agency"],
            cause=given["cause"],
            received_on=given["received_on"],
        )


class CauseForm(_Form):
    """The root cause, and where it happened."""

    def __init__(self, *args: object, users: list[str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.fields["cause"] = _judged(words.causes())
        self.fields["about"] = _choice({name: name for name in users}, optional="–")
        self.fields["team"] = _line(80)
        self.fields["agency"] = _line(120)
        self.mark()

    @property
    def found(self) -> Cause:
        """What was found."""
        given = self.cleaned_data
        return Cause(given["cause"], given["about"], given["team"], given["agency"])


class ComplaintAnswerForm(_Form):
    """The answer to a complaint."""

    def __init__(self, *args: object, currency: str, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.places = formats.digits_of(currency)
        self.fields["outcome"] = _judged(words.OUTCOME)
        self.fields["redress"] = _choice(words.REDRESS)
        self.fields["amount"] = money_field(self.places)
        self.fields["reasons"] = _text(NOTE_MAX, 5, required=False)
        self.mark()

    @property
    def answer(self) -> ComplaintAnswer:
        """The answer, in minor units."""
        given = self.cleaned_data
        is_amount = given["redress"] == "amount"
        return ComplaintAnswer(
            outcome=given["outcome"],
            reasons=given["reasons"],
            redress=given["redress"],
            amount_minor=self.minor("amount") if is_amount else 0,
        )
