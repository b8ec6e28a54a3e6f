"""By which channel, at which hours and in which language someone would rather be reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from django.db import transaction

from forbear.core.preferences.hours import WEEKDAYS, Hours, hours_fault, unwanted
from forbear.core.speech.facts import LANGUAGES
from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.preferences.reached import ask_again, reached_us
from forbear.services.refusals import Refusal
from forbear.store.models import Person, Preference, UnwantedTime


class Keep(Enum):
    """Says that a wish stays as it was."""

    AS_IT_WAS = "as_it_was"


KEEP: Final = Keep.AS_IT_WAS
Wished = TypeVar("Wished")


@transaction.atomic
def preference_record(
    *,
    person_id: int,
    at: datetime,
    actor: str,
    source: str,
    channel: str | Keep | None = KEEP,
    hours: Sequence[Hours] | Keep = KEEP,
    language: str | Keep = KEEP,
    inbound: str | None = None,
) -> Preference | Refusal:
    """Record how a person would rather be reached; return the wish that holds from now on.

    ``channel`` ``None``, no ``hours`` and an empty ``language`` take a wish back; what is not named
    stays. Hours are of the local clock: the gate keeps every other hour as inconvenient. A
    preferred channel is chosen among permitted ones and permits nothing; it does not lift an
    opt-out. The same wish again changes nothing. ``inbound`` is the channel by which they reached
    us, where that contact is not on record otherwise. Expected refusals: CHANNEL_UNKNOWN,
    HOURS_UNFIT, LANGUAGE_UNKNOWN.
    """
    person = (
        Person.objects.select_for_update(no_key=True, of=("self",))
        .select_related("preference")
        .get(pk=person_id)
    )
    before = person.preference
    if refusal := _refusal(channel, hours, language):
        return refusal
    wish = Preference(
        person=person,
        channel=_or_before(channel, before.channel if before else None),
        hours=_or_before(hours if hours is KEEP else _texts(hours), before.hours if before else []),
        language=_or_before(language, before.language if before else ""),
        at=at,
        actor=actor,
        source=source,
    )
    if inbound is not None:
        reached_us(person_id, inbound, at=at, actor=actor, note=f"preferences, {source}")
    if before is None or _said(before) != _said(wish):
        _keep(wish, before)
        return wish
    return before


def _keep(wish: Preference, before: Preference | None) -> None:
    """Write a wish down as the one that holds, with the hours that it leaves out."""
    wish.save()
    UnwantedTime.objects.bulk_create(
        UnwantedTime(preference=wish, from_time=one.start, to_time=one.end, days=",".join(one.days))
        for one in unwanted(hours_of(wish))
    )
    Person.objects.filter(pk=wish.person_id).update(preference=wish)
    asked_again = ask_again(wish.person_id, at=wish.at)
    audit_write(
        at=wish.at,
        actor=wish.actor,
        action="preference.recorded",
        subject="person",
        subject_id=wish.person_id,
        data={
            **_said(wish),
            "preference": wish.pk,
            "source": wish.source,
            "before": _said(before) if before else None,
            "asked_again": asked_again,
        },
    )


def hours_of(wish: Preference) -> list[Hours]:
    """Return the hours of a wish as values."""
    return [
        Hours(
            datetime.strptime(one["from"], "%H:%M").time(),  # noqa: DTZ007 - a time, not a moment
            datetime.strptime(one["to"], "%H:%M").time(),  # noqa: DTZ007
            tuple(one["days"].split(",")),
        )
        for one in wish.hours
    ]


def _or_before(given: Wished | Keep, before: Wished) -> Wished:
    return before if isinstance(given, Keep) else given


def _refusal(
    channel: str | Keep | None, hours: Sequence[Hours] | Keep, language: str | Keep
) -> Refusal | None:
    if isinstance(channel, str) and channel not in w.CHANNELS:
        known = ", ".join(w.CHANNELS)
        return Refusal("CHANNEL_UNKNOWN", f"There is no such channel. Choose one of {known}.")
    if isinstance(language, str) and language not in {"", *LANGUAGES}:
        known = ", ".join(LANGUAGES)
        return Refusal("LANGUAGE_UNKNOWN", f"Nothing is written in it here. Choose one of {known}.")
    fault = "" if isinstance(hours, Keep) else hours_fault(hours)
    return Refusal("HOURS_UNFIT", fault) if fault else None


def _texts(hours: Sequence[Hours]) -> list[dict[str, str]]:
    return [
        {
            "from": f"{one.start:%H:%M}",
            "to": f"{one.end:%H:%M}",
            "days": ",".join(day for day in WEEKDAYS if day in one.days),
        }
        for one in hours
    ]


def _said(wish: Preference) -> dict[str, object]:
    return {"channel": wish.channel, "hours": wish.hours, "language": wish.language}
