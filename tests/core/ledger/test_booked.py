"""What a booked transaction is to a card account."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.ledger.booked import Booked, events_of

ON = date(2026, 3, 5)
Changed = list[tuple[str, str, int]]
CASES: list[tuple[str, Changed, list[tuple[str, int, str]]]] = [
    ("purchase", [("principal", "purchase", 900)], [("purchase", 900, "")]),
    # credit was used for a part of it
    ("purchase", [("principal", "purchase", 600), ("credit", "", 300)], [("purchase", 900, "")]),
    ("cash_advance", [("principal", "cash_advance", 900)], [("cash_advance", 900, "")]),
    ("payment", [("interest", "", -20), ("principal", "", -80)], [("payment", 100, "")]),
    ("recovery", [("principal", "", -80)], [("payment", 80, "")]),
    ("refund", [("credit", "", -80)], [("refund", 80, "")]),
    ("credit_refund", [("credit", "", 80)], [("purchase", 80, "")]),
    ("fee", [("late_fee", "", 30)], [("fee", 30, "late_fee")]),
    ("cost", [("cost", "", 30)], [("fee", 30, "cost")]),
    (
        "waiver",
        [("interest", "", -30), ("late_fee", "", -5)],
        [("waiver", 30, "interest"), ("waiver", 5, "late_fee")],
    ),
    ("charge_off", [], [("charge_off", 0, "")]),
    # what cannot be understood is told by the night, and forces nothing
    ("payment", [("principal", "", 80)], []),
    ("fee", [("principal", "", 80)], []),
    ("opening", [("principal", "", 80)], []),
]


@pytest.mark.parametrize(("kind", "changed", "expected"), CASES)
def test_each_kind_is_its_event(
    kind: str, changed: Changed, expected: list[tuple[str, int, str]]
) -> None:
    found = events_of(Booked(1, 77, kind, ON, None, changed))
    assert [(one.kind, one.amount_minor, one.component) for one in found] == expected
    assert all(one.on == ON for one in found)
    assert len({one.event_id for one in found}) == len(found)


def test_a_reversal_names_what_it_undoes() -> None:
    [one] = events_of(Booked(1, 78, "reversal", ON, 77, [("principal", "", -900)]))
    assert (one.kind, one.of) == ("reversal", "77")
