from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.services.payments.returning import payment_return
from forbear.services.payments.taking import payment_take
from forbear.services.promises import promise_record, promises_settle
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, Payment, Promise
from tests.store.make import account, person

# Still the 12th in New York, already the 13th in Shanghai.
AT = datetime(2026, 3, 13, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def record(owed: Account, pay_on: date, amount_minor: int = 5000) -> str | None:
    found = promise_record(
        account_id=owed.pk, amount_minor=amount_minor, pay_on=pay_on, made_at=AT, actor="a"
    )
    return found.code if isinstance(found, Refusal) else None


@pytest.mark.parametrize(
    ("zone", "day", "code"),
    [
        ("America/New_York", 11, "PROMISE_IN_THE_PAST"),
        ("America/New_York", 12, None),
        ("America/New_York", 15, None),
        ("America/New_York", 16, "PROMISE_TOO_FAR"),
        ("Asia/Shanghai", 12, "PROMISE_IN_THE_PAST"),
        ("Asia/Shanghai", 16, None),
        (None, 16, None),
    ],
)
def test_a_promise_is_at_most_three_days_ahead_where_the_cardholder_is(
    zone: str | None, day: int, code: str | None
) -> None:
    assert record(account(person(time_zones=zone)), date(2026, 3, day)) == code
    assert Promise.objects.count() == (1 if code is None else 0)


@pytest.mark.parametrize(
    ("amount_minor", "code"),
    [
        (0, "PROMISE_WITHOUT_AMOUNT"),
        (-1, "PROMISE_WITHOUT_AMOUNT"),
        (540_000, None),
        (540_001, "PROMISE_ABOVE_BALANCE"),
    ],
)
def test_a_promise_has_an_amount_that_is_owed(amount_minor: int, code: str | None) -> None:
    assert record(account(), date(2026, 3, 13), amount_minor) == code


def test_one_account_has_one_open_promise() -> None:
    owed = account()
    assert record(owed, date(2026, 3, 13)) is None
    assert record(owed, date(2026, 3, 13)) == "PROMISE_OPEN"
    Promise.objects.update(state="kept")
    assert record(owed, date(2026, 3, 13)) is None


PAY_ON = date(2026, 3, 14)


def promised(amount_minor: int = 5000, state: str = "open") -> Promise:
    return Promise.objects.create(
        account=account(), amount_minor=amount_minor, pay_on=PAY_ON, made_at=AT, state=state
    )


def pay(promise: Promise, amount_minor: int, value_on: date) -> Payment:
    found = payment_take(
        account_id=promise.account_id,
        amount_minor=amount_minor,
        currency="USD",
        value_on=value_on,
        key=f"k{Payment.objects.count()}",
        source="desk",
        on=value_on,
        at=AT,
        actor="a",
    )
    assert isinstance(found, Payment)
    promise.refresh_from_db()
    return found


def settle(promise: Promise, on: date) -> str:
    promises_settle(on=on, at=AT, actor="a")
    promise.refresh_from_db()
    return promise.state


@pytest.mark.parametrize(
    ("payments", "at_once", "the_day_after"),
    [
        ([], "open", "broken"),
        ([(5000, 14)], "kept", "kept"),
        ([(2000, 12), (3000, 14)], "kept", "kept"),
        ([(4999, 14)], "open", "part_kept"),
        ([(5000, 15)], "open", "broken"),
        ([(1, 13), (5000, 15)], "open", "part_kept"),
        ([(5000, 11)], "open", "broken"),
    ],
)
def test_a_promise_is_judged_the_day_after_by_what_was_paid_until_its_day(
    payments: list[tuple[int, int]], at_once: str, the_day_after: str
) -> None:
    promise = promised()
    for amount_minor, day in payments:
        pay(promise, amount_minor, date(2026, 3, day))
    assert promise.state == at_once
    assert settle(promise, PAY_ON) == at_once
    assert settle(promise, date(2026, 3, 15)) == the_day_after
    assert AuditEntry.objects.filter(action=f"promise.{the_day_after}").count() == 1


def test_money_that_was_paid_in_time_and_comes_late_makes_a_judgement_better() -> None:
    promise = promised()
    assert settle(promise, date(2026, 3, 15)) == "broken"
    pay(promise, 1000, PAY_ON)
    assert promise.state == "part_kept"
    pay(promise, 4000, PAY_ON)
    assert promise.state == "kept"


def test_a_promise_whose_payment_went_back_is_not_kept() -> None:
    promise = promised()
    payment = pay(promise, 5000, PAY_ON)
    assert promise.state == "kept"
    payment_return(payment_id=payment.pk, on=date(2026, 3, 20), at=AT, actor="a", reason="AM04")
    promise.refresh_from_db()
    assert promise.state == "broken"


def test_a_cancelled_promise_is_left_alone() -> None:
    promise = promised(state="cancelled")
    pay(promise, 5000, PAY_ON)
    assert settle(promise, date(2026, 3, 15)) == "cancelled"


@pytest.mark.parametrize(
    ("broken", "day", "code"),
    [
        (0, 15, None),
        (0, 16, "PROMISE_TOO_FAR"),
        (1, 14, None),
        (1, 15, "PROMISE_TOO_FAR"),
        (2, 13, None),
        (2, 14, "PROMISE_TOO_FAR"),
        (3, 12, "PROMISES_EXHAUSTED"),
        (9, 12, "PROMISES_EXHAUSTED"),
    ],
)
def test_the_window_shrinks_with_each_broken_promise(
    broken: int, day: int, code: str | None
) -> None:
    owed = account()
    for number in range(broken):
        Promise.objects.create(
            account=owed,
            amount_minor=1,
            pay_on=date(2026, 1, 1 + number),
            made_at=AT,
            state="broken",
        )
    Promise.objects.create(
        account=owed, amount_minor=1, pay_on=date(2025, 1, 1), made_at=AT, state="broken"
    )
    Promise.objects.create(
        account=owed, amount_minor=1, pay_on=date(2026, 1, 1), made_at=AT, state="part_kept"
    )
    assert record(owed, date(2026, 3, day)) == code
