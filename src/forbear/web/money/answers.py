"""What the money pages share: days read from an address, and tables as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.http import HttpResponse

FIRST = date(1970, 1, 1)
LAST = date(2199, 12, 31)


def day_of(given: str | None, *, usual: date) -> date:
    """Read a day from an address; what is none, or lies out of reach, gives the usual one."""
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        return usual
    return min(max(found, FIRST), LAST)


def neighbours(on: date) -> tuple[date, date]:
    """Return the day before and the day after."""
    return on - timedelta(days=1), on + timedelta(days=1)


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a table as a file to keep; amounts are minor units, nothing is rounded or signed."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return answer
