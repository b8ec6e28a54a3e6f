"""The end of a day: what stood in each book, what moved, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from forbear.store.selectors.books import (
    BookLine,
    KindLine,
    bank_files_in,
    days_decided,
    files_in,
    kind_list,
    lock_list,
    night_of,
    trial_balance,
)
from forbear.web.money.answers import csv_answer, day_of, neighbours
from forbear.web.money.rail import rail_of
from forbear.web.shared.permissions import SEE_MONEY
from forbear.wiring.house import house_day

_COLUMNS = (
    "on",
    "book",
    "currency",
    "opening_minor",
    "debit_minor",
    "credit_minor",
    "closing_minor",
    "postings",
)

FILES = 5  # shown at once; the others on request


@dataclass(frozen=True, slots=True)
class CurrencyBooks:
    """The books of one currency; their closings sum to ``rest_minor``, which must be nothing."""

    currency: str
    lines: Sequence[BookLine]
    kinds: Sequence[KindLine]

    @property
    def rest_minor(self) -> int:
        """What is left over when every book is added up."""
        return sum(line.closing_minor for line in self.lines)

    @property
    def many(self) -> int:
        """How many postings the day had."""
        return sum(line.many for line in self.lines)

    @property
    def debit_minor(self) -> int:
        """All debits of the day."""
        return sum(line.debit_minor for line in self.lines)

    @property
    def credit_minor(self) -> int:
        """All credits of the day, below zero."""
        return sum(line.credit_minor for line in self.lines)

    @property
    def suspense_minor(self) -> int:
        """Bank money that belongs to nobody yet, told above zero."""
        return -sum(line.closing_minor for line in self.lines if line.book == "suspense")


@require_GET
@permission_required(SEE_MONEY, raise_exception=True)
def day(request: HttpRequest) -> HttpResponse:
    """Show the books of a day; ``?form=csv`` gives them as a file."""
    today = house_day()
    on = day_of(request.GET.get("on"), usual=today)
    lines = trial_balance(since=on, until=on)
    if request.GET.get("form") == "csv":
        return csv_answer(f"books-{on}", _COLUMNS, _csv_rows(on, lines))
    books = _by_currency(lines, kind_list(on=on))
    before, after = neighbours(on)
    locks, files = lock_list(), files_in(on=on)
    page = {
        "on": on,
        "today": today,
        "before": before,
        "after": after,
        "books": books,
        "waiting": [each for each in books if each.suspense_minor],
        "is_closed": bool(locks) and on <= locks[0].locked_through,
        "locks": locks,
        "files": files,
        "files_more": max(len(files) - FILES, 0),
        "bank_files": bank_files_in(on=on),
        "nights": days_decided(on=on),
        "night": night_of(on=on),
        "rail": rail_of(request, current="day"),
    }
    return render(request, "money/day.html", page)


def _by_currency(lines: Sequence[BookLine], kinds: Sequence[KindLine]) -> list[CurrencyBooks]:
    currencies = sorted({line.currency for line in lines})
    return [
        CurrencyBooks(
            currency,
            [line for line in lines if line.currency == currency],
            [kind for kind in kinds if kind.currency == currency],
        )
        for currency in currencies
    ]


def _csv_rows(on: date, lines: Sequence[BookLine]) -> list[tuple[object, ...]]:
    return [
        (
            on.isoformat(),
            line.book,
            line.currency,
            line.opening_minor,
            line.debit_minor,
            line.credit_minor,
            line.closing_minor,
            line.many,
        )
        for line in lines
    ]
