"""Rows that the columns do not compute: one account after the other, by the plain day.

What is rare (reversals, waivers, plans, pauses, charge-offs), what 64 bits do not hold, and what
comes after its day was worked out. The plain day is the same that answers what is owed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.book import Book
from forbear.core.ledger.bulk.frames import (
    DUES,
    POSTINGS,
    REFUSED,
    STATEMENTS,
    STATES,
    Holder,
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
    """What came of the rows: frames as the columns give them."""

    states: pl.DataFrame
    dues: pl.DataFrame
    postings: pl.DataFrame
    statements: pl.DataFrame
    refused: pl.DataFrame


def work_singly(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    events: Sequence[tuple[int, Event]],
    *,
    on: date,
    terms: Sequence[Terms],
    recall: frozenset[int],
    past: Recall,
) -> Worked:
    """Work out a day for each row by itself; those in ``recall`` from all that is known of them.

    ``OverflowError`` with the account if its amounts do not fit the columns.
    """
    after: list[tuple[Holder, State]] = []
    postings: list[dict[str, object]] = []
    statements: list[dict[str, object]] = []
    refused: list[dict[str, object]] = []
    for holder, state in states_of(states, dues):
        own = [event for account_id, event in events if account_id == holder.account_id]
        as_of = holder.accrued_through + _ONE_DAY
        given = Past(own, Opening(as_of, state))
        if holder.account_id in recall:
            given = past(holder.account_id)
        book = run(terms, given.events, on, opening=given.opening, limit=holder.credit_limit)
        through = max(holder.accrued_through, on - _ONE_DAY)
        after.append((_through(holder, through), book.state()))
        account = {"account_id": holder.account_id}
        postings += [account | posting for posting in _changes(state, book, on)]
        statements += [account | made for made in _statements(book, on)]
        refused += [
            account | {"event_id": each.event_id, "code": each.code}
            for each in book.trace.refused
            if holder.account_id not in recall or each.event_id in {e.event_id for e in own}
        ]
    new_states, new_dues = frames_of(after)
    return Worked(
        joined([new_states], STATES),
        joined([new_dues], DUES),
        pl.DataFrame(postings, schema=POSTINGS),
        pl.DataFrame(statements, schema=STATEMENTS),
        pl.DataFrame(refused, schema=REFUSED),
    )


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
        done.append((_through(holder, through), book.state()))
    return frames_of(done)[0]


def _through(holder: Holder, day: date) -> Holder:
    return Holder(holder.account_id, holder.product, day, holder.credit_limit)


def _changes(before: State, book: Book, on: date) -> list[dict[str, object]]:
    """Return by how much each part of what is owed changed, all causes together."""
    found: list[dict[str, object]] = []
    for bucket in (*BUCKETS, "credit"):
        change = getattr(book, bucket) - getattr(before, bucket)
        if bucket == "credit":
            change = -change
        if change:
            is_lot = bucket in LOTS
            found.append(
                {
                    "on": on,
                    "step": LAST_STEP,
                    "kind": "single",
                    "component": "principal" if is_lot else bucket,
                    "lot": bucket if is_lot else "",
                    "amount_minor": change,
                    "event_id": None,
                }
            )
    return found


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
