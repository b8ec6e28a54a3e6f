"""The live board: what each person does now, and what the day has come to, from indexes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count, Max, Min, Q

from forbear.store.models import CaseHold, Permit, Promise, Seat

Doing = Literal["call", "case", "idle", "away", "out"]
# a call whose outcome was never logged is no call any more after this
_CALL_AT_MOST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Now:
    """What somebody does at a moment, since when, and on which account."""

    doing: Doing
    since: datetime | None = None
    account_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What somebody's day has come to. ``due`` is today's promises, ``due_next`` tomorrow's."""

    calls: int = 0
    reached: int = 0
    promises: int = 0
    due: int = 0
    due_next: int = 0
    kept: int = 0
    judged: int = 0
    plans: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add up two people's."""
        mine, theirs = self.values(), other.values()
        return Tally(*(one + two for one, two in zip(mine, theirs, strict=True)))

    def values(self) -> tuple[int, ...]:
        """Return the counts in their order."""
        return (
            self.calls,
            self.reached,
            self.promises,
            self.due,
            self.due_next,
            self.kept,
            self.judged,
            self.plans,
        )

    @property
    def kept_percent(self) -> int | None:
        """How many of a hundred judged promises were kept; ``None`` if none was judged."""
        return None if not self.judged else (200 * self.kept + self.judged) // (2 * self.judged)


def doing_now(users: Sequence[User], *, at: datetime, idle: timedelta) -> dict[str, Now]:
    """Return what each user does at ``at``, by name.

    On the phone before holding a case; holding one before signed in. Signed in and not seen for
    ``idle``, or behind a covered screen, is away.
    """
    names = [user.get_username() for user in users]
    found = _seated(users, at=at, idle=idle)
    held = CaseHold.objects.filter(actor__in=names, until__gt=at).select_related("person")
    for hold in held.order_by("-since"):
        found[hold.actor] = Now("case", hold.since, hold.account_id, hold.person.name)
    calls = Permit.objects.filter(
        actor__in=names,
        channel="call",
        consumed_at__gt=at - _CALL_AT_MOST,
        consumed_at__lte=at,
        contact__isnull=True,
    )
    for permit in calls.select_related("person").order_by("-consumed_at"):
        found[permit.actor] = Now("call", permit.consumed_at, permit.account_id, permit.person.name)
    return found


def _seated(users: Sequence[User], *, at: datetime, idle: timedelta) -> dict[str, Now]:
    found = {user.get_username(): Now("out") for user in users}
    seats = (
        Seat.objects.filter(user__in=users, ended_at=None)
        .values_list("user__username")
        .annotate(
            seen=Max("seen_at"),
            begun=Min("begun_at"),
            awake=Max("seen_at", filter=Q(locked_at=None)),
        )
    )
    for name, seen, _begun, awake in seats:
        is_here = awake is not None and at - awake <= idle
        found[name] = Now("idle" if is_here else "away", seen)
    return found


_TALLIES = """
SELECT actor, sum(calls), sum(reached), sum(promises), sum(due), sum(due_next), sum(kept),
       sum(judged), sum(plans)
FROM (
    SELECT actor, count(*) AS calls,
           count(*) FILTER (WHERE outcome = 'conversation' AND party = 'cardholder') AS reached,
           0 AS promises, 0 AS due, 0 AS due_next, 0 AS kept, 0 AS judged, 0 AS plans
    FROM store_contact
    WHERE channel = 'call' AND permit_id IS NOT NULL AND at >= %(since)s AND at <= %(at)s
    GROUP BY actor
  UNION ALL
    SELECT actor, 0, 0, count(*), 0, 0, 0, 0, 0
    FROM store_promise WHERE made_at >= %(since)s AND made_at <= %(at)s GROUP BY actor
  UNION ALL
    SELECT actor, 0, 0, 0, count(*) FILTER (WHERE pay_on = %(on)s),
           count(*) FILTER (WHERE pay_on = %(next)s), 0, 0, 0
    FROM store_promise
    WHERE pay_on IN (%(on)s, %(next)s) AND state <> 'cancelled' GROUP BY actor
  UNION ALL
    SELECT actor, 0, 0, 0, 0, 0, count(*) FILTER (WHERE state = 'kept'), count(*), 0
    FROM store_promise
    WHERE pay_on >= %(kept_from)s AND pay_on < %(on)s
      AND state IN ('kept', 'part_kept', 'broken')
    GROUP BY actor
  UNION ALL
    SELECT o.made_by, 0, 0, 0, 0, 0, 0, 0, count(*)
    FROM store_offerstep s JOIN store_offer o ON o.id = s.offer_id
    WHERE s.step = 'accepted' AND s.at >= %(since)s AND s.at <= %(at)s AND o.type = 'installment'
    GROUP BY o.made_by
) AS parts (actor, calls, reached, promises, due, due_next, kept, judged, plans)
GROUP BY actor
"""


def tallies(*, since: datetime, at: datetime, on: date, kept_days: int) -> dict[str, Tally]:
    """Return what the day has come to since ``since``, by who did it.

    A right-party contact is a logged talk with the verified cardholder. Promises due are all that
    were to be paid on the day, open or judged. The kept rate is of ``kept_days`` before it. A plan
    counts for who offered it.
    """
    given = {
        "since": since,
        "at": at,
        "on": on,
        "next": on + timedelta(days=1),
        "kept_from": on - timedelta(days=kept_days),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, given)
        return {row[0]: Tally(*map(int, row[1:])) for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Hour:
    """The calls of one hour, and how many of them reached the right party."""

    hour: int
    calls: int
    reached: int


_HOURS = """
SELECT extract(hour FROM at AT TIME ZONE %(zone)s)::int, count(*),
       count(*) FILTER (WHERE outcome = 'conversation' AND party = 'cardholder')
FROM store_contact
WHERE channel = 'call' AND permit_id IS NOT NULL AND at >= %(since)s AND at <= %(at)s
  AND actor = ANY(%(names)s)
GROUP BY 1
"""


def calls_by_hour(names: Sequence[str], *, since: datetime, at: datetime, zone: str) -> list[Hour]:
    """Return the calls of the day hour by hour, from the first that has some to the last."""
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, {"since": since, "at": at, "zone": zone, "names": list(names)})
        found = {hour: Hour(hour, calls, reached) for hour, calls, reached in cursor.fetchall()}
    if not found:
        return []
    return [found.get(hour, Hour(hour, 0, 0)) for hour in range(min(found), max(found) + 1)]


def promises_by_day(*, on: date, days: int) -> list[tuple[date, int, int]]:
    """Return how many promises are due on each of some days, and how many of them are kept."""
    rows = (
        Promise.objects.filter(pay_on__gte=on, pay_on__lt=on + timedelta(days=days))
        .exclude(state="cancelled")
        .values_list("pay_on")
        .annotate(n=Count("pk"), kept=Count("pk", filter=Q(state="kept")))
    )
    found = {day: (many, kept) for day, many, kept in rows}
    span = [on + timedelta(days=plus) for plus in range(days)]
    return [(day, *found.get(day, (0, 0))) for day in span]
