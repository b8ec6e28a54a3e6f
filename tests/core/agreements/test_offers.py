from __future__ import annotations

from datetime import date

import pytest

from forbear.core.agreements.offers import (
    BINDING,
    OFFER_STATES,
    OfferTerms,
    may_become,
    months_until,
    wish_of,
)

ON = date(2026, 3, 1)


def test_what_binds_us_never_becomes_anything_that_does_not() -> None:
    for state in BINDING:
        assert {to for to in OFFER_STATES if may_become(state, to)} <= set(BINDING)


@pytest.mark.parametrize("state", ["refused", "declined", "withdrawn", "expired"])
def test_what_has_ended_stays_so(state: str) -> None:
    assert not any(may_become(state, to) for to in OFFER_STATES)


@pytest.mark.parametrize(
    ("terms", "waived", "months"),
    [
        (OfferTerms("settlement", amount_minor=300), 700, 0),
        (OfferTerms("fee_waiver", amount_minor=30), 30, 0),
        (OfferTerms("installment", months=24), 0, 24),
        (OfferTerms("payment_pause", until_on=date(2026, 3, 31)), 0, 2),
        (OfferTerms("rate_reduction", until_on=date(2026, 3, 2), rate_share_bp=5001), 501, 1),
    ],
)
def test_what_an_offer_asks_of_authority(terms: OfferTerms, waived: int, months: int) -> None:
    found = wish_of(terms, currency="USD", owed_minor=1_000, on=ON)
    assert (found.waived_minor, found.months) == (waived, months)


def test_a_month_begun_counts_whole() -> None:
    assert [months_until(ON, date(2026, 3, last)) for last in (1, 30, 31)] == [1, 1, 2]
