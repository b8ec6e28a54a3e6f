"""The late fee: how much, of what, and when it is a repeated one."""

from __future__ import annotations

import pytest

from forbear.core.ledger.terms import LateFee
from tests.core.ledger.make import at, event, terms

BOUGHT = event("purchase", "2026-03-05", 1_000_000)


@pytest.mark.parametrize(("cycles", "charged"), [(1, 3000), (2, 4100), (3, 4100)])
def test_a_late_fee_is_a_repeated_one_within_so_many_statements(cycles: int, charged: int) -> None:
    given = terms(late_fee=LateFee(fixed_minor=3000, repeat_minor=4100, repeat_cycles=cycles))
    # a late fee on 1 March; statements on 10 March and 10 April; the second one is not paid
    before = event("fee", "2026-03-01", 3000, component="late_fee")
    paid = event("payment", "2026-03-01", 3000)
    book = at("2026-05-04", before, paid, event("purchase", "2026-04-01", 50_000), given=given)
    assert [line.amount_minor for line in book.trace.fees] == [3000, charged]


@pytest.mark.parametrize(
    ("fee", "charged", "term"),
    [
        (LateFee(rate_e10=500_000_000), 5000, "late_fee.rate"),
        (LateFee(rate_e10=500_000_000, floor_minor=6000), 6000, "late_fee.floor_minor"),
        (LateFee(rate_e10=500_000_000, cap_minor=4000), 4000, "late_fee.cap_minor"),
        (LateFee(fixed_minor=7000), 7000, "late_fee.fixed_minor"),
        (LateFee(fixed_minor=200_000, not_above="minimum"), 100_000, "late_fee.not_above"),
    ],
)
def test_a_late_fee_says_what_decided_it(fee: LateFee, charged: int, term: str) -> None:
    (line,) = at("2026-04-03", BOUGHT, given=terms(late_fee=fee)).trace.fees
    assert (line.amount_minor, line.term) == (charged, term)


def test_a_late_fee_on_overdue_principal_leaves_charges_out() -> None:
    given = terms(late_fee=LateFee(rate_e10=500_000_000, of="overdue_principal"))
    lines = at("2026-05-04", BOUGHT, given=given).trace.fees
    # of 2,130.00 unpaid, 230.00 are interest and a fee
    assert [line.base_minor for line in lines] == [100_000, 190_000]


def test_a_shortfall_of_the_grace_amount_costs_no_late_fee() -> None:
    near = event("payment", "2026-03-30", 99_000)
    assert at("2026-04-03", BOUGHT, near).late_fee == 0
    less = event("payment", "2026-03-30", 98_999)
    assert at("2026-04-03", BOUGHT, less).late_fee == 50
