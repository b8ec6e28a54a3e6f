"""Rows that the columns do not compute: one account after the other, by the plain day.

What is rare (reversals, waivers, plans, pauses, charge-offs), what 64 bits do not hold, and what
comes after its day was worked out. The plain day is the same that answers what is owed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.allocation import INTEREST
from forbear.core.ledger.book import Book
from forbear.core.ledger.bulk.frames import (
    DUES,
    POSTINGS,
    REFUSED,
    SINGLES,
    STATEMENTS,
    STATES,
    Holder,
    check_fits,
    frames_of,
    joined,
    states_of,
)
from forbear.core.ledger.bulk.part import BUCKETS, LAST_STEP
from forbear.core.ledger.day import Opening, run
from forbear.core.ledger.events import Event
from forbear.core.ledger.interest import RateSheet, accrue, bears_interest
from forbear.core.ledger.state import LOTS, State
from forbear.core.ledger.terms import Terms, terms_on

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Past:
    """All that is known of an account: its events, and the state that it was taken over with."""

    events: Sequence[Event]
    opening: Opening | None = None


# What is known of an account, with the events of the day. ``LookupError`` if it cannot be had.
Recall = Callable[[int], Past]


@dataclass(slots=True)
class Worked:
    """What came of the rows, as frames like those of the columns.

    ``held`` were left as they are, with the reason.
    """

    states: pl.DataFrame
    dues: pl.DataFrame
    postings: pl.DataFrame
    statements: pl.DataFrame
    refused: pl.DataFrame
    held: pl.DataFrame


def work_singly(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    events: Sequence[tuple[int, Event]],
    *,
    on: date,
    terms: Sequence[Terms],
    past: Recall,
) -> Worked:
    """Work out a day for each row by itself.

    A reversal, and an event of a day that the account has behind it, make it begin again from all
    that is known of it. A row whose amounts the columns cannot hold afterwards is held.
    """
    after: list[tuple[Holder, State]] = []
    postings: list[dict[str, object]] = []
    statements: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    held: list[dict[str, object]] = []
    for holder, state in states_of(states, dues):
        own = [event for account_id, event in events if account_id == holder.account_id]
        account: dict[str, object] = {"account_id": holder.account_id}
        lived = _live(holder, state, own, on=on, terms=terms, past=past)
        try:
            check_fits(holder, lived.book.state())
        except OverflowError as error:
            after.append((holder, state))
            held.append(account | {"why": str(error)})
            continue
        through = max(holder.accrued_through, on - _ONE_DAY)
        after.append((replace(holder, accrued_through=through), lived.book.state()))
        postings += [account | posting for posting in _changes(state, lived, on)]
        if holder.accrued_through < on - _ONE_DAY:  # what was stated before stays as it was told
            statements += [account | made for made in _statements(lived.book, on)]
        new = {event.event_id for event in own}
        refused += [
            account | {"event_id": each.event_id, "code": each.code}
            for each in lived.book.trace.refused
            if each.event_id in new
        ]
    new_states, new_dues = frames_of(after)
    return Worked(
        joined([new_states], STATES),
        joined([new_dues], DUES),
        pl.DataFrame(postings, schema=POSTINGS),
        pl.DataFrame(statements, schema=STATEMENTS),
        pl.DataFrame(refused, schema=REFUSED),
        pl.DataFrame(held, schema=SINGLES),
    )


@dataclass(frozen=True, slots=True)
class _Lived:
    """A book after the day, and what nights had charged on the account before it."""

    book: Book
    own: Sequence[Event]
    charged_before: Mapping[str, int]


def _live(
    holder: Holder,
    state: State,
    own: Sequence[Event],
    *,
    on: date,
    terms: Sequence[Terms],
    past: Recall,
) -> _Lived:
    as_of, limit = holder.accrued_through + _ONE_DAY, holder.credit_limit
    is_late = any(event.on <= as_of for event in own)
    if not is_late and not any(event.kind == "reversal" for event in own):
        book = run(terms, sorted(own, key=_day), on, opening=Opening(as_of, state), limit=limit)
        return _Lived(book, own, {})
    known = past(holder.account_id)
    new = {event.event_id for event in own}
    before = [event for event in known.events if event.event_id not in new]
    then = run(terms, before, as_of, opening=known.opening, limit=limit)
    book = run(terms, known.events, max(on, as_of), opening=known.opening, limit=limit)
    return _Lived(book, own, _charged(then, before))


def _day(event: Event) -> date:
    return event.on


def _charged(book: Book, events: Iterable[Event]) -> dict[str, int]:
    """Return what the days charged by themselves: interest, and late fees that no event brought."""
    charged = {name: book.trace.charged[name] for name in (*INTEREST, "late_fee")}
    refused = {each.event_id for each in book.trace.refused}
    undone = {event.of for event in events if event.kind == "reversal"}
    charged["late_fee"] -= sum(
        event.amount_minor
        for event in events
        if event.component == "late_fee"
        and event.kind == "fee"
        and event.event_id not in refused | undone
    )
    return charged


def quiet_singly(states: pl.DataFrame, *, terms: Sequence[Terms], on: date) -> pl.DataFrame:
    """Return rows as of a day to which nothing happened since the day that they are as of."""
    done: list[tuple[Holder, State]] = []
    for holder, state in states_of(states, joined([], DUES)):
        book = Book(state)
        day = holder.accrued_through + _ONE_DAY
        while day < on:
            in_force = terms_on(terms, day)
            if bears_interest(book, in_force, day):
                accrue(book, in_force, RateSheet.of(in_force, day), day, 1)
            day += _ONE_DAY
        through = max(holder.accrued_through, on - _ONE_DAY)
        done.append((replace(holder, accrued_through=through), book.state()))
    return frames_of(done)[0]


def _changes(before: State, lived: _Lived, on: date) -> list[dict[str, object]]:
    """Return what the day charged by itself, and by how much else each part changed."""
    book = lived.book
    known = {event.event_id: event for event in lived.own}
    charged = _charged(book, known.values())
    charged = {name: amount - lived.charged_before.get(name, 0) for name, amount in charged.items()}
    found = [
        _posting("late_fee" if name == "late_fee" else "interest", name, amount, on)
        for name, amount in charged.items()
    ]
    for bucket in BUCKETS:
        change = getattr(book, bucket) - getattr(before, bucket) - charged.get(bucket, 0)
        found.append(_posting("single", bucket, change, on))
    found.append(_posting("single", "credit", before.credit - book.credit, on))
    return [posting for posting in found if posting["amount_minor"]]


def _posting(kind: str, bucket: str, amount: int, on: date) -> dict[str, object]:
    is_lot = bucket in LOTS
    return {
        "on": on,
        "step": LAST_STEP,
        "kind": kind,
        "component": "principal" if is_lot else bucket,
        "lot": bucket if is_lot else "",
        "amount_minor": amount,
        "event_id": None,
    }


def _statements(book: Book, on: date) -> list[dict[str, object]]:
    return [
        {
            "on": made.statement_on,
            "due_on": made.due_on,
            "balance_minor": made.balance,
            "minimum_minor": made.minimum,
            "past_due_minor": made.past_due,
        }
        for made in book.trace.statements
        if made.statement_on == on
    ]
