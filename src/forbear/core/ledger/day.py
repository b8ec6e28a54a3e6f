"""The order of a day, and the run over the days from the first event to the one asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.ledger.book import Book
from forbear.core.ledger.cycle import decide, deciding_day, make_statement
from forbear.core.ledger.events import Event
from forbear.core.ledger.happening import happen
from forbear.core.ledger.interest import RateSheet, accrue, bears_interest
from forbear.core.ledger.state import State
from forbear.core.ledger.terms import Terms

ONE_DAY = timedelta(days=1)
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Opening:
    """The state of an account as of a day: after its events and statement, before its interest."""

    on: date
    state: State


# charges whose reversal works from their own day on
CHARGED = frozenset(("purchase", "cash_advance", "transfer", "fee"))


def run(
    terms: Sequence[Terms],
    events: Sequence[Event],
    on: date,
    *,
    opening: Opening | None = None,
    limit: int | None = None,
    is_stepping: bool = False,
) -> Book:
    """Return the book of an account as of ``on``: after that day's events and statement.

    ``events`` are sorted by day; those after ``on`` are not known yet, and with an ``opening``
    all are after its day. Quiet stretches are jumped over; ``is_stepping`` takes every day by
    itself and comes to the same.
    """
    known = without_undone([event for event in events if event.on <= on])
    book = Book(opening.state if opening else State(), limit=limit)
    day = opening.on if opening else (known[0].on if known else on)
    walk = _Walk(book, _Clock(terms, day, is_begun=opening is not None), known)
    if opening is None:
        walk.live(day)
    while day < on:
        until = day + ONE_DAY if is_stepping else walk.next_stop(day, on)
        book.trace.principal_days += book.principal * (until - day).days
        if bears_interest(book, walk.clock.terms, day):
            accrue(book, walk.clock.terms, walk.clock.sheet, day, (until - day).days)
        day = until
        walk.live(day)
    return book


class _Walk:
    """A book on its way through the days."""

    def __init__(self, book: Book, clock: _Clock, events: Sequence[Event]) -> None:
        self._book = book
        self.clock = clock
        self._events = events
        self._index = 0
        self._next_on = _NEVER
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Note the day of the next event; none is left: no day is."""
        events, index = self._events, self._index
        self._next_on = events[index].on if index < len(events) else _NEVER

    def live(self, day: date) -> None:
        """Live through a day up to its statement, in the order that binds."""
        book, clock, events = self._book, self.clock, self._events
        if day >= clock.changes_on:
            clock.move(day)
        if not book.is_decided:
            deciding = deciding_day(book, clock.terms)
            if deciding is not None and deciding <= day:
                decide(book, clock.terms, day)
        while self._next_on <= day and self._index < len(events):
            happen(book, clock.terms, clock.sheet, events[self._index])
            self._index += 1
            self._look_ahead()
        if clock.statement_on == day:
            cycle = clock.terms.cycle
            # when terms move the statement day, a bill that is not decided yet comes first
            if cycle is not None and book.is_decided:
                make_statement(book, clock.terms, day, cycle.due_on(day))
            clock.next_statement(day)

    def next_stop(self, day: date, on: date) -> date:
        """Return the next day on which something may change; at most ``on``."""
        stop = self.clock.next_stop(self._book, day, on)
        return self._next_on if self._next_on < stop else stop  # noqa: FURB136 - as below


class _Clock:
    """The terms and rates of a day, and the next day on which anything but an event happens."""

    def __init__(self, terms: Sequence[Terms], day: date, *, is_begun: bool) -> None:
        self._all = terms
        self._index = 0
        self.terms = terms[0]
        self._move_terms(day)
        self._take_rates(day)
        self.statement_on: date | None = None
        # a day that is over has had its statement
        self.next_statement(day if is_begun else day - ONE_DAY)

    def move(self, day: date) -> None:
        """Take the terms and rates of ``day``, if they are others from ``changes_on`` on."""
        if day < self.changes_on:
            return
        if self._move_terms(day):
            self.next_statement(day - ONE_DAY)
        self._take_rates(day)

    def _move_terms(self, day: date) -> bool:
        start = self._index
        while self._index + 1 < len(self._all) and self._all[self._index + 1].since <= day:
            self._index += 1
        self.terms = self._all[self._index]
        return self._index != start

    def _take_rates(self, day: date) -> None:
        """Take the rates of ``day``, and note the first day on which others apply."""
        self.sheet = RateSheet.of(self.terms, day)
        through = self.sheet.through
        self.changes_on = date.max if through is None else through + ONE_DAY
        if self._index + 1 < len(self._all):
            self.changes_on = min(self.changes_on, self._all[self._index + 1].since)

    def next_statement(self, after: date) -> None:
        """Find the next statement day after a day."""
        cycle = self.terms.cycle
        self.statement_on = cycle.next_statement(after) if cycle is not None else None

    def next_stop(self, book: Book, day: date, on: date) -> date:
        """Return the next day on which something may change without an event; at most ``on``."""
        if self.terms.compounding == "daily":
            return day + ONE_DAY
        stop = on
        if self.statement_on is not None and self.statement_on < stop:
            stop = self.statement_on
        deciding = deciding_day(book, self.terms)
        if deciding is not None and day < deciding < stop:
            stop = deciding
        if self.changes_on < stop:  # noqa: PLR1730 - asked for each stretch: a call costs time
            stop = self.changes_on
        paused = book.interest_paused_until
        if paused is not None and day <= paused < stop:
            stop = paused + ONE_DAY
        return stop


def without_undone(events: Sequence[Event]) -> Sequence[Event]:
    """Leave out charges that are reversed, with their reversals: these work from their own day.

    So the interest that such a charge caused is gone as well. A payment that is reversed stays:
    its reversal has a day of its own.
    """
    reversed_ids = {event.of for event in events if event.kind == "reversal"}
    if not reversed_ids:
        return events
    undone = {
        event.event_id
        for event in events
        if event.kind in CHARGED and event.event_id in reversed_ids
    }
    return [event for event in events if event.event_id not in undone and event.of not in undone]
