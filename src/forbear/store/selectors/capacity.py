"""The day's work against the hours there are (REQUIREMENTS C7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from forbear.core.roster.capacity import Capacity
from forbear.store.models import DayRun

_AHEAD = """
WITH ahead AS (
    SELECT a.currency, a.overdue_minor,
           row_number() OVER (ORDER BY q.place) AS place
    FROM store_queueplace q
    JOIN store_plannedcontact p ON p.id = q.planned_id AND p.state = 'planned'
    JOIN store_account a ON a.id = q.account_id
    WHERE q.run_id = %(run)s AND q.queue = 'call' AND q.window_to > %(at)s
)
SELECT currency, count(*), count(*) FILTER (WHERE place > %(fits)s),
       coalesce(sum(overdue_minor), 0),
       coalesce(sum(overdue_minor) FILTER (WHERE place > %(fits)s), 0)
FROM ahead GROUP BY currency ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Left:
    """Of one currency: the calls ahead, those that do not fit, and what is overdue on both."""

    currency: str
    cases: int
    left_over: int
    overdue_minor: int
    left_minor: int


def day_capacity(
    *, run: DayRun, at: datetime, minutes: int, case_minutes: int
) -> tuple[Capacity, list[Left]]:
    """Hold the calls that are ahead against the minutes there are, in the order of the queue."""
    many = sum(row.cases for row in _ahead(run, at, 0))
    capacity = Capacity(cases=many, minutes=minutes, case_minutes=case_minutes)
    return capacity, _ahead(run, at, capacity.fits)


def _ahead(run: DayRun, at: datetime, fits: int) -> list[Left]:
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, {"run": run.pk, "at": at, "fits": fits})
        return [
            Left(currency, cases, left, int(overdue), int(left_minor))
            for currency, cases, left, overdue, left_minor in cursor.fetchall()
        ]
