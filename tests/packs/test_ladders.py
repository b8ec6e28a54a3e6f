"""The default ladder does what it says, day after day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from forbear.core.strategy import Ladder, LadderRefused, next_steps
from forbear.packs.ladders import load_ladder
from forbear.packs.words import load_templates
from tests.properties.ladders import fact_row, frame

DUE_ON = date(2026, 1, 1)


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder()


@pytest.fixture(scope="module")
def years(ladder: Ladder) -> dict[int, tuple[str, str]]:
    """A small account that nobody pays for more than three years."""
    return _run(ladder, 1_110)


def _run(ladder: Ladder, days: int, **facts: Any) -> dict[int, tuple[str, str]]:
    """Let an account grow late without a payment; tell (plan, action) of each day with one."""
    step, step_on, contacted_on = 0, None, None
    told = {}
    for dpd in range(-5, days):
        on = DUE_ON + timedelta(days=dpd)
        row = fact_row(
            dpd=max(dpd, 0),
            overdue_minor=10_000 if dpd > 0 else 0,
            days_to_due=-dpd if dpd <= 0 else None,
            next_due_minor=10_000 if dpd <= 0 else 0,
            missed_statements=max(dpd + 29, 0) // 30 if dpd > 0 else 0,
            step=step,
            step_on=step_on,
            days_on_step=None if step_on is None else (on - step_on).days,
            days_since_contact=None if contacted_on is None else (on - contacted_on).days,
        )
        [after] = next_steps(frame([{**row, **facts}]), ladder, on=on).to_dicts()
        step, step_on = after["step"], after["step_on"]
        if after["plan_id"] is not None:
            told[dpd] = (after["plan_id"], after["action"])
        if after["wants"]:
            contacted_on = on
    return told


def test_every_template_of_the_default_ladder_exists_for_its_channel(ladder: Ladder) -> None:
    templates = load_templates()
    for plan in ladder.plans():
        for channel in plan.channels:
            assert channel in templates[plan.template_for(channel)].channels, plan.id


def test_the_first_sixty_days(ladder: Ladder) -> None:
    told = {day: plan for day, (plan, _) in _run(ladder, 61).items()}
    assert told == {
        -3: "before_due",
        1: "first_message",
        7: "second_message",
        15: "second_message",
        23: "second_message",
        31: "call",
        38: "call",
        45: "call",
        52: "call",
        59: "call",
    }


def test_every_rung_is_reached_in_order_and_the_small_account_is_not_visited(
    ladder: Ladder, years: dict[int, tuple[str, str]]
) -> None:
    order = list(dict.fromkeys(plan for plan, _ in years.values() if plan in ladder.step_ids()))
    assert order == [name for name in ladder.step_ids() if name != "visit"]
    visited = _run(ladder, 200, overdue_minor=900_000)
    assert ("visit", "refer") in visited.values()


def test_a_time_barred_debt_hears_nothing_of_court(ladder: Ladder) -> None:
    told = {plan for plan, _ in _run(ladder, 500, time_barred=True).values()}
    assert "agency" in told
    assert not told & {"before_legal", "court"}


def test_every_overdue_account_hears_from_us_at_least_once_a_statement_cycle(
    ladder: Ladder, years: dict[int, tuple[str, str]]
) -> None:
    days = [day for day, (_, action) in years.items() if action == "contact"]
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert max(gaps) <= 31
    assert min(gaps) >= ladder.rest_days


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"dispute": "open"}, "DISPUTE_OPEN"),
        ({"plan": "kept"}, "PLAN_KEPT"),
        ({"has_hardship": True}, "HARDSHIP"),
        ({"has_breathing_space": True}, "BREATHING_SPACE"),
        ({"days_since_promise": -2}, "PROMISE_OPEN"),
        ({"days_since_promise": 1}, "PROMISE_OPEN"),
        ({"days_since_payment": 3}, "PAID_RECENTLY"),
        ({"days_since_payment": 4}, None),
        ({"days_since_promise": 2}, None),
        ({"dispute": "answered"}, None),
    ],
)
def test_holds(ladder: Ladder, facts: dict[str, Any], code: str | None) -> None:
    row = fact_row(dpd=40, overdue_minor=10_000, **facts)
    [after] = next_steps(frame([row]), ladder, on=DUE_ON).to_dicts()
    assert after["hold"] == code
    assert (after["action"] == "hold") == (code is not None)


def test_a_ladder_of_ones_own_is_read_from_a_file(tmp_path: Path, ladder: Ladder) -> None:
    path = tmp_path / "my ladder.toml"
    path.write_text('id = "mine"\nstep = []\n', encoding="utf-8")
    with pytest.raises(LadderRefused, match=r"my ladder.toml:2: step: unknown key"):
        load_ladder(path)
    assert ladder.id == "default"
