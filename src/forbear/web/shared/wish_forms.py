"""The forms in which wishes are told: on the public page, and at the desk over the phone."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forbear.core.preferences.hours import WEEKDAYS, Hours
from forbear.services.preferences.representatives import NAME_MAX, REACH_MAX
from forbear.services.preferences.ways import hours_of
from forbear.store.models import Preference

CHANNELS = (
    ("", _("No preference")),
    ("email", _("E-mail")),
    ("sms", _("Text message")),
    ("call", _("Phone call")),
    ("letter", _("Letter")),
)
LANGUAGES = (("", _("As until now")), ("en", "English"), ("zh-Hans", "简体中文"))
DAYS = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
KINDS = (
    ("attorney", _("A lawyer")),
    ("adviser", _("A debt adviser or charity")),
    ("family", _("A relative or friend")),
    ("other", _("Someone else")),
)
_FROM = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(7, 22)]
_TO = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(8, 23)]
_ANY = ("", _("Any time"))


class WaysForm(forms.Form):
    """By which channel, when and in which language someone would rather be reached."""

    channel = forms.ChoiceField(choices=CHANNELS, required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(choices=LANGUAGES, required=False, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    start = forms.ChoiceField(
        choices=[_ANY, *_FROM], required=False, widget=forms.Select(attrs={"class": "field"})
    )
    end = forms.ChoiceField(
        choices=[_ANY, *_TO], required=False, widget=forms.Select(attrs={"class": "field"})
    )

    def clean(self) -> dict[str, Any]:
        """The time must have a length."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start >= end:
            self.add_error("end", _("Choose a time after the first one."))
        return cleaned

    @property
    def hours(self) -> list[Hours]:
        """The wished hours; none if any time is fine."""
        days = tuple(self.cleaned_data["days"])
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if not (start or end) and len(days) in {0, len(WEEKDAYS)}:
            return []
        return [Hours(_time(start), _time(end), days or WEEKDAYS)]


class RepresentativeForm(forms.Form):
    """Who speaks for someone."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.Select(attrs={"class": "field"}))
    name = forms.CharField(
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
        error_messages={"required": _("Write the name of the person or the office.")},
    )
    reach = forms.CharField(
        max_length=REACH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )


def initial_of(wish: Preference | None) -> dict[str, Any]:
    """Return what the form shows at first; hours that a form cannot show are left to the desk."""
    if wish is None:
        return {}
    shown: dict[str, Any] = {"channel": wish.channel or "", "language": wish.language}
    hours = hours_of(wish)
    if len(hours) == 1:
        [one] = hours
        shown |= {"days": list(one.days), "start": _shown(one.start), "end": _shown(one.end)}
    return shown


def _time(text: str) -> time:
    return time.fromisoformat(text) if text else time(0)


def _shown(at: time) -> str:
    return f"{at:%H:%M}" if at != time(0) else ""
