"""The rows and the rules of the comparison: one set of facts, one set of rules, three languages.

What the two other engines cannot work out themselves is worked out for them here and costs them
nothing: the minute of the local day, the local date as a number, and how many calls, texts and
conversations there were in so many local days. Forbear gets the moment, the zone and the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from forbear.core.gate.assemble import assemble
from forbear.core.law.book import RuleBook
from forbear.core.tables import Table
from forbear.core.tables.frames import Portfolio
from forbear.core.tables.portfolio import ACCOUNTS, CONTACT_POINTS, CONTACTS, PERSONS

ON = date(2026, 3, 12)
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
REGIONS = tuple(f"US-{first}{second}" for first in "ABCDEFGH" for second in "VWXYZ")
CHANNELS = ("call", "sms", "email", "visit", "voicemail")
WINDOWS = (1, 3, 7, 14)
# what is counted: a name, its channels, and the outcomes that count or do not
COUNTED = {
    "calls": (("call", "voicemail"), (), ("busy",)),
    "texts": (("sms",), (), ()),
    "talks": (("call",), ("conversation",), ()),
}


@dataclass(frozen=True, slots=True)
class Test:
    """When a rule objects: ``what`` is hours, cap, flag, below, least or outside."""

    what: str
    column: str = ""
    low: int = 0
    high: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class BenchRule:
    """A rule in words of its own, to be said in three languages."""

    name: str
    test: Test
    channels: tuple[str, ...] = CHANNELS
    region: str | None = None
    first: date = date(2020, 1, 1)
    last: date | None = None


def ten() -> list[BenchRule]:
    """Return ten rules such as the law has: hours, caps, a wait, states, amounts."""
    call = ("call", "voicemail")
    return [
        BenchRule("r0", Test("hours", low=480, high=1260), ("call", "voicemail", "sms", "email")),
        BenchRule("r1", Test("hours", low=540, high=1080), ("visit",)),
        BenchRule("r2", Test("cap", "calls", 7, days=7), call),
        BenchRule("r3", Test("cap", "texts", 1, days=1), ("sms",)),
        BenchRule("r4", Test("cap", "talks", 1, days=7), call),
        BenchRule("r5", Test("flag", "is_deceased")),
        BenchRule("r6", Test("flag", "employer_prohibits"), ("call", "visit")),
        BenchRule("r7", Test("flag", "is_minor")),
        BenchRule("r8", Test("below", "overdue_minor", 5_000), ("visit",)),
        BenchRule("r9", Test("flag", "time_barred"), ("letter", "sms", "email")),
    ]


def two_hundred() -> list[BenchRule]:
    """Return the ten and 190 stricter ones of forty regions, dated: most in force, some not."""
    rules = ten()
    for number in range(10, 200):
        region = REGIONS[number % len(REGIONS)]
        turn = number % 4
        test = (
            Test("hours", low=500 + number % 60, high=1200 - number % 60),
            Test("cap", "calls", 1 + number % 5, days=WINDOWS[number % 4]),
            Test("below", "overdue_minor", 500 * (1 + number % 20)),
            Test("cap", "texts", 1 + number % 3, days=WINDOWS[number // 4 % 4]),
        )[turn]
        rules.append(
            BenchRule(
                f"r{number}",
                test,
                (("call", "sms"), ("call", "voicemail"), ("visit", "call"), ("sms",))[turn],
                region,
                first=ON - timedelta(days=400 * (number % 3) - 1),
                last=ON + timedelta(days=number % 7) if number % 5 == 0 and number % 3 else None,
            )
        )
    return rules


# Columns that stand for what would else be worked out.
STAND_IN = {
    "minute": "next_due_minor",
    "calls": "missed_statements",
    "texts": "broken_promises",
    "talks": "step",
}


def conditions(rules: list[BenchRule]) -> list[BenchRule]:
    """Return the rules as bare conditions: hours as minutes given, counts as numbers given."""
    return [replace(rule, test=_given(rule.test)) for rule in rules]


def _given(test: Test) -> Test:
    if test.what == "hours":
        return Test("outside", STAND_IN["minute"], test.low, test.high)
    return Test("least", STAND_IN[test.column], test.low) if test.what == "cap" else test


RULES: dict[str, Callable[[], list[BenchRule]]] = {
    "10 rules": ten,
    "200 rules": two_hundred,
    "10 conditions": lambda: conditions(ten()),
    "200 conditions": lambda: conditions(two_hundred()),
}


def book_of(rules: list[BenchRule], read: Any) -> RuleBook:
    """Return the rules as Forbear's; ``read`` is the pack's own reader."""
    found = []
    for rule in rules:
        got, faults = read(_document(rule), file=rule.name)
        assert not faults, faults
        found += got
    return RuleBook(tuple(found), {"us": "bench"})


def _document(rule: BenchRule) -> dict[str, Any]:
    kind, value = _kind(rule.test)
    dated = {"from": rule.first, **({"to": rule.last} if rule.last else {})}
    source = {"cite": "a bench", "force": "statute", "confidence": "primary"}
    return {
        "question": rule.name,
        "kind": kind,
        "code": "CONTACT_FREQUENCY",
        "jurisdiction": rule.region or "US",
        "applies": f"channel IN ({', '.join(repr(channel) for channel in rule.channels)})",
        "values": [{"rule_id": rule.name, **dated, "value": value, **source}],
    }


def _kind(test: Test) -> tuple[str, dict[str, Any]]:
    if test.what == "hours":
        opens, closes = (time(at // 60, at % 60) for at in (test.low, test.high))
        return "hours", {"opens": opens, "closes": closes}
    if test.what == "cap":
        channels, outcomes, not_outcomes = COUNTED[test.column]
        value: dict[str, Any] = {"per": "account", "channels": list(channels), "days": test.days}
        value |= {"outcomes": list(outcomes)} if outcomes else {}
        value |= {"not_outcomes": list(not_outcomes)} if not_outcomes else {}
        return "frequency_cap", {"max": test.low, **value}
    column, low, high = test.column, test.low, test.high
    when = {
        "flag": column,
        "below": f"{column} < {low}",
        "least": f"{column} >= {low}",
        "outside": f"{column} < {low} OR {column} >= {high}",
    }
    return "forbid", {"when": when[test.what], "because": "a bench", "because_zh": "测"}


def portfolio_of(rows: int, seed: int) -> Portfolio:
    """Return persons with an account, a number and a history each."""
    rng = np.random.default_rng(seed)
    ids = np.arange(rows)
    zones = rng.integers(0, len(ZONES), rows)
    persons = _filled(
        PERSONS,
        person_id=ids,
        time_zones=np.array(ZONES)[np.sort(zones)],
        is_deceased=rng.random(rows) < 0.01,
        is_minor=rng.random(rows) < 0.01,
        employer_prohibits=rng.random(rows) < 0.03,
    )
    accounts = _filled(
        ACCOUNTS,
        account_id=ids,
        person_id=ids,
        nation=["US"] * rows,
        region=_drawn(rng, REGIONS, rows),
        currency=["USD"] * rows,
        overdue_minor=rng.integers(0, 200_000, rows),
        balance_minor=rng.integers(200_000, 900_000, rows),
        time_barred=rng.random(rows) < 0.02,
        next_due_minor=rng.integers(0, 1440, rows),
        missed_statements=rng.integers(0, 9, rows),
        broken_promises=rng.integers(0, 4, rows),
        step=rng.integers(0, 2, rows),
    )
    points = _filled(CONTACT_POINTS, contact_point_id=ids, person_id=ids, kind=["mobile"] * rows)
    many = rows * 6
    whose = rng.integers(0, rows, many)
    outcomes = ("no_answer", "no_answer", "busy", "conversation")
    contacts = _filled(
        CONTACTS,
        person_id=whose,
        account_id=whose,
        contact_point_id=whose,
        at=_minutes_from_noon(rng.integers(-21_000, 600, many)),
        channel=_drawn(rng, CHANNELS, many),
        outcome=_drawn(rng, outcomes, many),
    )
    return Portfolio.of(
        persons=persons, accounts=accounts, contact_points=points, contacts=contacts
    )


def _drawn(rng: np.random.Generator, words: tuple[str, ...], size: int) -> pl.Series:
    return pl.Series(np.array(words)[rng.integers(0, len(words), size)])


def _minutes_from_noon(minutes: NDArray[np.int64]) -> pl.Series:
    moments = pl.Series(minutes) * 60_000_000 + int(NOON.timestamp()) * 1_000_000
    return moments.cast(pl.Datetime("us", "UTC"))


def _filled(table: Table, **given: Any) -> pl.DataFrame:
    size = len(next(iter(given.values())))
    return pl.DataFrame(
        [
            pl.Series(given[column.name]).cast(column.dtype).alias(column.name)
            if column.name in given
            else pl.repeat(column.default, size, dtype=column.dtype, eager=True).alias(column.name)
            for column in table.columns
        ]
    )


def asked_of(rows: int, seed: int) -> pl.DataFrame:
    """Return what is asked about each person: a channel and a moment of that day."""
    rng = np.random.default_rng(seed + 1)
    return pl.DataFrame(
        {
            "account_id": np.arange(rows),
            "contact_point_id": np.arange(rows),
            "channel": _drawn(rng, CHANNELS, rows),
            "purpose": ["collect"] * rows,
            "asked_at": _minutes_from_noon(rng.integers(0, 960, rows)),
        }
    )


def candidates_of(portfolio: Portfolio, asked: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Return Forbear's rows: what is asked, with the facts beside it."""
    return assemble(asked.with_row_index("ix"), portfolio, needs=book.needs())


def contexts_of(portfolio: Portfolio, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the other engines: the same facts, with time and past worked out."""
    frame = asked.join(portfolio.accounts, on="account_id").join(portfolio.persons, on="person_id")
    local = _by_zone(frame, "asked_at")
    frame = frame.with_columns(_local=local).with_columns(_on=pl.col("_local").dt.date())
    past = portfolio.contacts.join(
        frame.select("account_id", "time_zones", "asked_at", "_on"), on="account_id"
    ).filter(pl.col("at") <= pl.col("asked_at"))
    past = past.with_columns(_age=(pl.col("_on") - _by_zone(past, "at").dt.date()).dt.total_days())
    counts = past.group_by("account_id").agg(_count(name, days) for name, days in counted())
    return (
        frame.join(counts, on="account_id", how="left", maintain_order="left")
        .with_columns(pl.col(f"{name}_{days}").fill_null(0) for name, days in counted())
        .select(
            pl.col("channel").cast(pl.String),
            pl.col("region").cast(pl.String),
            *("is_deceased", "is_minor", "employer_prohibits", "time_barred", "overdue_minor"),
            *STAND_IN.values(),
            (pl.col("_local").dt.hour().cast(pl.Int32) * 60 + pl.col("_local").dt.minute()).alias(
                "minute"
            ),
            pl.col("_on").dt.epoch("d").alias("day"),
            *(f"{name}_{days}" for name, days in counted()),
        )
    )


def counted() -> Iterator[tuple[str, int]]:
    """Yield each thing that is counted with each window."""
    for name in COUNTED:
        for days in WINDOWS:
            yield name, days


def _count(name: str, days: int) -> pl.Expr:
    channels, outcomes, not_outcomes = COUNTED[name]
    tests = [pl.col("channel").cast(pl.String).is_in(channels), pl.col("_age") < days]
    outcome = pl.col("outcome").cast(pl.String)
    tests += [outcome.is_in(outcomes)] if outcomes else []
    tests += [~outcome.is_in(not_outcomes)] if not_outcomes else []
    return pl.all_horizontal(tests).sum().cast(pl.Int64).alias(f"{name}_{days}")


def _by_zone(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return the wall time of each row in its own zone."""
    wall = pl.coalesce(
        pl.when(pl.col("time_zones") == zone).then(
            pl.col(column).dt.convert_time_zone(zone).dt.replace_time_zone(None)
        )
        for zone in ZONES
    )
    return frame.select(wall).to_series()
