"""The next best case: a call-back that is due, else the first open call of the day's queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.desk.holds import REST, hold_take, holds_free
from forbear.services.refusals import Refusal
from forbear.store.models import CaseHold, DayRun
from forbear.store.selectors.call_backs import call_back_next
from forbear.store.selectors.desk import place_next, places_ensure
from forbear.store.selectors.queue import QueueFilter

# so many cases are asked of the gate, or lost to a colleague, before one press gives up
TRIES = 25

NONE_OPEN = Refusal("NO_CASE_OPEN", "No call of this queue is open now.")


def case_next(
    asked: QueueFilter,
    *,
    run: DayRun,
    at: datetime,
    actor: str,
    can_call: Callable[[int], bool],
) -> CaseHold | Refusal:
    """Give ``actor`` the next case and take back the one they had.

    A call-back whose time has come is first, whatever part of the queue is asked for.

    ``can_call`` asks the gate about an account at this moment: what was permitted in the morning
    may not be now. A case that cannot be called rests for a while and the next one is tried.
    Refused while a call of theirs waits for its outcome, and when nothing is open.
    """
    places_ensure(run)
    if refusal := holds_free(at=at, actor=actor):
        return refusal
    skip: set[int] = set()
    for _try in range(TRIES):
        with transaction.atomic():
            place = call_back_next(at=at, actor=actor, skip=skip) or place_next(
                asked, run=run, at=at, actor=actor, skip=skip
            )
            if place is None:
                return NONE_OPEN
            skip.add(place.person_id)
            held = hold_take(account_id=place.account_id, at=at, actor=actor)
            if isinstance(held, Refusal):
                continue
            if can_call(place.account_id):
                return held
            held.until, held.rests_until = at, at + REST
            held.save(update_fields=["until", "rests_until"])
            audit_write(
                at=at,
                actor=actor,
                action="case.not_callable",
                subject="account",
                subject_id=place.account_id,
            )
    return NONE_OPEN
