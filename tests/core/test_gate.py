"""The gate over a portfolio: assembled, judged and spelled out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import polars as pl
import pytest

from forbear.core.calendar.clocks import UTC_MOMENT, instant, localize
from forbear.core.gate.almanac import Almanac
from forbear.core.gate.assemble import assemble
from forbear.core.gate.judge import AtMoment, OnDay, judge
from forbear.core.gate.spell import answers
from forbear.core.law.coverage import coverage
from forbear.core.law.kinds import Hours
from forbear.core.tables.frames import Portfolio
from forbear.core.tables.portfolio import ACCOUNTS, CONTACT_POINTS, PERSONS
from forbear.packs import load_book

NOON = datetime(2026, 11, 4, 17, tzinfo=UTC)


def portfolio() -> Portfolio:
    person = {"person_id": 1, "time_zones": "America/New_York"}
    account = {"account_id": 1, "person_id": 1, "nation": "US", "currency": "USD"}
    point = {"contact_point_id": 1, "person_id": 1, "kind": "mobile", "party": "cardholder"}
    return Portfolio.of(
        persons=PERSONS.frame([person]),
        accounts=ACCOUNTS.frame([{**account, "balance_minor": 1}]),
        contact_points=CONTACT_POINTS.frame(
            [{**point, "is_verified": True, "data_source": "contract"}]
        ),
    )


def candidates(at: datetime | None) -> pl.DataFrame:
    contact = pl.DataFrame({"account_id": [1], "contact_point_id": [1], "channel": ["call"]})
    frame = assemble(contact, portfolio(), needs=load_book().needs())
    return frame if at is None else frame.with_columns(asked_at=pl.lit(at, dtype=UTC_MOMENT))


def test_a_call_at_noon_is_permitted() -> None:
    book = load_book()
    (judged,) = judge(candidates(NOON), portfolio(), book, AtMoment(), detail=True)
    ((_, answer),) = answers(judged, book)
    assert answer.is_permitted
    assert answer.window is not None


def test_the_day_has_a_first_permitted_moment() -> None:
    (judged,) = judge(candidates(None), portfolio(), load_book(), OnDay(date(2026, 11, 4)))
    assert judged.frame["at"].to_list() == [datetime(2026, 11, 4, 13, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 4), time(8), "America/New_York", datetime(2026, 11, 4, 13, tzinfo=UTC)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        (
            date(2026, 11, 1),
            time(1, 30),
            "America/New_York",
            datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        ),
        (date(2026, 6, 10), time(8), "Asia/Kathmandu", datetime(2026, 6, 10, 2, 15, tzinfo=UTC)),
        (date(2011, 12, 30), time(8), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_placed_the_same_way_in_bulk_and_alone(
    day: date, at: time, zone: str, expected: datetime
) -> None:
    bulk = pl.select(localize(pl.lit(day), at, zone)).item()
    assert instant(day, at, zone) == bulk == expected


def test_the_next_opening_passes_closed_days() -> None:
    hours = Hours(time(9), time(17), True, ((6, time(0), time(0)), (7, time(0), time(0))))
    friday = datetime(2026, 11, 6, 18, tzinfo=UTC)
    assert hours.next_opening(friday, ("UTC",)) == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_a_public_holiday_is_closed_and_the_next_day_opens() -> None:
    weekend = ((6, time(9), time(21)), (7, time(9), time(21)))
    hours = Hours(time(7, 30), time(21), True, weekend, "AU")
    zone = "Australia/Sydney"
    # Good Friday to Easter Monday 2026: the Saturday and the Sunday between are open
    friday = instant(date(2026, 4, 3), time(10), zone)
    assert hours.next_opening(friday, (zone,)) == instant(date(2026, 4, 4), time(9), zone)
    monday = instant(date(2026, 4, 6), time(10), zone)
    assert hours.next_opening(monday, (zone,)) == instant(date(2026, 4, 7), time(7, 30), zone)


def test_hours_know_no_holidays_of_a_far_year_and_say_so() -> None:
    hours = Hours(time(9), time(17), True, (), "AU")
    at = [datetime(year, 6, 2, 10, tzinfo=UTC) for year in (2026, 2150)]
    asked = pl.DataFrame({"horizon": at}, schema={"horizon": UTC_MOMENT})
    asked = asked.with_columns(time_zones=pl.lit("UTC"))
    frame = Almanac(hours.edges("r0")).beside(asked, asked)
    frame = frame.with_columns(at="horizon", has_hours_consent=pl.lit(False))
    assert frame.select(hours.fires("r0")).to_series().to_list() == [False, None]


def test_hours_that_never_meet_have_no_opening() -> None:
    hours = Hours(time(9), time(12), True, ())
    assert hours.next_opening(NOON, ("America/New_York", "Asia/Shanghai")) is None


def test_the_table_of_coverage_has_a_row_for_each_value() -> None:
    rules = load_book().rules
    assert len(coverage(rules).splitlines()) == 2 + len(rules)
