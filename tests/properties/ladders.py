"""Made-up ladders and accounts: every condition both as SQL and as plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
from hypothesis import strategies as st

from forbear.core.facts import FACTS
from forbear.core.strategy import Condition, EventPlan, Hold, Ladder, Plan, Step
from forbear.core.strategy.conditions import read_condition
from forbear.core.tables import words as w
from tests.reference.ladder import Event, Plain, Predicate, Reminder, Rung

ON = date(2026, 3, 2)

# Nested and not, on known and unknown facts: the promises hold for all of them.
CONDITIONS: dict[str, Predicate] = {
    "dpd >= 1": lambda f: f["dpd"] >= 1,
    "dpd > 30": lambda f: f["dpd"] > 30,
    "dpd > 90 AND NOT time_barred": lambda f: f["dpd"] > 90 and not f["time_barred"],
    "dpd BETWEEN 5 AND 40": lambda f: 5 <= f["dpd"] <= 40,
    "dpd = 0": lambda f: f["dpd"] == 0,
    "missed_statements > 1 OR dpd > 60": lambda f: f["missed_statements"] > 1 or f["dpd"] > 60,
    "overdue_minor >= 5000": lambda f: f["overdue_minor"] >= 5000,
    "days_to_due <= 3": lambda f: None if f["days_to_due"] is None else f["days_to_due"] <= 3,
    "days_since_payment IS NULL": lambda f: f["days_since_payment"] is None,
    "days_since_payment > 2": lambda f: (
        None if f["days_since_payment"] is None else f["days_since_payment"] > 2
    ),
    "status = 'open'": lambda f: f["status"] == "open",
    "plan IN ('none', 'broken')": lambda f: f["plan"] in {"none", "broken"},
    "TRUE": lambda _: True,
    "FALSE": lambda _: False,
}
HOLDS: dict[str, Predicate] = {
    "dispute = 'open'": lambda f: f["dispute"] == "open",
    "plan = 'kept'": lambda f: f["plan"] == "kept",
    "has_hardship": lambda f: f["has_hardship"],
    "days_since_payment IS NOT NULL AND days_since_payment <= 1": lambda f: (
        f["days_since_payment"] is not None and f["days_since_payment"] <= 1
    ),
}
# A hold that is unknown applies; the loader refuses such a text, the run must not rely on it.
UNKNOWN_HOLD = "days_to_due <= 0"


@cache
def condition(text: str) -> Condition:
    return read_condition(text, FACTS)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Ladder, Plain]:
    """Draw a ladder and its plain twin."""
    steps, rungs = [], []
    stages = sorted(
        draw(st.lists(st.sampled_from(w.STAGES[1:]), min_size=1, max_size=6)), key=w.STAGES.index
    )
    for number, stage in enumerate(stages, start=1):
        text = draw(st.sampled_from(list(CONDITIONS)))
        every, dwell = draw(st.integers(1, 9)), draw(st.integers(1, 9))
        refers, optional = draw(st.booleans()), draw(st.booleans())
        plan = Plan(
            id=f"step_{number}",
            when=condition(text),
            every_days=every,
            action="refer" if refers else "contact",
            channels=("sms", "call"),
            template="t",
        )
        steps.append(Step(plan, stage, dwell, optional))
        rungs.append(
            Rung(f"step_{number}", stage, CONDITIONS[text], dwell, every, refers, optional)
        )
    rest_days = draw(st.integers(1, 4))
    texts = draw(st.lists(st.sampled_from(list(CONDITIONS)), max_size=2))
    plans = [
        Plan(f"reminder_{n}", condition(text), 5, channels=("email",), template="t")
        for n, text in enumerate(texts)
    ]
    known = {**HOLDS, UNKNOWN_HOLD: lambda f: f["days_to_due"] is None or f["days_to_due"] <= 0}
    held = draw(st.lists(st.sampled_from(list(known)), max_size=2, unique=True))
    events, told = draw(events_of([f"HOLD_{n}" for n in range(len(held))]))
    ladder = Ladder(
        id="made_up",
        version="1",
        title="",
        title_zh="",
        steps=tuple(steps),
        reminders=tuple(plans),
        events=events,
        holds=tuple(Hold(f"HOLD_{n}", condition(text)) for n, text in enumerate(held)),
        rest_days=rest_days,
    )
    plain = Plain(
        rungs=rungs,
        reminders=[Reminder(f"reminder_{n}", CONDITIONS[text], 5) for n, text in enumerate(texts)],
        holds=[(f"HOLD_{n}", known[text]) for n, text in enumerate(held)],
        rest_days=rest_days,
        events=told,
    )
    return ladder, plain


KINDS = ("promise_due", "payment", "debit_failed")
WORDS = ("a", "b", "c")


@st.composite
def events_of(draw: st.DrawFn, holds: list[str]) -> tuple[tuple[EventPlan, ...], tuple[Event, ...]]:
    """Draw what a ladder tells of events, and its plain twin."""
    plans, plain = [], []
    for number in range(draw(st.integers(0, 3))):
        text = draw(st.sampled_from(("TRUE", "FALSE", *CONDITIONS)))
        first = draw(st.integers(-3, 3))
        last = first + draw(st.integers(0, 3))
        template = draw(st.sampled_from(WORDS))
        kind = draw(st.sampled_from(KINDS))
        despite = frozenset(draw(st.lists(st.sampled_from(holds), max_size=2))) if holds else set()
        unless = frozenset(draw(st.lists(st.sampled_from(WORDS), max_size=1)))
        name = f"event_{number}"
        plan = Plan(name, condition(text), 1, channels=("sms",), template=template)
        plans.append(EventPlan(plan, kind, first, last, frozenset(despite), unless))
        plain.append(
            Event(name, kind, first, last, template, CONDITIONS[text], frozenset(despite), unless)
        )
    return tuple(plans), tuple(plain)


@st.composite
def happenings(draw: st.DrawFn, accounts: int) -> list[dict[str, Any]]:
    """Draw what happened to so many accounts, and what was told of it."""
    told = st.none() | st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
    return [
        {
            "account_id": number,
            "person_id": number,
            "event": draw(st.sampled_from(KINDS)),
            "on": ON + timedelta(days=draw(st.integers(-5, 5))),
            "told": draw(told),
        }
        for number in range(accounts)
        for _ in range(draw(st.integers(0, 2)))
    ]


def fact_row(account_id: int = 1, **values: Any) -> dict[str, Any]:
    """One row of facts about which nothing special is known."""
    row: dict[str, Any] = {}
    for column in FACTS.columns:
        plain: Any = 0
        if column.values:
            plain = column.values[0]
        elif column.dtype == pl.Boolean:
            plain = False
        elif column.dtype == pl.String:
            plain = "en"
        row[column.name] = plain if column.null_means == "refused" else None
    return {**row, "account_id": account_id, "person_id": account_id, **values}


DPD = st.sampled_from((0, 1, 2, 5, 31, 40, 61, 91, 200))
DAYS = st.none() | st.integers(0, 12)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw facts that fit together as `account_facts` would give them."""
    step = draw(st.integers(0, 7))
    on_step = draw(DAYS) if step else None
    since_payment = draw(DAYS)
    paid = step > 0 and since_payment is not None and (on_step is None or since_payment <= on_step)
    return fact_row(
        dpd=draw(DPD),
        overdue_minor=draw(st.sampled_from((0, 1, 4_999, 5_000))),
        missed_statements=draw(st.integers(0, 3)),
        status=draw(st.sampled_from(("open", "open", "open", "charged_off", "paid", "sold"))),
        days_to_due=draw(st.none() | st.integers(0, 6)),
        days_since_payment=since_payment,
        days_since_contact=draw(DAYS),
        step=step,
        step_on=None if on_step is None else ON - timedelta(days=on_step),
        days_on_step=on_step,
        paid_since_step=paid,
        plan=draw(st.sampled_from(w.PLANS)),
        dispute=draw(st.sampled_from(w.DISPUTES)),
        has_hardship=draw(st.booleans()),
        time_barred=draw(st.booleans()),
    )


def frame(drawn: list[dict[str, Any]]) -> pl.DataFrame:
    """Number rows and make them a frame of facts."""
    numbered = [{**row, "account_id": n, "person_id": n} for n, row in enumerate(drawn)]
    return pl.DataFrame(numbered, schema=FACTS.schema)
