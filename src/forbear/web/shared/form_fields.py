"""Fields that several forms have: an amount of money, and faults that are not only seen."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

# as the desk itself writes amounts: the sign of a currency, groups of three digits
_SHOWN = re.compile(r"[A-Z]{0,2}[$£€¥₹]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*元?")
_DIGITS_MOST = 14


class MoneyField(forms.DecimalField):
    """An amount as it is typed, or as it was copied from a page: ``¥1,200.00``, ``１２００``.

    A comma stands between groups of three digits only: ``1,20`` is refused rather than guessed at.
    """

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override] # stubs
        """Read the amount; raises ``ValidationError``."""
        if isinstance(value, str):
            typed = unicodedata.normalize("NFKC", value).strip()
            if found := _SHOWN.fullmatch(typed):
                value = found[1].replace(",", "") + (found[2] or "")
        return super().to_python(value)


def money_field(places: int, *, required: bool = False, least: Decimal = Decimal(0)) -> MoneyField:
    """Return a field for an amount of a currency with so many ``places``."""
    too_long = _("That is more than an amount can be. Look at the digits again.")
    too_small = _("The amount must be above zero.") if least else _("An amount is not below zero.")
    return MoneyField(
        required=required,
        min_value=least,
        max_digits=_DIGITS_MOST,
        decimal_places=places,
        widget=forms.TextInput(
            attrs={"class": "field num", "inputmode": "decimal", "autocomplete": "off"}
        ),
        error_messages={
            "invalid": _("Write the amount in digits, as 1200.00."),
            "min_value": too_small,
            "max_digits": too_long,
            "max_whole_digits": too_long,
            "max_decimal_places": _("The amount has too many digits behind the point."),
        },
    )


def faults_marked(form: forms.Form) -> None:
    """Say of the faulty fields of a form that they are so to whoever does not see them."""
    for name in form.errors if form.is_bound else ():
        if name in form.fields:
            form.fields[name].widget.attrs |= {"aria-invalid": "true"}
