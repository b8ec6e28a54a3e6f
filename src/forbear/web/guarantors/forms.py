"""The form of a guarantee, as its document says it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from forbear.services.guarantees.recording import GuaranteeTerms
from forbear.web.guarantors import words
from forbear.web.shared import formats

_DAY = {"class": "field", "type": "date"}


def _day(most: date | None = None, *, required: bool = True) -> forms.DateField:
    attrs = {**_DAY, "max": most.isoformat()} if most else _DAY
    return forms.DateField(
        required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs)
    )


class GuaranteeForm(forms.Form):
    """By whom it was signed, of which kind, up to how much, until when."""

    name = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off", "maxlength": 200}),
    )
    kind = forms.ChoiceField(
        choices=list(words.KIND.items()), widget=forms.Select(attrs={"class": "field"})
    )
    language = forms.ChoiceField(
        choices=list(words.LANGUAGE.items()), widget=forms.Select(attrs={"class": "field"})
    )

    def __init__(self, *args: object, currency: str, today: date, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type] # Django's own, passed on
        self.places = formats.digits_of(currency)
        self.fields["limit"] = forms.DecimalField(
            min_value=Decimal(1).scaleb(-self.places),
            max_digits=14,
            decimal_places=self.places,
            widget=forms.TextInput(
                attrs={"class": "field num", "inputmode": "decimal", "autocomplete": "off"}
            ),
            error_messages={"invalid": _("Write the amount in digits, as 1200.00.")},
        )
        self.fields["signed_on"] = _day(today)
        self.fields["ends_on"] = _day(required=False)
        self.fields["debt_due_on"] = _day(today, required=False)
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true"}

    @property
    def terms(self) -> GuaranteeTerms:
        """What the document says, in minor units."""
        given = self.cleaned_data
        return GuaranteeTerms(
            name=given["name"],
            kind=given["kind"],
            signed_on=given["signed_on"],
            limit_minor=int(given["limit"].scaleb(self.places)),
            ends_on=given["ends_on"],
            debt_due_on=given["debt_due_on"],
            language=given["language"],
        )
