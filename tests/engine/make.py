"""Tiny portfolios for tests of the day: one person at a time, put together where it takes two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl

from forbear.core.law.book import RuleBook
from forbear.core.strategy import Ladder
from forbear.core.tables import PORTFOLIO
from forbear.core.tables.frames import Portfolio
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder

ON = date(2026, 11, 23)  # a Monday
Row = dict[str, Any]


@cache
def book() -> RuleBook:
    """Return the rules that ship with Forbear, read once."""
    return load_book()


@cache
def ladder() -> Ladder:
    """Return the default ladder, read once."""
    return load_ladder()


def ago(days: int) -> date:
    """Return the day so many days before the day that is decided."""
    return ON - timedelta(days=days)


def moment(days: int, hour: int = 15) -> datetime:
    """Return an hour (UTC) of the day so many days before the day that is decided."""
    return datetime.combine(ago(days), datetime.min.time(), UTC) + timedelta(hours=hour)


def account(number: int = 1, *, dpd: int = 20, **values: Any) -> Row:
    """Return an account of a cardholder in the United States, ``dpd`` days late."""
    late = {"oldest_unpaid_due_on": ago(dpd), "overdue_minor": 90_00} if dpd > 0 else {}
    return {
        "account_id": number,
        "nation": "US",
        "region": "US-TX",
        "currency": "USD",
        "balance_minor": 1_200_00,
        **late,
        **values,
    }


def point(number: int = 1, kind: str = "mobile", **values: Any) -> Row:
    """Return a contact point of the cardholder's own, verified, from the contract."""
    return {
        "contact_point_id": number,
        "kind": kind,
        "party": "cardholder",
        "is_verified": True,
        "data_source": "contract",
        **values,
    }


def person(
    number: int = 1,
    *,
    accounts: Sequence[Row] | None = None,
    points: Sequence[Row] | None = None,
    contacts: Sequence[Row] = (),
    opt_outs: Sequence[Row] = (),
    consents: Sequence[Row] = (),
    inconvenient: Sequence[Row] = (),
    **values: Any,
) -> Portfolio:
    """Return one cardholder in New York's zone: one late account, one mobile, or what is given."""
    rows: dict[str, Sequence[Row]] = {
        "persons": [{"time_zones": "America/New_York", **values}],
        "accounts": [account(number)] if accounts is None else accounts,
        "contact_points": [point(number)] if points is None else points,
        "contacts": contacts,
        "opt_outs": opt_outs,
        "consents": consents,
        "inconvenient": inconvenient,
    }
    return Portfolio.of(
        **{
            table.name: table.frame([{"person_id": number, **row} for row in rows[table.name]])
            for table in PORTFOLIO
            if table.name in rows
        }
    )


def together(*portfolios: Portfolio) -> Portfolio:
    """Return one portfolio of several persons."""
    names = [field.name for field in fields(Portfolio)]
    return Portfolio(**{n: pl.concat([getattr(p, n) for p in portfolios]) for n in names})
