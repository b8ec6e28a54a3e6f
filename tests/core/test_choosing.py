"""The order in which a contact is chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from forbear.core.strategy import Ladder, Plan, Step, choose
from forbear.core.tables import MOMENT
from tests.properties.ladders import condition

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
PLAN = Plan(
    "now",
    condition("TRUE"),
    7,
    channels=("call", "sms", "email"),
    template="t",
    templates={"sms": "ts"},
)
LADDER = Ladder("l", "1", "", "", steps=(Step(PLAN, "early", 5),))


def _point(point: str, channel: str, kind: str, number: int) -> dict[str, object]:
    return {
        "account_id": 1,
        "contact_point_id": number,
        "channel": channel,
        "point_kind": kind,
        "party": "cardholder",
        "purpose": "collect",
        "is_permitted": True,
        "window_from": AT,
        "window_to": AT,
        "name": point,
    }


POINTS = [
    _point("mobile call", "call", "mobile", 30),
    _point("second mobile call", "call", "mobile", 31),
    _point("work call", "call", "work", 20),
    _point("home call", "call", "home", 10),
    _point("text", "sms", "mobile", 30),
    _point("mail", "email", "email", 5),
]


@pytest.mark.parametrize("denied", range(len(POINTS)))
def test_the_next_in_order_is_taken_when_one_is_denied(denied: int) -> None:
    rows = [{**row, "is_permitted": n >= denied} for n, row in enumerate(POINTS)]
    candidates = pl.DataFrame(rows, schema_overrides={"window_from": MOMENT, "window_to": MOMENT})
    stepped = pl.DataFrame(
        {
            "account_id": [1],
            "person_id": [1],
            "plan_id": ["now"],
            "step": [1],
            "overdue_minor": [100],
            "wants": [True],
            "action": ["contact"],
            "because": ["now"],
        }
    )
    [chosen] = choose(candidates.reverse(), stepped, LADDER).to_dicts()
    wanted = POINTS[denied]
    assert (chosen["channel"], chosen["contact_point_id"]) == (
        wanted["channel"],
        wanted["contact_point_id"],
    )
    assert chosen["template"] == ("ts" if wanted["channel"] == "sms" else "t")
    assert chosen["window_from"] == AT


def _account(account_id: int, step: int, overdue_minor: int) -> dict[str, object]:
    return {
        "account_id": account_id,
        "person_id": 1,
        "plan_id": "now",
        "step": step,
        "overdue_minor": overdue_minor,
        "wants": True,
        "action": "contact",
        "because": "now",
    }


@pytest.mark.parametrize(
    ("accounts", "winner"),
    [
        pytest.param([(1, 2, 100), (2, 3, 50), (3, 2, 900)], 2, id="highest-step"),
        pytest.param([(1, 2, 100), (2, 2, 50), (3, 2, 900)], 3, id="then-largest-overdue"),
        pytest.param([(3, 2, 100), (2, 2, 100), (4, 2, 100)], 2, id="then-lowest-account"),
    ],
)
def test_one_account_speaks_for_a_person(accounts: list[tuple[int, int, int]], winner: int) -> None:
    rows = [{**POINTS[0], "account_id": account_id} for account_id, _, _ in accounts]
    candidates = pl.DataFrame(rows, schema_overrides={"window_from": MOMENT, "window_to": MOMENT})
    stepped = pl.DataFrame([_account(*account) for account in accounts])
    chosen = choose(candidates, stepped, LADDER)
    assert chosen.filter(pl.col("action") == "contact")["account_id"].to_list() == [winner]
    others = chosen.filter(pl.col("account_id") != winner)
    assert others.select("action", "because", "channel").unique().rows() == [
        ("hold", "OTHER_ACCOUNT", None)
    ]


def _chosen(preferred: str | None, rows: list[dict[str, object]]) -> tuple[str, int]:
    candidates = pl.DataFrame(rows, schema_overrides={"window_from": MOMENT, "window_to": MOMENT})
    wishes = pl.DataFrame(
        {"person_id": [1], "preferred_channel": [preferred]},
        schema_overrides={"preferred_channel": pl.String},
    )
    stepped = pl.DataFrame([_account(1, 1, 100)])
    [row] = choose(candidates, stepped, LADDER, preferred=wishes).to_dicts()
    return row["channel"], row["contact_point_id"]


@pytest.mark.parametrize(
    ("preferred", "chosen"),
    [
        (None, ("call", 30)),
        ("email", ("email", 5)),
        ("sms", ("sms", 30)),
        # the plan does not write letters
        ("letter", ("call", 30)),
    ],
)
def test_the_channel_that_they_prefer_goes_before_the_plans_order(
    preferred: str | None, chosen: tuple[str, int]
) -> None:
    assert _chosen(preferred, POINTS) == chosen


def test_a_preferred_channel_that_is_denied_permits_nothing() -> None:
    rows = [{**row, "is_permitted": row["channel"] != "email"} for row in POINTS]
    assert _chosen("email", rows) == ("call", 30)


def test_a_wish_of_the_cardholder_is_not_about_the_points_of_others() -> None:
    plan = Plan(
        "now",
        condition("TRUE"),
        7,
        channels=("call", "email"),
        template="t",
        purpose="locate",
        parties=("cardholder", "family"),
    )
    ladder = Ladder("l", "1", "", "", steps=(Step(plan, "early", 5),))
    rows = [
        {**POINTS[0], "purpose": "locate"},
        {**POINTS[5], "purpose": "locate", "party": "family"},
    ]
    candidates = pl.DataFrame(rows, schema_overrides={"window_from": MOMENT, "window_to": MOMENT})
    wishes = pl.DataFrame({"person_id": [1], "preferred_channel": ["email"]})
    chosen = choose(candidates, pl.DataFrame([_account(1, 1, 100)]), ladder, preferred=wishes)
    assert chosen["channel"].to_list() == ["call"]
