"""Choosing takes from permitted candidates only, one a person, in the stated order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.strategy import CHOSEN, EventPlan, Ladder, Plan, Step, choose
from forbear.core.tables import MOMENT
from tests.properties.ladders import condition
from tests.reference import choosing

Rows = list[dict[str, Any]]
ALWAYS = condition("TRUE")
LADDER = Ladder(
    id="made_up",
    version="1",
    title="",
    title_zh="",
    steps=(
        Step(Plan("a", ALWAYS, 7, channels=("sms", "call"), template="ta"), "early", 5),
        Step(Plan("b", ALWAYS, 7, channels=("call", "sms", "email"), template="tb"), "late", 5),
        Step(
            Plan(
                "c",
                ALWAYS,
                7,
                channels=("call",),
                purpose="locate",
                template="tc",
                parties=("cardholder", "family"),
            ),
            "late",
            5,
        ),
    ),
    events=(
        EventPlan(Plan("e", ALWAYS, 1, channels=("sms", "call"), template="te"), "payment", 0, 1),
    ),
)
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
CANDIDATE = st.fixed_dictionaries(
    {
        "account_id": st.integers(0, 3),
        "contact_point_id": st.integers(1, 9),
        "channel": st.sampled_from(("sms", "call", "call", "letter")),
        "point_kind": st.sampled_from(("mobile", "work", "home", "email", "postal")),
        "party": st.sampled_from((*["cardholder"] * 6, "family", "employer")),
        "purpose": st.sampled_from((*["collect"] * 6, "locate", "notice")),
        "is_permitted": st.sampled_from((*[True] * 6, False, None)),
    }
)
ACCOUNT = st.fixed_dictionaries(
    {
        "person_id": st.integers(0, 1),
        "step": st.integers(1, 2),
        "overdue_minor": st.sampled_from((100, 200)),
        "plan_id": st.sampled_from(("a", "b", "a", "b", "c", "e", None)),
    }
)


def _candidates(drawn: Rows) -> pl.DataFrame:
    schema = {
        "account_id": pl.Int64,
        "contact_point_id": pl.Int64,
        "channel": pl.String,
        "point_kind": pl.String,
        "party": pl.String,
        "purpose": pl.String,
        "is_permitted": pl.Boolean,
        "window_from": MOMENT,
        "window_to": MOMENT,
    }
    return pl.DataFrame([{**row, "window_from": AT} for row in drawn], schema=schema)


def _stepped(drawn: Rows) -> Rows:
    return [
        {
            **row,
            "account_id": n,
            "wants": row["plan_id"] is not None,
            "action": "contact" if row["plan_id"] else "none",
            "because": row["plan_id"] or "NOT_DUE_YET",
        }
        for n, row in enumerate(drawn)
    ]


def _frame(stepped: Rows) -> pl.DataFrame:
    return pl.DataFrame(stepped, schema_overrides={"plan_id": pl.String, "step": pl.Int16})


CANDIDATES = st.lists(CANDIDATE, min_size=15, max_size=40)
ACCOUNTS = st.lists(ACCOUNT, min_size=2, max_size=4)


@given(drawn=CANDIDATES, accounts=ACCOUNTS)
def test_only_permitted_candidates_are_chosen(drawn: Rows, accounts: Rows) -> None:
    chosen = choose(_candidates(drawn), _frame(_stepped(accounts)), LADDER)
    permitted = {
        (row["account_id"], row["contact_point_id"], row["channel"], row["purpose"])
        for row in drawn
        if row["is_permitted"]
    }
    made = chosen.filter(pl.col("channel").is_not_null())
    names = ("account_id", "contact_point_id", "channel", "purpose")
    assert set(made.select(names).rows()) <= permitted
    assert chosen.filter(pl.col("channel").is_null())["contact_point_id"].null_count() == (
        chosen.height - made.height
    )


@given(drawn=CANDIDATES, accounts=ACCOUNTS)
def test_a_person_hears_from_us_once_a_day(drawn: Rows, accounts: Rows) -> None:
    stepped = _frame(_stepped(accounts))
    chosen = choose(_candidates(drawn), stepped, LADDER)
    assert chosen["account_id"].to_list() == list(range(len(accounts)))
    assert chosen.schema == CHOSEN
    made = chosen.filter(pl.col("action") == "contact").join(
        stepped.select("account_id", "person_id"), on="account_id"
    )
    assert made["person_id"].is_unique().all()


@given(drawn=CANDIDATES, accounts=ACCOUNTS)
def test_row_and_column_agree(drawn: Rows, accounts: Rows) -> None:
    stepped = _stepped(accounts)
    chosen = choose(_candidates(drawn), _frame(stepped), LADDER)
    names = ("action", "because", "contact_point_id")
    answer = {row["account_id"]: tuple(row[n] for n in names) for row in chosen.to_dicts()}
    assert answer == choosing.choose(drawn, stepped, LADDER)
