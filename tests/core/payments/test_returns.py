"""The payment that a return takes back: one and only one, and only once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forbear.core.payments.returns import returned
from tests.core.payments.make import account, entries, index, payment

BACK = {"amount_minor": -5000, "is_reversal": True}
ACCOUNTS = (account(1, "CARD-1001"), account(2, "CARD-1002"))
PAID = [
    payment(1, 1, end_to_end_id="E1"),
    payment(2, 2, detail_reference="T2", party_name="Ann Li", party_account="X2"),
    payment(3, 2, end_to_end_id="E3", amount_minor=700),
    payment(4, 1, end_to_end_id="E4", amount_minor=900),
    payment(5, 1, end_to_end_id="E5", amount_minor=900),
]
INDEX = index(*ACCOUNTS, payments=PAID)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"end_to_end_id": "E1"}, ("returned", 1, [])),
        ({"detail_reference": "T2"}, ("returned", 2, [])),
        ({"reference": "CARD-1002"}, ("returned", 2, [])),
        ({"party_name": "LI ANN", "party_account": "X2"}, ("returned", 2, [])),
        ({"party_name": "LI ANN"}, ("unmatched", None, ["NO_PAYMENT"])),
        ({"end_to_end_id": "E1", "amount_minor": -4999}, ("returned", 1, [])),
        ({"end_to_end_id": "E1", "amount_minor": -5001}, ("unmatched", None, ["NO_PAYMENT"])),
        ({"detail_reference": "T2", "amount_minor": -4999}, ("unmatched", None, ["NO_PAYMENT"])),
        # what is of the same size comes before a part of something larger
        (
            {"end_to_end_id": "E1", "reference": "CARD-1002", "amount_minor": -700},
            ("returned", 3, []),
        ),
        ({"end_to_end_id": "E1", "currency": "USD"}, ("unmatched", None, ["NO_PAYMENT"])),
        ({"reference": "CARD-1001", "amount_minor": -900}, ("unmatched", None, ["TWO_PAYMENTS"])),
        (
            {"reference": "CARD-1002", "booked_on": date(2026, 3, 1)},
            ("unmatched", None, ["NO_PAYMENT"]),
        ),
        ({"end_to_end_id": "E1", "amount_minor": 5000}, ("other", None, [])),
        ({"end_to_end_id": "E1", "is_reversal": False}, ("other", None, [])),
    ],
)
def test_a_return_finds_the_payment_that_it_takes_back(
    given: dict[str, Any], expected: tuple[str, int | None, list[str]]
) -> None:
    row = returned(entries(BACK | given), INDEX).row(0, named=True)
    assert (row["outcome"], row["payment_id"], row["reasons"]) == expected


def test_a_payment_goes_back_once() -> None:
    found = returned(entries(BACK | {"end_to_end_id": "E1"}, BACK | {"end_to_end_id": "E1"}), INDEX)
    assert found["outcome"].to_list() == ["returned", "unmatched"]
    assert found["reasons"].to_list() == [[], ["RETURNED_TWICE"]]
    gone = index(*ACCOUNTS, payments=[payment(1, 1, end_to_end_id="E1", is_returned=True)])
    again = returned(entries(BACK | {"end_to_end_id": "E1"}), gone)
    assert again["outcome"].to_list() == ["unmatched"]


def test_candidates_of_a_return_are_named() -> None:
    found = returned(entries(BACK | {"reference": "CARD-1001", "amount_minor": -900}), INDEX)
    assert found["candidates"].to_list() == [[4, 5]]
