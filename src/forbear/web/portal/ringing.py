"""“Ring me”, on the page of wishes: a day and an hour, by the clock of whoever asks.

The gate decides whether a call may be made then, by law and by their own wishes; where it may not,
the nearest time at which it may is offered. No number is shown but its last two digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.speech.call_times import CallTime
from forbear.services.call_backs import NotThen, call_back_cancel
from forbear.services.inbound.calls import CallTaken, call_asked, phones_of
from forbear.services.preferences.reached import reached_us
from forbear.services.refusals import Refusal
from forbear.store.models import ContactPoint, Person, PlannedContact
from forbear.store.selectors.call_backs import call_back_of
from forbear.web.shared import formats
from forbear.web.shared.language import is_chinese
from forbear.web.shared.words import POINT
from forbear.wiring import gate

# how many days can be chosen, and which hours are worth a question to the gate
DAYS = 14
_HOURS = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(14, 44)]
ACTOR = "link"


class RingForm(forms.Form):
    """The day and the hour of a call; the number where there are several."""

    on = forms.ChoiceField(widget=forms.Select(attrs={"class": "field"}))
    at = forms.ChoiceField(
        choices=[(one, one) for one in _HOURS], widget=forms.Select(attrs={"class": "field"})
    )
    number = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "field"}))

    def __init__(
        self, *args: object, today: date, phones: Sequence[ContactPoint], **kwargs: object
    ) -> None:
        """Offer the days from ``today`` on, and the numbers of ``phones``."""
        kwargs.setdefault("initial", {"at": "10:00", "on": (today + timedelta(days=1)).isoformat()})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django takes them
        days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
        self.fields["on"].choices = [  # type: ignore[attr-defined] # a field of choices
            (day.isoformat(), formats.day_short(day)) for day in days
        ]
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{POINT[one.kind]} ··{one.value[-2:]}") for one in phones
        ]

    @property
    def wish(self) -> CallTime:
        """What was chosen."""
        on, at = self.cleaned_data["on"], self.cleaned_data["at"]
        return CallTime(date.fromisoformat(on), time.fromisoformat(at))


@dataclass(frozen=True, slots=True)
class Ring:
    """What the page shows: the form, or the call that is arranged."""

    form: RingForm
    has_choice: bool
    when: str = ""
    fault: str = ""


def ring_of(planned: PlannedContact, *, at: datetime, form: RingForm | None = None) -> Ring | None:
    """Return what can be asked for; ``None`` where no number or no clock of theirs is known."""
    person = planned.person
    phones = phones_of(person.pk)
    if not phones or not person.time_zones:
        return None
    back = call_back_of(person.pk)
    when = _when(back.due_at, ZoneInfo(back.zone)) if back else ""
    return Ring(form or _form(person, phones, at=at), len(phones) > 1, when)


def ring_ask(
    planned: PlannedContact, data: QueryDict, *, channel: str | None, at: datetime
) -> Ring | None:
    """Take a wish to be called; what is shown says whether it was, and else why not."""
    person = planned.person
    phones = phones_of(person.pk)
    if not phones or not person.time_zones:
        return None
    form = _form(person, phones, at=at, data=data)
    if not form.is_valid():
        return Ring(form, len(phones) > 1, fault=_("Choose a day and a time from the lists."))
    chosen = form.cleaned_data["number"]
    number = next((one for one in phones if str(one.pk) == chosen), phones[0])
    with transaction.atomic():
        done = call_asked(
            planned.account_id,
            number,
            form.wish,
            told_at=planned.contact_point,
            channel=planned.channel,
            source="page",
            ask=gate.ask,
            at=at,
        )
        if channel is not None and isinstance(done, CallTaken) and done.back:
            reached_us(person.pk, channel, at=at, actor=ACTOR, note="call-back, page")
    fault = _fault(done, person)
    if not fault:
        return ring_of(planned, at=at)
    nearest = done.nearest if isinstance(done, CallTaken) else None
    if nearest is not None:
        form = _form(person, phones, at=at, nearest=nearest, number=chosen)
    return Ring(form, len(phones) > 1, fault=fault)


def ring_cancel(planned: PlannedContact, *, at: datetime) -> bool:
    """End the call that was arranged; say whether there was one."""
    back = call_back_of(planned.person_id)
    if back is None:
        return False
    done = call_back_cancel(call_back_id=back.pk, at=at, actor=ACTOR)
    return not isinstance(done, Refusal)


def _form(
    person: Person,
    phones: Sequence[ContactPoint],
    *,
    at: datetime,
    data: QueryDict | None = None,
    nearest: datetime | None = None,
    number: str = "",
) -> RingForm:
    zone = likeliest_zone(person.time_zones)
    given: dict[str, object] = {"today": at.astimezone(zone).date(), "phones": phones}
    if nearest is not None:
        local = nearest.astimezone(zone)
        given["initial"] = {
            "on": local.date().isoformat(),
            "at": f"{local:%H:%M}",
            "number": number,
        }
    return RingForm(data, prefix="ring", **given)  # type: ignore[arg-type] # named as it takes them


def _fault(done: CallTaken | Refusal, person: Person) -> str:
    if isinstance(done, CallTaken):
        if done.nearest is None:
            return ""
        said = _("We may not ring you then. We could ring you on %(when)s.")
        return said % {"when": _when(done.nearest, likeliest_zone(person.time_zones))}
    if isinstance(done, NotThen):
        return _("We may not ring you around that time. Choose another, or call us.")
    return _("That time has passed. Choose a later one.")


def _when(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    join = " " if is_chinese() else ", "
    return f"{formats.day_short(local.date())}{join}{local:%H:%M}"
