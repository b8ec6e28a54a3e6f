"""The day tells a guarantor where the ladder says so, once, and nobody who is not one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forbear.core.tables import ACCOUNTS, CONTACT_POINTS, EVENTS, PERSONS
from forbear.core.tables.frames import Portfolio
from forbear.engine.day import run_day
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder

# a Tuesday
ON = date(2026, 6, 9)


def decided(ends_in: int, *, told: str | None = None, **account: Any) -> dict[str, Any]:
    """Decide one account in China whose guarantor's period ends in some days."""
    plain = {
        "account_id": 1,
        "person_id": 1,
        "nation": "CN",
        "currency": "CNY",
        "balance_minor": 90_000,
        "overdue_minor": 9_000,
        "oldest_unpaid_due_on": ON - timedelta(days=100),
        "guarantor_points": "7",
    }
    event = {
        "account_id": 1,
        "person_id": 1,
        "event": "guarantee_ends",
        "on": ON + timedelta(days=ends_in),
        "told": told,
    }
    address = {"person_id": 1, "kind": "postal", "is_verified": True, "data_source": "contract"}
    points = [
        {**address, "contact_point_id": 7, "party": "guarantor"},
        {**address, "contact_point_id": 8, "party": "cardholder"},
    ]
    portfolio = Portfolio.of(
        persons=PERSONS.frame([{"person_id": 1, "time_zones": "Asia/Shanghai"}]),
        accounts=ACCOUNTS.frame([{**plain, **account}]),
        contact_points=CONTACT_POINTS.frame(points),
        events=EVENTS.frame([event]),
    )
    day = run_day(portfolio, on=ON, ladder=load_ladder(), book=load_book())
    [row] = day.decisions.to_dicts()
    return row


@pytest.mark.parametrize("ends_in", [2, 15, 30])
def test_a_joint_guarantor_is_told_before_the_period_ends(ends_in: int) -> None:
    row = decided(ends_in)
    assert (row["action"], row["contact_point_id"], row["purpose"]) == ("contact", 7, "notice")
    assert (row["channel"], row["template"]) == ("letter", "guarantor_notice")


@pytest.mark.parametrize(
    ("ends_in", "given"),
    [
        (31, {}),
        (1, {}),
        (15, {"told": "guarantor_notice"}),
        (15, {"guarantor_points": None}),
        (15, {"guarantor_points": "8"}),
        (15, {"overdue_minor": 0}),
        (15, {"dispute": "open"}),
        (15, {"nation": "GB"}),
    ],
)
def test_otherwise_nobody_but_the_cardholder_is_told(ends_in: int, given: dict[str, Any]) -> None:
    row = decided(ends_in, **given)
    assert row["contact_point_id"] != 7
    assert row["template"] != "guarantor_notice"
