"""Periods agree with a reference that counts days one by one, on dates and clocks at random."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from forbear.core.calendar.holidays import public_holidays
from forbear.core.law.periods import Event, LawPeriod, Length, answer_period, limitation, retention
from forbear.core.law.periods.reading import read_periods
from tests.reference import periods as reference

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def read(kind: str, value: dict[str, object], **head: object) -> LawPeriod:
    document = {
        "question": "?",
        "kind": kind,
        "jurisdiction": "US",
        **head,
        "values": [
            {
                "rule_id": "us-x",
                "from": date(2000, 1, 1),
                "value": value,
                "cite": "X",
                "force": "statute",
                "confidence": "memory",
            }
        ],
    }
    (period,), faults = read_periods(document, file="us/period_x.toml")
    assert not faults
    return period


@given(DAYS, st.integers(0, 400))
def test_days_and_weeks_agree(day: date, count: int) -> None:
    assert Length(count, "days").after(day) == reference.days_after(day, count)
    assert Length(count, "weeks").after(day) == reference.days_after(day, 7 * count)


@given(DAYS, st.integers(0, 130))
def test_months_and_years_agree(day: date, count: int) -> None:
    assert Length(count, "months").after(day) == reference.months_after(day, count)
    assert Length(count % 15, "years").after(day) == reference.years_after(day, count % 15)


@given(DAYS, st.integers(0, 40))
def test_business_days_agree(day: date, count: int) -> None:
    years = (day.year, day.year + 1)
    holidays = frozenset().union(*(public_holidays("US", year) for year in years))
    expected = reference.business_days_after(day, count, holidays)
    assert Length(count, "business_days", "US").after(day) == expected


@given(
    begins=DAYS,
    length=st.integers(1, 60),
    unit=st.sampled_from(["days", "weeks", "months"]),
    bound=st.sampled_from(["at_most", "at_least", "exactly"]),
    counts_first=st.booleans(),
    offset=st.integers(-5, 500),
)
def test_what_is_too_late_is_not_too_early(
    *, begins: date, length: int, unit: str, bound: str, counts_first: bool, offset: int
) -> None:
    value = {"length": length, "unit": unit, "starts_on": ["complaint"], "bound": bound}
    period = read("period", {**value, "counts_first_day": counts_first})
    on = begins + timedelta(days=offset)
    answer = answer_period([period], "us-x", {"complaint": begins}, on=begins)
    assert answer.last_day is not None
    is_over = on > answer.last_day
    if bound == "at_least":
        assert answer.is_met(on) == is_over
    else:
        assert answer.is_met(on) == (offset >= 0 and not is_over)
    without = read("period", {**value, "counts_first_day": False})
    longer = answer_period([without], "us-x", {"complaint": begins}, on=begins).last_day
    assert longer == answer.last_day + timedelta(days=counts_first)


@given(
    years=st.integers(1, 6),
    default_on=DAYS,
    restarts=st.lists(st.integers(0, 4000), max_size=5),
    revivals=st.lists(st.integers(0, 4000), max_size=2),
    long_stop=st.sampled_from([None, 6, 8, 20]),
    age=st.integers(0, 4500),
)
def test_a_clock_agrees_with_one_that_is_lived_through(
    *,
    years: int,
    default_on: date,
    restarts: list[int],
    revivals: list[int],
    long_stop: int | None,
    age: int,
) -> None:
    value: dict[str, object] = {"length": years, "unit": "years", "starts_on": ["default"]}
    value |= {"restarts_on": ["payment"], "revives_on": ["new_agreement"]}
    value |= {"long_stop_years": long_stop} if long_stop else {}
    on = default_on + timedelta(days=age)
    paid = [default_on + timedelta(days=n) for n in restarts]
    agreed = [default_on + timedelta(days=n) for n in revivals]
    events = [Event("default", default_on)]
    events += [Event("payment", day) for day in paid]
    events += [Event("new_agreement", day) for day in agreed]
    events += [Event("unproven_demand", default_on + timedelta(days=30))]
    answer = limitation([read("limitation", value)], "US", events, on=on)
    ends = reference.last_day_to_sue(years, default_on, paid, agreed, on=on, long_stop=long_stop)
    assert answer.ends_on == ends
    assert answer.state == ("in_time" if on <= ends else "barred")


@given(st.lists(DAYS, max_size=6), DAYS, st.sampled_from([2, 3, 6]))
def test_without_the_default_a_debt_is_never_in_time(
    payments: list[date], on: date, years: int
) -> None:
    value = {
        "length": years,
        "unit": "years",
        "starts_on": ["default"],
        "fallback": "payment",
        "restarts_on": ["payment"],
    }
    period = read("limitation", value)
    events = [Event("payment", day) for day in payments]
    guessed = limitation([period], "US", events, on=on)
    assert not guessed.is_in_time
    if guessed.is_barred:
        # barred for sure: so it is with any default since the last payment that still is unpaid
        last = max(day for day in payments if day <= on)
        known = limitation([period], "US", [*events, Event("default", last)], on=on)
        assert known.is_barred


@given(DAYS, st.lists(DAYS, min_size=2, max_size=6, unique=True))
def test_what_is_barred_stays_barred_and_what_may_go_may_go_later(
    begun: date, days: list[date]
) -> None:
    suit = read("limitation", {"length": 3, "unit": "years", "starts_on": ["default"]})
    keep = read(
        "retention",
        {"records": ["call_recording"], "length": 2, "unit": "years", "starts_on": "recorded"},
    )
    for earlier, later in pairwise(sorted(days)):
        sued = [limitation([suit], "US", [Event("default", begun)], on=d) for d in (earlier, later)]
        assert sued[1].is_barred or not sued[0].is_barred
        kept = [
            retention([keep], "US", "call_recording", {"recorded": begun}, on=d)
            for d in (earlier, later)
        ]
        assert kept[1].may_delete or not kept[0].may_delete
