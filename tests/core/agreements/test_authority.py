from __future__ import annotations

from datetime import date

import pytest

from forbear.core.agreements.authority import Limit, Wish, above_authority, limits_on

OLD, NEW = date(2026, 1, 1), date(2026, 6, 1)
LEAD = Limit("team_lead", "settlement", OLD, share_bp=4000, amount_minor=100_000)


@pytest.mark.parametrize(
    ("roles", "waived", "above"),
    [
        (["team_lead"], 40_000, ()),
        (["team_lead"], 40_001, ("ABOVE_SHARE",)),
        (["collector"], 1, ("NO_AUTHORITY",)),
        ([], 0, ("NO_AUTHORITY",)),
    ],
)
def test_one_role_has_to_cover_all_of_it(
    roles: list[str], waived: int, above: tuple[str, ...]
) -> None:
    assert above_authority([LEAD], roles, Wish("settlement", "USD", 100_000, waived)) == above


def test_amount_and_months_bound_as_well() -> None:
    limit = Limit("a", "installment", OLD, amount_minor=10, months=12, currency="USD")
    wish = Wish("installment", "USD", 1_000_000, waived_minor=11, months=13)
    assert above_authority([limit], ["a"], wish) == ("ABOVE_AMOUNT", "ABOVE_MONTHS")
    other = Wish("installment", "CNY", 1, months=1)
    assert above_authority([limit], ["a"], other) == ("NO_AUTHORITY",)


def test_the_latest_limit_in_force_counts_and_one_can_be_withdrawn() -> None:
    later = Limit("team_lead", "settlement", NEW, share_bp=1000)
    gone = Limit("team_lead", "settlement", date(2026, 9, 1), is_withdrawn=True)
    every = [later, LEAD, gone]
    assert limits_on(every, OLD) == [LEAD]
    assert limits_on(every, NEW) == [later]
    assert limits_on(every, date(2026, 12, 1)) == []
    assert limits_on(every, date(2025, 1, 1)) == []


def test_of_two_since_the_same_day_the_one_written_later_counts() -> None:
    again = Limit("team_lead", "settlement", OLD, share_bp=1)
    assert limits_on([LEAD, again], OLD) == [again]
