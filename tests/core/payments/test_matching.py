"""Whose payment it is: found by what the payer says, or held for a person; never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forbear.core.payments.matching import matched
from forbear.core.payments.references import creditor_reference
from tests.core.payments.make import DAY, account, entries, index, payment

ONE = account(1, "CARD-1001", holder="Jane A. Doe")
TWO = account(2, "4000 1234 5678", holder="王伟")
THREE = account(3, "77", holder="John Roe")
INDEX = index(
    ONE, TWO, THREE, told=[(1, 5000), (2, 5000), (3, 5000), (3, 700)], debits=[("DD-9", 2)]
)  # fmt: skip


def outcome(given: dict[str, Any], held_against: Any = INDEX) -> tuple[str, int | None, list[str]]:
    row = matched(entries(given), held_against).row(0, named=True)
    return row["outcome"], row["account_id"], row["reasons"]


@pytest.mark.parametrize(
    ("given", "account_id", "way", "confidence"),
    [
        ({"end_to_end_id": "DD-9"}, 2, "BY_END_TO_END_ID", "certain"),
        ({"reference": "CARD-1001"}, 1, "BY_REFERENCE", "certain"),
        ({"reference": "card 1001"}, 1, "BY_REFERENCE", "certain"),
        ({"reference": "77"}, 3, "BY_REFERENCE", "certain"),
        ({"reference": "INV-1 400012345678"}, 2, "BY_REFERENCE", "certain"),
        ({"reference": creditor_reference("CARD-1001")}, 1, "BY_CREDITOR_REFERENCE", "certain"),
        ({"reference": "RF62 4000 1234 5678"}, 2, "BY_CREDITOR_REFERENCE", "certain"),
        ({"remittance": "ref. card-1001, thank you"}, 1, "BY_TEXT", "strong"),
        ({"remittance": "账户 4000-1234-5678 还款"}, 2, "BY_TEXT", "strong"),
        ({"remittance": "还款账号４０００１２３４５６７８王"}, 2, "BY_TEXT", "strong"),
        ({"remittance": "4000 1234 5678 on 02.03.2026"}, 2, "BY_TEXT", "strong"),
        ({"remittance": "77"}, 3, "BY_TEXT", "strong"),
        ({"remittance": "CARD 10 01 x"}, 1, "BY_TEXT", "strong"),
        ({"remittance": "pay RF62400012345678 now"}, 2, "BY_CREDITOR_REFERENCE", "certain"),
        ({"end_to_end_id": "PAY/CARD-1001/2"}, 1, "BY_TEXT", "strong"),
        ({"party_name": "DOE JANE A"}, 1, "BY_NAME_AND_AMOUNT", "likely"),
        ({"party_name": "Mrs. Jane A Doe"}, 1, "BY_NAME_AND_AMOUNT", "likely"),
        ({"party_name": "王伟"}, 2, "BY_NAME_AND_AMOUNT", "likely"),
        ({"party_name": "John Roe", "amount_minor": 700}, 3, "BY_NAME_AND_AMOUNT", "likely"),
    ],
)
def test_an_account_is_found_by_what_the_payer_says(
    given: dict[str, Any], account_id: int, way: str, confidence: str
) -> None:
    row = matched(entries(given), INDEX).row(0, named=True)
    assert (row["outcome"], row["account_id"]) == ("matched", account_id)
    assert (row["reasons"][0], row["confidence"]) == (way, confidence)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"reference": "CARD-1002"},
        {"reference": "RF00400012345678"},  # its check digits are wrong
        {"remittance": "77 roses"},  # a short number within a text is no account
        {"remittance": "XCARD1001"},
        {"party_name": "Jane A. Doe", "amount_minor": 5001},
        {"party_name": "Jane A. Doe", "currency": "USD"},
        {"party_name": "Jane Doe"},
        {"party_name": "Mr."},
    ],
)
def test_nothing_is_guessed(given: dict[str, Any]) -> None:
    assert outcome(given) == ("unmatched", None, ["NO_CANDIDATE"])


@pytest.mark.parametrize(
    ("given", "candidates"),
    [
        ({"remittance": "CARD-1001 and 400012345678"}, [1, 2]),
        ({"reference": "CARD-1001", "remittance": "4000 1234 5678"}, [1, 2]),
        ({"end_to_end_id": "DD-9", "reference": "77"}, [2, 3]),
        ({"reference": "SAME-1"}, [4, 5]),
        ({"party_name": "Ann Li"}, [4, 5]),
    ],
)
def test_two_candidates_are_named_and_neither_is_taken(
    given: dict[str, Any], candidates: list[int]
) -> None:
    more = index(
        ONE, TWO, THREE,
        account(4, "SAME-1", holder="Ann Li"), account(5, "same1", holder="LI ANN"),
        told=[(4, 5000), (5, 5000)], debits=[("DD-9", 2)],
    )  # fmt: skip
    row = matched(entries(given), more).row(0, named=True)
    assert (row["outcome"], row["account_id"]) == ("unmatched", None)
    assert (row["reasons"], row["candidates"]) == (["TWO_CANDIDATES"], candidates)


@pytest.mark.parametrize(
    ("kept", "given", "expected", "reasons"),
    [
        ({}, {}, "matched", []),
        ({}, {"currency": "USD"}, "held", ["WRONG_CURRENCY"]),
        ({"status": "sold"}, {}, "held", ["ACCOUNT_SOLD"]),
        ({"status": "settled"}, {}, "held", ["ACCOUNT_SETTLED"]),
        ({"status": "paid", "balance_minor": 0}, {}, "held", ["ACCOUNT_PAID", "OVERPAID"]),
        ({"status": "charged_off"}, {}, "matched", []),
        ({"balance_minor": 4999}, {}, "matched", ["OVERPAID"]),
        ({"balance_minor": -100}, {}, "matched", ["OVERPAID"]),
        ({"balance_minor": 5000}, {}, "matched", []),
        ({"due_minor": 5001}, {}, "matched", ["UNDERPAID"]),
        ({"due_minor": 9000, "balance_minor": 5000}, {}, "matched", []),
    ],
)
def test_what_a_person_must_look_at_is_held_and_the_rest_is_noted(
    kept: dict[str, Any], given: dict[str, Any], expected: str, reasons: list[str]
) -> None:
    held_against = index(account(1, "CARD-1001", **kept))
    found = outcome({"reference": "CARD-1001", **given}, held_against)
    assert found == (expected, 1, ["BY_REFERENCE", *reasons])


@pytest.mark.parametrize(
    ("second", "is_duplicate"),
    [
        ({}, True),
        ({"reference": "", "remittance": "CARD-1001"}, True),
        ({"party_name": "B", "party_account": "X1"}, True),
        ({"amount_minor": 5001}, False),
        ({"booked_on": date(2026, 3, 3)}, False),
        ({"party_account": "X2"}, False),
        ({"reference": "77"}, False),
    ],
)
def test_the_second_of_two_equal_payments_is_held(
    second: dict[str, Any],
    is_duplicate: bool,  # noqa: FBT001 - a column of the table
) -> None:
    first = {"reference": "CARD-1001", "party_name": "A", "party_account": "X1"}
    found = matched(entries(first, first | second), INDEX)
    assert found["outcome"].to_list() == ["matched", "held" if is_duplicate else "matched"]
    assert ("DUPLICATE" in found["reasons"][1]) == is_duplicate


@pytest.mark.parametrize("is_returned", [True, False])
def test_a_payment_taken_before_makes_a_duplicate_unless_it_went_back(
    is_returned: bool,  # noqa: FBT001
) -> None:
    before = [payment(1, 1, party_name="Jane A. Doe", is_returned=is_returned)]
    given = {"reference": "CARD-1001", "party_name": "DOE, JANE A."}
    found = matched(entries(given), index(ONE, payments=before))
    assert found["outcome"].to_list() == ["matched" if is_returned else "held"]


def test_money_out_and_reversals_are_not_money_in() -> None:
    given = {"reference": "CARD-1001"}
    found = matched(
        entries(given | {"amount_minor": -1}, given | {"is_reversal": True}, given), INDEX
    )
    assert found["outcome"].to_list() == ["outgoing", "outgoing", "matched"]


def test_the_answers_keep_the_order_of_the_entries() -> None:
    given = [{"reference": r} for r in ("77", "none", "CARD-1001", "400012345678")] * 50
    given = [
        row | {"booked_on": date.fromordinal(DAY.toordinal() + n)} for n, row in enumerate(given)
    ]
    assert matched(entries(*given), INDEX)["account_id"].to_list() == [3, None, 1, 2] * 50


def test_no_entries_and_no_accounts_are_no_trouble() -> None:
    assert matched(entries(), INDEX).is_empty()
    assert outcome({"reference": "CARD-1001", "remittance": "x y", "party_name": "z"}, index()) == (
        "unmatched",
        None,
        ["NO_CANDIDATE"],
    )
