"""Shifts: the hours of a week and of single days, of a person or a whole team. Never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import User
from django.db import transaction

from forbear.core.roster.hours import WEEK, HoursFault, Span, read_hours
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import ShiftException, ShiftPattern
from forbear.store.prepared import Prepared, Slot
from forbear.store.selectors.roster import roster_at

OFF_SHIFT = Refusal("OFF_SHIFT", "You are not on shift now. Your team lead can change that.")
WHY_MAX = 200
TEAM_MAX = 80

_NAMED = Prepared(lambda: User.objects.filter(username=Slot("name")))


def shift_refusal(*, username: str, at: datetime) -> Refusal | None:
    """Say that somebody is off shift; ``None`` if they work, or if nobody has said when they do."""
    user = _NAMED.first(name=username)
    if user is None or roster_at(user, at=at).is_on(at) is not False:
        return None
    return OFF_SHIFT


@transaction.atomic
def pattern_set(
    *,
    username: str = "",
    team: str = "",
    since: date,
    hours: Sequence[str],
    zone: str,
    at: datetime,
    actor: str,
) -> ShiftPattern | Refusal:
    """Write the week of a person or a team from a day on; seven texts of hours, Monday first.

    ``USER_UNKNOWN``, ``TEAM_MISSING``, ``HOURS_UNREADABLE``, ``ZONE_UNKNOWN``.
    """
    whose = _whose(username, team)
    if isinstance(whose, Refusal):
        return whose
    if len(hours) != WEEK:
        return Refusal("HOURS_UNREADABLE", "Give the hours of seven days, Monday first.")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Refusal("ZONE_UNKNOWN", f"{zone!r} is no time zone, as Europe/London is.")
    read = [_read(day) for day in hours]
    for spans in read:
        if isinstance(spans, Refusal):
            return spans
    made = ShiftPattern.objects.create(
        user=whose, team=team, since=since, hours=read, zone=zone, at=at, actor=actor
    )
    _audit("shift.week", made.pk, username or team, since, at=at, actor=actor)
    return made


@transaction.atomic
def exception_set(
    *,
    username: str = "",
    team: str = "",
    on: date,
    hours: str,
    why: str,
    at: datetime,
    actor: str,
) -> ShiftException | Refusal:
    """Write the hours of one day of a person or a team; none: they do not work on it.

    ``USER_UNKNOWN``, ``TEAM_MISSING``, ``HOURS_UNREADABLE``, ``NOTE_MISSING``.
    """
    whose = _whose(username, team)
    if isinstance(whose, Refusal):
        return whose
    spans = _read(hours)
    if isinstance(spans, Refusal):
        return spans
    why = " ".join(why.replace("\x00", "").split())[:WHY_MAX]
    if not why:
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    made = ShiftException.objects.create(
        user=whose, team=team, on=on, hours=spans, why=why, at=at, actor=actor
    )
    _audit("shift.day", made.pk, username or team, on, at=at, actor=actor)
    return made


def _whose(username: str, team: str) -> User | Refusal | None:
    if username and not team:
        found = User.objects.filter(username=username).first()
        return found or Refusal("USER_UNKNOWN", f"There is no user {username!r}.")
    if team.strip() and not username and len(team) <= TEAM_MAX:
        return None
    return Refusal("TEAM_MISSING", "Name one person or one team.")


def _read(text: str) -> list[Span] | Refusal:
    try:
        return list(read_hours(text))
    except HoursFault as fault:
        return Refusal("HOURS_UNREADABLE", str(fault))


def _audit(action: str, pk: int, whose: str, on: date, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="shift",
        subject_id=pk,
        data={"of": whose, "on": on.isoformat()},
    )
