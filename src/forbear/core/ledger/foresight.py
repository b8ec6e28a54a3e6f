"""What an account will have come to by a day, with events that nobody has booked yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from forbear.core.ledger.book import Book
from forbear.core.ledger.bulk.frames import Holder
from forbear.core.ledger.bulk.singles import Recall
from forbear.core.ledger.day import Opening, run
from forbear.core.ledger.events import Event
from forbear.core.ledger.state import State
from forbear.core.ledger.terms import Terms

_ONE_DAY = timedelta(days=1)


def foreseen(
    holder: Holder,
    state: State,
    *,
    waiting: Sequence[Event],
    new: Sequence[Event],
    terms: Sequence[Terms],
    past: Recall,
) -> Book:
    """Return the book as of the last day of ``new``, which happen after what was booked before.

    ``waiting`` are the events that were booked and are not in ``state`` yet. As on a night, a
    reversal and an event of a day that lies behind have the account begin again from all that is
    known of it: ``past``.
    """
    as_of = holder.accrued_through + _ONE_DAY
    through = max(event.on for event in new)
    opening: Opening | None = Opening(as_of, state)
    before = waiting
    if any(event.on <= as_of or event.kind == "reversal" for event in [*waiting, *new]):
        known = past(holder.account_id)
        before, opening = known.events, known.opening
    events = sorted([*before, *new], key=lambda event: event.on)
    return run(terms, events, through, opening=opening, limit=holder.credit_limit)
