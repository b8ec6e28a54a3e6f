"""Who works when: the pattern and the exception that count for each person on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from forbear.core.roles import CALLERS
from forbear.core.roster.hours import Span, is_within, minutes_from, stretches
from forbear.store.models import ShiftException, ShiftPattern
from forbear.store.prepared import Prepared, Slot
from forbear.store.selectors.teams import team_names

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Roster:
    """The hours of one person on one day; ``spans`` of ``None``: nobody has said when they work.

    ``source`` says what counted: the person's or the team's pattern or exception; ``why`` is the
    exception's.
    """

    spans: tuple[Span, ...] | None
    zone: ZoneInfo
    on: date
    source: str = ""
    why: str = ""

    @property
    def stretched(self) -> list[tuple[datetime, datetime]]:
        """The hours as moments."""
        return stretches(self.spans or (), self.on, self.zone)

    def is_on(self, at: datetime) -> bool | None:
        """Whether they work at ``at``; ``None`` where nobody has said."""
        return None if self.spans is None else is_within(self.stretched, at)

    def minutes_left(self, at: datetime) -> int:
        """How many minutes of the day's hours are ahead."""
        return minutes_from(self.stretched, at)


def callers() -> QuerySet[User]:
    """List those who may be given cases, by name."""
    found = User.objects.filter(is_active=True, groups__name__in=CALLERS)
    return found.distinct().order_by("first_name", "last_name", "username")


def rosters(users: Sequence[User], *, on: date) -> dict[int, Roster]:
    """Return each user's hours of a local day, by their key.

    A person's own exception counts before the team's, that before the person's own week, and that
    before the team's; of two the latest written.
    """
    teams = team_names(users)
    given = {
        "on": on,
        "users": [user.pk for user in users],
        "teams": sorted(set(teams.values()) - {""}),
    }
    patterns = _latest(_PATTERNS.all(**given))
    exceptions = _latest(_EXCEPTIONS.all(**given))
    return {
        user.pk: _roster(on, _keys(user, teams), patterns=patterns, exceptions=exceptions)
        for user in users
    }


def roster_at(user: User, *, at: datetime) -> Roster:
    """Return the hours of the local day that it is at ``at`` where the user works."""
    found = rosters([user], on=at.date())[user.pk]
    local = at.astimezone(found.zone).date()
    return found if local == at.date() else rosters([user], on=local)[user.pk]


def week_of(users: Sequence[User], *, first: date) -> list[tuple[date, Mapping[int, Roster]]]:
    """Return the hours of seven days."""
    days = [first + timedelta(days=plus) for plus in range(7)]
    return [(day, rosters(users, on=day)) for day in days]


_Key = tuple[str, object]


def _keys(user: User, teams: Mapping[int, str]) -> tuple[_Key, _Key]:
    return ("user", user.pk), ("team", teams.get(user.pk, ""))


def _latest(
    rows: Iterable[ShiftPattern | ShiftException],
) -> dict[_Key, ShiftPattern | ShiftException]:
    """Return the last of each person's and each team's rows."""
    return {("user", row.user_id) if row.user_id else ("team", row.team): row for row in rows}


_THEIRS = Q(user__id__one_of=Slot("users")) | Q(team__one_of=Slot("teams"))
_PATTERNS = Prepared(
    lambda: ShiftPattern.objects.filter(_THEIRS, since__lte=Slot("on")).order_by("since", "pk")
)
_EXCEPTIONS = Prepared(lambda: ShiftException.objects.filter(_THEIRS, on=Slot("on")).order_by("pk"))


def _roster(
    on: date,
    keys: tuple[_Key, _Key],
    *,
    patterns: Mapping[_Key, ShiftPattern | ShiftException],
    exceptions: Mapping[_Key, ShiftPattern | ShiftException],
) -> Roster:
    week = next((patterns[key] for key in keys if key in patterns), None)
    zone = ZoneInfo(week.zone) if isinstance(week, ShiftPattern) else UTC
    for key in keys:
        day = exceptions.get(key)
        if isinstance(day, ShiftException):
            return Roster(_spans(day.hours), zone, on, f"{key[0]} exception", day.why)
    for key in keys:
        found = patterns.get(key)
        if isinstance(found, ShiftPattern):
            return Roster(_spans(found.hours[on.weekday()]), zone, on, f"{key[0]} week")
    return Roster(None, zone, on)


def _spans(hours: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in hours)
