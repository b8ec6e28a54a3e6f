"""The last day to sue of a whole portfolio is that of each account by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.facts import account_facts
from forbear.core.law.periods import Event, Length, limitation
from forbear.core.law.periods.bulk import suit_limits, with_limitation
from forbear.core.tables import ACCOUNTS, CONTACT_POINTS, PERSONS
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.packs import load_book

ON = date(2026, 11, 22)
PERIODS = load_book().periods
LIMITS = suit_limits(PERIODS, ON)
LEAP_DAYS = tuple(date(year, 2, 29) for year in (2012, 2016, 2020, 2024))
DAYS = st.none() | st.dates(date(2012, 1, 1), date(2027, 6, 1)) | st.sampled_from(LEAP_DAYS)
NEAR = st.integers(-1, 1)
PLACES = (
    *(("US", region) for region in ("US-TX", "US-DE", "US-NY", "US-RI", "US-PR", None)),
    *(("GB", region) for region in ("GB-ENG", "GB-SCT", None)),
    *(("AU", region) for region in ("AU-NT", "AU-VIC", None)),
    *(("EU", region) for region in ("EU-DE", "EU-FR", "EU-SE", None)),
    ("IN", None),
    ("IN", "IN-MH"),
    ("CN", None),
    ("FR", None),
)


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    nation, region = draw(st.sampled_from(PLACES))
    default_on, paid_on = draw(DAYS), draw(DAYS)
    if default_on is not None and draw(st.booleans()):
        # about the day on which the clock runs out, or on which it began
        years = draw(st.sampled_from((0, 3, 4, 5, 6)))
        paid_on = Length(years, "years").after(default_on) + timedelta(days=draw(NEAR))
    return {
        "nation": nation,
        "region": region,
        "oldest_unpaid_due_on": default_on,
        "last_payment_on": paid_on,
        "litigation": draw(st.sampled_from(("none",) * 5 + w.LITIGATION)),
        "time_barred": draw(st.booleans()),
    }


def one_by_one(account: dict[str, Any]) -> date | None:
    """Ask for one account, as a person would with the law in hand."""
    default_on, paid_on = account["oldest_unpaid_due_on"], account["last_payment_on"]
    nation, region = account["nation"], account["region"]
    if account["litigation"] not in ("none", "pre_legal") or default_on is None or default_on > ON:
        return None
    if region is None and nation in ("US", "GB", "AU", "EU"):
        return None  # the law of its parts differs
    if nation == "CN" or region == "EU-FR":
        return None  # a demand or an agreement restarts it there: the portfolio holds neither
    events = [Event("default", default_on)]
    events += [Event("payment", paid_on)] if paid_on is not None else []
    return limitation(PERIODS, region or nation, events, on=ON).ends_on


@given(st.lists(accounts(), min_size=1, max_size=40))
def test_bulk_and_single_agree(drawn: list[dict[str, Any]]) -> None:
    schema = {name: ACCOUNTS.schema[name] for name in drawn[0]}
    frame = pl.DataFrame(drawn, schema=schema)
    found = with_limitation(frame.lazy(), LIMITS, on=ON).collect()["limitation_ends_on"].to_list()
    assert found == [one_by_one(account) for account in drawn]


def facts_of(drawn: list[dict[str, Any]], **more: Any) -> pl.DataFrame:
    plain = {"currency": "USD", "balance_minor": 100, "overdue_minor": 100}
    rows = [{"account_id": n, "person_id": n, **plain, **row} for n, row in enumerate(drawn)]
    portfolio = Portfolio.of(
        persons=PERSONS.frame([{"person_id": n} for n in range(len(drawn))]),
        accounts=ACCOUNTS.frame(rows),
        contact_points=CONTACT_POINTS.frame([]),
    )
    return account_facts(portfolio, on=ON, **more)


@settings(max_examples=8)
@given(st.lists(accounts(), min_size=1, max_size=20))
def test_the_dates_only_ever_bar(drawn: list[dict[str, Any]]) -> None:
    facts = facts_of(drawn, limits=LIMITS)
    for given_, row in zip(drawn, facts.to_dicts(), strict=True):
        ends = one_by_one(given_)
        assert row["limitation_ends_on"] == ends
        assert row["time_barred"] == (given_["time_barred"] or (ends is not None and ends < ON))
    untouched = facts_of(drawn)
    assert untouched["time_barred"].to_list() == [row["time_barred"] for row in drawn]
    assert untouched["limitation_ends_on"].null_count() == len(drawn)


@pytest.mark.parametrize(
    "region, default_on, paid_on, ends",
    [
        ("US-TX", "2022-11-22", None, "2026-11-22"),
        # paid on the last day, and on the day after
        ("US-TX", "2020-11-22", "2024-11-22", "2028-11-22"),
        ("US-TX", "2020-11-22", "2024-11-23", "2024-11-22"),
        # paid before the default: it was another debt then
        ("US-TX", "2022-11-22", "2022-11-21", "2026-11-22"),
        # 29 February, into a leap year and into another
        ("US-TX", "2020-02-29", None, "2024-02-29"),
        ("US-DE", "2020-02-29", None, "2023-02-28"),
        ("US-PR", "2020-02-29", None, None),
    ],
)
def test_an_account_has_its_last_day(
    region: str, default_on: str, paid_on: str | None, ends: str | None
) -> None:
    account = {
        "nation": "US",
        "region": region,
        "oldest_unpaid_due_on": date.fromisoformat(default_on),
        "last_payment_on": date.fromisoformat(paid_on) if paid_on else None,
    }
    [row] = facts_of([account], limits=LIMITS).to_dicts()
    assert row["limitation_ends_on"] == (date.fromisoformat(ends) if ends else None)
    assert row["time_barred"] == (ends is not None and date.fromisoformat(ends) < ON)
