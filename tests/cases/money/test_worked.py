"""Worked examples of card arithmetic, as a table."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from forbear.core.ledger.balance import balance_of
from forbear.core.ledger.reading import read_account

TABLE = tomllib.loads((Path(__file__).parent / "worked.toml").read_text(encoding="utf-8"))
BOUGHT = {"kind": "purchase", "on": "2026-03-05", "amount_minor": 1_000_000}


def account_of(case: dict[str, Any]) -> dict[str, Any]:
    events = case.get("events", [])
    if "opening" not in case:
        events = [BOUGHT, *events]
    return {
        "currency": "CNY",
        "jurisdictions": ["CN"],
        "terms": {**TABLE["common"], **case.get("terms", {})},
        "events": [{"id": f"e{index}", **each} for index, each in enumerate(events)],
        **{name: case[name] for name in ("opening", "credit_limit_minor") if name in case},
    }


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_worked(case: dict[str, Any]) -> None:
    found = balance_of(read_account(account_of(case), {}), case["on"])
    given = {"dpd": found.days_past_due}
    told = {name: given.get(name, getattr(found.state, name, None)) for name in case["expect"]}
    assert told == case["expect"]
    assert not found.refused
