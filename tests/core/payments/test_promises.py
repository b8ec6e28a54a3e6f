"""A promise is judged the day after its day, and by what was paid until then."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.payments.promises import promise_state

PAY_ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("paid_minor", "on", "expected"),
    [
        (0, date(2026, 3, 9), "open"),
        (0, date(2026, 3, 10), "open"),
        (0, date(2026, 3, 11), "broken"),
        (1, date(2026, 3, 10), "open"),
        (1, date(2026, 3, 11), "part_kept"),
        (4999, date(2026, 3, 11), "part_kept"),
        (5000, date(2026, 3, 9), "kept"),
        (5000, date(2026, 3, 11), "kept"),
        (9000, date(2026, 4, 1), "kept"),
    ],
)
def test_a_promise_is_kept_part_kept_or_broken(paid_minor: int, on: date, expected: str) -> None:
    found = promise_state(amount_minor=5000, pay_on=PAY_ON, paid_minor=paid_minor, on=on)
    assert found == expected


def test_more_money_never_makes_it_worse() -> None:
    order = ["broken", "part_kept", "open", "kept"]
    for on in (date(2026, 3, 10), date(2026, 3, 11)):
        states = [
            order.index(promise_state(amount_minor=5000, pay_on=PAY_ON, paid_minor=paid, on=on))
            for paid in range(0, 6000, 500)
        ]
        assert states == sorted(states)
