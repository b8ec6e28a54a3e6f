"""The desk's forms."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from forbear.core.agreements.windows import PromiseWindow
from forbear.services.calls import Promised
from forbear.web.shared import formats
from forbear.web.shared.form_fields import faults_marked, money_field

# What the collector ticks -> the outcome and the party that are logged; ``None``: that of the
# number, or nobody known.
RESULTS: dict[str, tuple[str, str | None]] = {
    "conversation": ("conversation", "cardholder"),
    "no_answer": ("no_answer", "cardholder"),
    "busy": ("busy", "cardholder"),
    "voicemail": ("voicemail", "cardholder"),
    "limited_content": ("limited_content", "cardholder"),
    "answered_dropped": ("answered_dropped", "unknown"),
    "third_party": ("conversation", None),
    "refused": ("refused", "cardholder"),
    "not_in_service": ("not_in_service", "unknown"),
    "wrong_number": ("conversation", "unknown"),
    "deceased": ("conversation", "unknown"),
}
# What it says of the number or the person: the number is closed everywhere, the death written down.
TOLD = {"wrong_number": "wrong_person", "deceased": "deceased"}
RESULT_WORDS = {
    "conversation": _("Spoke with the cardholder"),
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "voicemail": _("Voicemail reached, no message"),
    "limited_content": _("Limited-content message left"),
    "answered_dropped": _("Answered, then hung up"),
    "third_party": _("Someone else answered"),
    "refused": _("Refused to talk"),
    "not_in_service": _("Number not in service"),
    "wrong_number": _("Wrong number: nobody knows them there"),
    "deceased": _("Told that the cardholder has died"),
}
# Without the cardholder verified there was no talk, and nothing was promised. Once it is known who
# answered, only what can come of that is offered.
TALK = "conversation"
ANSWERED: dict[str, tuple[str, ...]] = {
    "verified": tuple(RESULTS),
    "": tuple(key for key in RESULTS if key != TALK),
    "third_party": ("third_party", "answered_dropped"),
    "machine": ("limited_content", "voicemail"),
}


class OutcomeForm(forms.Form):
    """What came of a call; and, if they promised to pay, how much and by when."""

    result = forms.ChoiceField(
        choices=[(key, RESULT_WORDS[key]) for key in RESULTS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "field", "rows": 3}),
    )
    promise_amount = money_field(formats.USUAL_DIGITS)
    promise_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"class": "field", "type": "date"})
    )

    back_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"class": "field", "type": "date"})
    )
    back_at = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"class": "field", "type": "time"})
    )
    explained = forms.CharField(
        required=False, max_length=400, widget=forms.TextInput(attrs={"class": "field"})
    )

    def __init__(
        self,
        *args: object,
        today: date,
        window: PromiseWindow | None,
        currency: str,
        answered: str = "verified",
        zone: ZoneInfo | None = None,
        may_leave: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own, passed on
        self.today, self.window = today, window
        self.last = window.last_day(today) if window else None
        self.digits = formats.digits_of(currency)
        self.zone = zone
        # where the time they asked for is not lawful
        self.nearest: datetime | None = None
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        # words that are not there cannot have been left
        result.choices = [
            (key, RESULT_WORDS[key])
            for key in ANSWERED[answered]
            if may_leave or key != "limited_content"
        ]
        if answered not in {"verified", ""}:
            # nobody else asks for a call in their name
            del self.fields["back_on"], self.fields["back_at"]
        if self.last is None:
            # only what may be done can be filled in
            del self.fields["promise_amount"], self.fields["promise_on"]
        else:
            self.fields["promise_amount"] = _amount_field(self.digits, required=False)
            self.fields["promise_on"].widget.attrs |= _days(today, self.last)
        faults_marked(self)

    def clean(self) -> dict[str, object]:
        """A promise needs both its amount and its day, and someone who made it."""
        cleaned = super().clean() or {}
        amount, on = cleaned.get("promise_amount"), cleaned.get("promise_on")
        if amount and not on and "promise_on" not in self.errors:
            self.add_error("promise_on", _("By which day? A promise needs an amount and a day."))
        if on and not amount and "promise_amount" not in self.errors:
            self.add_error("promise_amount", _("How much? A promise needs an amount and a day."))
        if isinstance(on, date) and self.last and not self.today <= on <= self.last:
            self.add_error("promise_on", _too_far(self.last))
        result = cleaned.get("result")
        if amount and result and result != "conversation":
            self.add_error("result", _("Only a talk with the cardholder can bring a promise."))
        back_on, back_at = cleaned.get("back_on"), cleaned.get("back_at")
        if back_on and not back_at and "back_at" not in self.errors:
            self.add_error("back_at", _("At what time? A call-back needs a day and a time."))
        if back_at and not back_on and "back_on" not in self.errors:
            self.add_error("back_on", _("On which day? A call-back needs a day and a time."))
        return cleaned

    @property
    def nearest_text(self) -> str:
        """The nearest lawful moment, as a button sends it back."""
        return self.nearest.astimezone(self.zone).isoformat() if self.nearest else ""

    @property
    def back(self) -> tuple[date, time] | None:
        """When they want to be called, by their own clock; ``None`` if they did not ask."""
        on, at = self.cleaned_data.get("back_on"), self.cleaned_data.get("back_at")
        return (on, at) if on and at else None

    @property
    def promised(self) -> Promised | None:
        """What they promised, in minor units; ``None`` without a promise."""
        amount = self.cleaned_data.get("promise_amount")
        if not amount:
            return None
        return Promised(
            amount_minor=int(amount.scaleb(self.digits)), pay_on=self.cleaned_data["promise_on"]
        )


class PromiseForm(forms.Form):
    """A promise to pay, made outside a call of ours."""

    promise_amount = money_field(formats.USUAL_DIGITS, required=True)
    promise_on = forms.DateField(
        widget=forms.DateInput(attrs={"class": "field", "type": "date"}),
        error_messages={
            "required": _("By which day? A promise needs an amount and a day."),
            "invalid": _("Write the day as 2026-11-23."),
        },
    )

    def __init__(self, *args: object, today: date, last: date, currency: str) -> None:
        super().__init__(*args)  # type: ignore[arg-type] # Django's own, passed on
        self.today, self.last = today, last
        self.digits = formats.digits_of(currency)
        self.fields["promise_amount"] = _amount_field(self.digits, required=True)
        self.fields["promise_on"].widget.attrs |= _days(today, last)
        faults_marked(self)

    def clean_promise_on(self) -> date:
        """Refuse a day that has passed or lies beyond the account's window."""
        on: date = self.cleaned_data["promise_on"]
        if not self.today <= on <= self.last:
            raise forms.ValidationError(_too_far(self.last))
        return on

    @property
    def promised(self) -> Promised:
        """What they promised, in minor units."""
        amount = self.cleaned_data["promise_amount"]
        return Promised(int(amount.scaleb(self.digits)), self.cleaned_data["promise_on"])


def _amount_field(digits: int, *, required: bool) -> forms.DecimalField:
    field = money_field(digits, required=required, least=Decimal(1).scaleb(-digits))
    field.error_messages["required"] = _("How much? A promise needs an amount and a day.")
    return field


def _days(first: date, last: date) -> dict[str, str]:
    return {"min": first.isoformat(), "max": last.isoformat()}


def _too_far(last: date) -> str:
    sentence = _("Choose a day up to %(day)s. Offer a plan for longer.")
    return sentence % {"day": formats.day_short(last)}


class NoteForm(forms.Form):
    """A note on a case, outside a call."""

    note = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "field", "rows": 2}),
        error_messages={"required": _("Write a few words first.")},
    )
    explained = forms.CharField(
        required=False, max_length=400, widget=forms.TextInput(attrs={"class": "field"})
    )
