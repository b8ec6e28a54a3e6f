from __future__ import annotations

from datetime import date

import pytest

from forbear.core.ledger.terms import Cycle, Minimum, Rate, Terms, terms_on


@pytest.mark.parametrize(
    ("day", "after", "expected"),
    [
        (31, date(2024, 1, 31), date(2024, 2, 29)),
        (31, date(2023, 1, 31), date(2023, 2, 28)),
        (31, date(2023, 2, 28), date(2023, 3, 31)),
        (31, date(2023, 3, 31), date(2023, 4, 30)),
        (10, date(2023, 12, 10), date(2024, 1, 10)),
        (10, date(2023, 12, 9), date(2023, 12, 10)),
        (29, date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_a_statement_day_is_the_last_of_a_short_month(
    day: int, after: date, expected: date
) -> None:
    assert Cycle(day, due_days=20).next_statement(after) == expected


@pytest.mark.parametrize(
    ("due_day", "statement", "due"),
    [
        (30, date(2026, 3, 10), date(2026, 3, 30)),
        (30, date(2026, 2, 10), date(2026, 2, 28)),
        (5, date(2026, 12, 10), date(2027, 1, 5)),
        (10, date(2026, 3, 10), date(2026, 3, 10)),
    ],
)
def test_a_due_day_is_on_or_after_the_statement(due_day: int, statement: date, due: date) -> None:
    assert Cycle(10, due_day=due_day).due_on(statement) == due


def test_a_month_is_a_twelfth_of_a_year() -> None:
    assert Rate(150_000_000, "month", 365).fraction(date(2026, 1, 1)) == (1_800_000_000, 365)
    assert Rate(150_000_000, "month", 365).yearly_e10(date(2026, 1, 1)) == 1_800_000_000


def test_the_actual_basis_knows_leap_years() -> None:
    rate = Rate(1_000_000_000, "year", None)
    assert [rate.fraction(date(y, 2, 1))[1] for y in (2023, 2024, 2100, 2000)] == [
        365,
        366,
        365,
        366,
    ]


def test_an_introductory_rate_ends_after_its_last_day() -> None:
    rate = Rate(0, "day", None, date(2026, 6, 30), 5_000_000)
    assert rate.on(date(2026, 6, 30)) == 0
    assert rate.on(date(2026, 7, 1)) == 5_000_000


def test_the_newest_terms_that_began_are_in_force() -> None:
    def terms(since: date) -> Terms:
        return Terms(since=since, currency="CNY", rates={"purchase": Rate(0)}, minimum=Minimum(()))

    first, second = terms(date(2024, 1, 1)), terms(date(2025, 1, 1))
    assert terms_on((first, second), date(2024, 12, 31)) is first
    assert terms_on((first, second), date(2025, 1, 1)) is second
    assert second.rate("cash_advance") is second.rates["purchase"]
