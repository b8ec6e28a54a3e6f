"""What an account will have come to, before anything is booked."""

from __future__ import annotations

from datetime import date

from forbear.core.ledger.bulk import Holder, Past
from forbear.core.ledger.day import run
from forbear.core.ledger.foresight import foreseen
from tests.core.ledger.make import event, terms

BOUGHT = event("purchase", "2026-03-05", 1_000_000)
WAITS = event("purchase", "2026-03-20", 5_000)
AS_OF = date(2026, 3, 15)
STATE = run([terms()], [BOUGHT], AS_OF).state()
HOLDER = Holder(1, "p", date(2026, 3, 14))


def test_an_event_ahead_is_lived_through_with_what_waits() -> None:
    paid = event("payment", "2026-04-05", 1_000)
    book = foreseen(
        HOLDER, STATE, waiting=[WAITS], new=[paid], terms=[terms()], past={}.__getitem__
    )
    assert book.state() == run([terms()], [BOUGHT, WAITS, paid], paid.on).state()
    # the late fee of that week comes before the payment, which settles it
    assert book.trace.settled[paid.event_id].parts == {"late_fee": 1_000}


def test_an_event_that_lies_behind_makes_the_account_begin_again() -> None:
    paid = event("payment", "2026-03-10", 1_000)
    past = {1: Past([BOUGHT, WAITS])}.__getitem__
    book = foreseen(HOLDER, STATE, waiting=[WAITS], new=[paid], terms=[terms()], past=past)
    assert book.state() == run([terms()], [BOUGHT, paid], paid.on).state()
