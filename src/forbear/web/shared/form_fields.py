"""Fields that several forms have: an amount of money, and faults that are not only seen."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def money_field(
    places: int, *, required: bool = False, least: Decimal = Decimal(0)
) -> forms.DecimalField:
    """Return a field for an amount of a currency with so many ``places``."""
    return forms.DecimalField(
        required=required,
        min_value=least,
        max_digits=14,
        decimal_places=places,
        widget=forms.TextInput(
            attrs={"class": "field num", "inputmode": "decimal", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Write the amount in digits, as 1200.00.")},
    )


def faults_marked(form: forms.Form) -> None:
    """Say of the faulty fields of a form that they are so to whoever does not see them."""
    for name in form.errors if form.is_bound else ():
        if name in form.fields:
            form.fields[name].widget.attrs |= {"aria-invalid": "true"}
