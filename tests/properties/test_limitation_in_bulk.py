"""The last day to sue of a whole portfolio is that of each account by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.facts import account_facts
from forbear.core.law.periods import Event, Length, limitation
from forbear.core.law.periods.bulk import limitation_ends_on, suit_limits
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


@given(st.lists(accounts(), min_size=1, max_size=60))
def test_bulk_and_single_agree(drawn: list[dict[str, Any]]) -> None:
    schema = {name: ACCOUNTS.schema[name] for name in drawn[0]}
    frame = pl.DataFrame(drawn, schema=schema)
    found = frame.select(limitation_ends_on(LIMITS, on=ON).alias("ends"))["ends"].to_list()
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


def test_the_last_day_itself_is_in_time() -> None:
    texas = {"nation": "US", "region": "US-TX"}
    last = date(2022, 11, 22)
    facts = facts_of(
        [
            {**texas, "oldest_unpaid_due_on": last},
            {**texas, "oldest_unpaid_due_on": last - timedelta(days=1)},
        ],
        limits=LIMITS,
    )
    assert facts["limitation_ends_on"].to_list() == [ON, ON - timedelta(days=1)]
    assert facts["time_barred"].to_list() == [False, True]
