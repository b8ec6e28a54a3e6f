"""The promises of a day, for any portfolio."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from forbear.core.law.book import RuleBook
from forbear.core.tables import DAY_CHANNELS, DECISIONS
from forbear.core.tables.frames import Portfolio
from forbear.engine.day import DayResult, run_day
from forbear.engine.gate import answer_contacts
from forbear.packs import load_book
from tests.engine.make import ON, book, ladder
from tests.properties.portfolios import portfolios

SOME = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
HOUSE = Path(__file__).with_name("house.toml")
# With this rule every contact of the past is kept, since it reads the latest message to anyone.
LOOKS_BACK = Path(__file__).with_name("looks_back.toml")


def decide(portfolio: Portfolio, rules: RuleBook | None = None) -> DayResult:
    return run_day(portfolio, on=ON, ladder=ladder(), book=rules or book())


@SOME
@given(portfolio=portfolios())
def test_a_chosen_contact_is_permitted_at_every_moment_of_its_window(portfolio: Portfolio) -> None:
    chosen = decide(portfolio).decisions.filter(pl.col("action") == "contact")
    for row in chosen.iter_rows(named=True):
        contact = pl.DataFrame([row]).select("account_id", "contact_point_id", "channel", "purpose")
        opens, closes = row["window_from"], row["window_to"]
        assert opens < closes
        for at in (opens, opens + (closes - opens) / 2, closes - timedelta(microseconds=1)):
            [answer] = answer_contacts(portfolio, contact, at=at, book=book())
            told = [(reason.rule_id, reason.because) for reason in answer.reasons]
            assert answer.is_permitted, (row, at, told)


@SOME
@given(portfolio=portfolios())
def test_there_is_one_row_an_account_and_it_is_complete(portfolio: Portfolio) -> None:
    decisions = decide(portfolio).decisions
    assert decisions.schema == DECISIONS.schema
    assert decisions["account_id"].to_list() == sorted(portfolio.accounts["account_id"])
    filled = [column.name for column in DECISIONS.columns if column.null_means == "refused"]
    assert decisions.select(filled).null_count().sum_horizontal().item() == 0
    contacts = decisions.filter(pl.col("action") == "contact")
    assert contacts["person_id"].is_unique().all()
    for row in contacts.iter_rows(named=True):
        assert row[f"{row['channel']}_denied"] is None


@SOME
@given(portfolio=portfolios())
def test_the_summary_adds_up_to_the_decisions(portfolio: Portfolio) -> None:
    result = decide(portfolio)
    rows = result.decisions.to_dicts()
    summary = result.summary
    assert summary.accounts == len(rows)
    for told, column in (
        (summary.by_bucket, "bucket"),
        (summary.by_action, "action"),
        (summary.by_because, "because"),
        (summary.by_channel, "channel"),
    ):
        assert told == Counter(row[column] for row in rows if row[column] is not None)
    money: Counter[str] = Counter()
    for row in rows:
        money[row["currency"]] += row["overdue_minor"]
    assert +summary.overdue_minor == +money
    assert bool(summary.denials) >= any(
        row[f"{name}_denied"] for row in rows for name in DAY_CHANNELS
    )


def _of_persons(portfolio: Portfolio, persons: list[int]) -> Portfolio:
    accounts = portfolio.accounts.filter(pl.col("person_id").is_in(persons))
    parts = {}
    for field in fields(Portfolio):
        frame = getattr(portfolio, field.name)
        mine = pl.col("person_id").is_in(persons)
        if "person_id" not in frame.columns:
            mine = pl.col("account_id").is_in(accounts["account_id"].implode())
        parts[field.name] = frame.filter(mine)
    return Portfolio(**parts)


@SOME
@given(portfolio=portfolios(), size=st.integers(1, 3))
def test_shards_of_any_size_make_the_whole(portfolio: Portfolio, size: int) -> None:
    whole = decide(portfolio)
    persons = portfolio.persons["person_id"].to_list()
    shards = [persons[start : start + size] for start in range(0, len(persons), size)]
    parts = [decide(_of_persons(portfolio, shard)) for shard in shards]
    together = pl.concat([part.decisions for part in parts]).sort("account_id")
    assert_frame_equal(together, whole.decisions)
    total = parts[0].summary
    for part in parts[1:]:
        total = total + part.summary
    assert total == whole.summary


@SOME
@given(portfolio=portfolios(), seed=st.integers(0, 9))
def test_the_order_of_rows_does_not_matter(portfolio: Portfolio, seed: int) -> None:
    shuffled = Portfolio(
        **{
            field.name: getattr(portfolio, field.name).sample(
                fraction=1, shuffle=True, seed=seed + n
            )
            for n, field in enumerate(fields(Portfolio))
        }
    )
    first, second = decide(portfolio), decide(shuffled)
    assert_frame_equal(first.decisions, second.decisions)
    assert first.summary == second.summary


@SOME
@given(portfolio=portfolios())
def test_a_house_rule_never_adds_a_contact(portfolio: Portfolio) -> None:
    plain = decide(portfolio).decisions
    strict = decide(portfolio, load_book(HOUSE)).decisions
    reached = set(plain.filter(pl.col("action") == "contact")["person_id"])
    still = strict.filter(pl.col("action") == "contact")
    assert set(still["person_id"]) <= reached
    assert not still["channel"].is_in(["sms"]).any(), "the house rule forbids text messages"
    for channel in DAY_CHANNELS:
        name = f"{channel}_denied"
        both = plain.select("account_id", name).join(strict, on="account_id", suffix="_strict")
        for before, after in both.select(name, f"{name}_strict").iter_rows():
            assert set((before or "").split()) <= set((after or "").split())


@SOME
@given(portfolio=portfolios())
def test_whoever_wants_no_contact_gets_none(portfolio: Portfolio) -> None:
    wishes = portfolio.persons.select(
        "person_id",
        channel=pl.lit(None, dtype=portfolio.opt_outs.schema["channel"]),
        contact_point_id=pl.lit(None, dtype=pl.Int64),
        at=pl.lit(ON).cast(portfolio.opt_outs.schema["at"]),
    )
    silent = replace(portfolio, opt_outs=wishes, consents=portfolio.consents.clear())
    assert decide(silent).decisions["channel"].is_null().all()


@SOME
@given(portfolio=portfolios())
def test_what_is_not_recalled_would_change_nothing(portfolio: Portfolio) -> None:
    recalled, complete = decide(portfolio), decide(portfolio, load_book(LOOKS_BACK))
    assert_frame_equal(recalled.decisions, complete.decisions)
    assert recalled.summary.denials == complete.summary.denials
