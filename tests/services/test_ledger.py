"""Booking: once for a key, balanced, in the right currency, never in a closed period."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from forbear.core.ledger.books import Leg, Part, legs_of
from forbear.services.ledger import (
    period_lock,
    request_hash_of,
    transaction_post,
    transaction_reverse,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, LedgerTransaction, PeriodLock, Posting
from forbear.store.selectors.ledger import balance_list, first_open_day
from tests.store.make import account

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db
FEE = legs_of("fee", [Part("late_fee", 2900)])


def post(owed: Account | None, key: str = "k1", **given: object) -> LedgerTransaction | Refusal:
    return transaction_post(
        **{
            "key": key,
            "kind": "fee",
            "on": ON,
            "currency": "USD",
            "legs": FEE,
            "at": AT,
            "actor": "ada",
            "account_id": owed.pk if owed else None,
            **given,
        }
    )


def done(found: LedgerTransaction | Refusal) -> LedgerTransaction:
    assert isinstance(found, LedgerTransaction), found
    return found


def code(found: object) -> str:
    assert isinstance(found, Refusal)
    return found.code


def owed_of(owed: Account, on: date = ON) -> dict[str, int]:
    return {row.component: row.owed_minor for row in balance_list(as_of=on, account_ids=[owed.pk])}


def test_a_transaction_is_booked_with_its_day_its_hour_and_an_audit_entry() -> None:
    owed = account()
    made = done(post(owed, value_on=ON - DAY, note="late"))
    assert (made.on, made.value_on, made.posted_at, made.actor) == (ON, ON - DAY, AT, "ada")
    assert owed_of(owed) == {"late_fee": 2900}
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id) == ("ledger.posted", made.pk)
    assert entry.data["owed_minor"] == 2900


def test_the_same_key_and_content_give_the_same_transaction_again() -> None:
    owed = account()
    assert done(post(owed)).pk == done(post(owed)).pk
    assert Posting.objects.count() == 2
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"legs": legs_of("fee", [Part("late_fee", 2901)])},
        {"legs": legs_of("fee", [Part("other_fee", 2900)])},
        {"on": ON + DAY},
        {"value_on": ON - DAY},
        {"kind": "interest"},
        {"note": "another"},
        {"request_hash": request_hash_of({"asked": "otherwise"})},
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(given: dict[str, object]) -> None:
    owed = account()
    post(owed)
    assert code(post(owed, **given)) == "IDEMPOTENCY_CONFLICT"
    assert owed_of(owed) == {"late_fee": 2900}


def test_the_same_key_for_another_account_is_a_conflict() -> None:
    post(account())
    assert code(post(account())) == "IDEMPOTENCY_CONFLICT"


def test_a_callers_own_hash_decides_whether_it_is_the_same_request() -> None:
    owed = account()
    same = request_hash_of({"file": "a", "entry": 1})
    first = done(post(owed, request_hash=same))
    again = done(post(owed, request_hash=same, on=ON + DAY, note="tried again a day later"))
    assert first.pk == again.pk


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"legs": FEE[:1]}, "UNBALANCED"),
        ({"legs": ()}, "UNBALANCED"),
        ({"currency": "EUR"}, "WRONG_CURRENCY"),
        ({"account_id": 0}, "ACCOUNT_UNKNOWN"),
        ({"account_id": None}, "ACCOUNT_MISSING"),
    ],
)
def test_what_cannot_be_booked_is_refused_with_its_code(
    given: dict[str, object], expected: str
) -> None:
    assert code(post(account(), **given)) == expected
    assert not LedgerTransaction.objects.exists()
    assert not AuditEntry.objects.exists()


def test_money_of_nobody_waits_in_suspense_and_is_matched_from_there() -> None:
    owed = account()
    came = legs_of("suspense_in", [Part("payment", 2900)])
    done(post(None, "bank-1", kind="suspense_in", legs=came))
    post(owed, "fee-1")
    paid = legs_of("payment", [Part("late_fee", 2900)], source="suspense")
    done(post(owed, "match-1", kind="payment", legs=paid))
    assert owed_of(owed) == {}
    rest = Posting.objects.filter(book="suspense", account=None)
    assert sum(row.amount_minor for row in rest) == 0


def test_a_reversal_restores_every_component_and_happens_once() -> None:
    owed = account()
    post(owed, "fee-1")
    parts = [Part("late_fee", 1000), Part("credit", 500)]
    paid = done(post(owed, "pay-1", kind="payment", legs=legs_of("payment", parts)))
    before = owed_of(owed)
    given = {"transaction_id": paid.pk, "on": ON + DAY, "at": AT, "actor": "ada"}
    undone = done(transaction_reverse(key="r1", reason="returned by the bank", **given))
    assert (undone.kind, undone.reverses_id) == ("reversal", paid.pk)
    assert owed_of(owed) == before
    assert owed_of(owed, ON + DAY) == {"late_fee": 2900}
    again = done(transaction_reverse(key="r1", reason="returned by the bank", **given))
    assert again.pk == undone.pk
    assert code(transaction_reverse(key="r2", reason="again", **given)) == "ALREADY_REVERSED"
    assert code(transaction_reverse(key="r1", reason="other", **given)) == "IDEMPOTENCY_CONFLICT"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"transaction_id": 0}, "TRANSACTION_UNKNOWN"),
        ({"reason": " "}, "REASON_MISSING"),
        ({"on": ON - DAY}, "REVERSAL_BEFORE"),
    ],
)
def test_a_reversal_that_cannot_be_is_refused(given: dict[str, object], expected: str) -> None:
    made = done(post(account()))
    found = transaction_reverse(
        **{
            "transaction_id": made.pk,
            "key": "r1",
            "on": ON,
            "at": AT,
            "actor": "a",
            "reason": "wrong",
            **given,
        }
    )
    assert code(found) == expected


def test_a_reversal_can_itself_be_reversed() -> None:
    owed = account()
    made = done(post(owed))
    given = {"on": ON, "at": AT, "actor": "a", "reason": "by mistake"}
    undone = done(transaction_reverse(transaction_id=made.pk, key="r1", **given))
    done(transaction_reverse(transaction_id=undone.pk, key="r2", **given))
    assert owed_of(owed) == {"late_fee": 2900}


def test_a_closed_period_refuses_and_names_the_first_open_day() -> None:
    owed = account()
    made = done(post(owed, "before"))
    assert isinstance(period_lock(locked_through=ON, at=AT, actor="ada"), PeriodLock)
    refused = post(owed, "late")
    assert code(refused) == "PERIOD_LOCKED"
    assert isinstance(refused, Refusal)
    assert "2026-03-13" in refused.text
    assert first_open_day(ON) == ON + DAY
    assert first_open_day(ON + DAY * 9) == ON + DAY * 9
    late = done(post(owed, "late", on=first_open_day(ON), value_on=ON))
    assert (late.on, late.value_on) == (ON + DAY, ON)
    found = transaction_reverse(
        transaction_id=made.pk, key="r", on=ON, at=AT, actor="a", reason="wrong"
    )
    assert code(found) == "PERIOD_LOCKED"
    # what is in the books already is given again, closed or not
    assert done(post(owed, "before")).pk == made.pk


def test_a_lock_that_changes_nothing_is_refused_and_an_earlier_day_opens() -> None:
    owed = account()
    period_lock(locked_through=ON, at=AT, actor="ada")
    assert code(period_lock(locked_through=ON, at=AT, actor="ada")) == "LOCK_AS_BEFORE"
    period_lock(locked_through=ON - DAY, at=AT, actor="ada", note="a late file")
    done(post(owed))
    assert AuditEntry.objects.filter(action="ledger.locked").count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_account_is_left_locked_after_booking_good_or_refused() -> None:
    owed = account()
    done(post(owed))
    code(post(owed, "k2", currency="EUR"))
    code(post(owed, "k1", note="other"))
    period_lock(locked_through=ON - DAY, at=AT, actor="a")
    found: list[object] = []

    def another() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                    " WHERE locktype = 'advisory' AND d.datname = current_database()"
                )
                found.append(cursor.fetchone())
            with transaction.atomic():
                locked = Account.objects.select_for_update(nowait=True).get(pk=owed.pk)
                found.append(locked.pk)
            found.append(type(period_lock(locked_through=ON, at=AT, actor="b")).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=another)
    thread.start()
    thread.join(timeout=30)
    assert found == [(0,), owed.pk, "PeriodLock"]


@pytest.mark.django_db(transaction=True)
def test_two_who_book_under_one_key_at_once_book_once() -> None:
    owed = account()
    start = threading.Barrier(2)
    found: list[LedgerTransaction | Refusal] = []

    def one(legs: tuple[Leg, ...]) -> None:
        try:
            start.wait(timeout=30)
            found.append(post(owed, "same", legs=legs))
        finally:
            connection.close()

    other = legs_of("fee", [Part("late_fee", 1)])
    threads = [threading.Thread(target=one, args=(legs,)) for legs in (FEE, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(one).__name__ for one in found) == ["LedgerTransaction", "Refusal"]
    assert LedgerTransaction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_period_is_not_closed_under_whoever_is_booking() -> None:
    owed = account()
    order: list[str] = []
    is_waiting = threading.Event()

    def close() -> None:
        try:
            is_waiting.set()
            period_lock(locked_through=ON, at=AT, actor="a")
            order.append("closed")
        finally:
            connection.close()

    closer = threading.Thread(target=close)
    with transaction.atomic():
        done(post(owed))
        closer.start()
        assert is_waiting.wait(timeout=30)
        order.append("booked")
    closer.join(timeout=30)
    assert order == ["booked", "closed"]
    assert code(post(owed, "late")) == "PERIOD_LOCKED"
