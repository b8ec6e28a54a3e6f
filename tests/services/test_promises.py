from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.services.promises import promise_record
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Promise
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
