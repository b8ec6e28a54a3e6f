from __future__ import annotations

from dataclasses import fields
from datetime import date

from forbear.core.ledger.state import CHARGES, GRAINS, LOTS, Due, State


def test_the_named_columns_are_columns_of_the_state() -> None:
    assert {*LOTS, *CHARGES, *GRAINS} <= {field.name for field in fields(State)}


def test_what_is_owed_is_every_lot_and_every_charge() -> None:
    parts = {name: 10**index for index, name in enumerate((*LOTS, *CHARGES))}
    assert State(**parts).owed == int("1" * len(parts))
    assert State(**parts).principal == int("1" * len(LOTS))


def test_a_due_says_what_is_missing() -> None:
    assert Due(date(2026, 3, 30), 100, 30).unpaid == 70
