"""One day on the ladder: which rung each account stands on, and whether a contact is due.

Four promises, each with a property test:

* an account climbs one rung a decision at most, and only after its stay on the present one;
* a payment since the last decision lowers the rung, and no payment can raise it; nothing overdue
  means no rung;
* nothing starts on the due date itself;
* a hold never lets an account climb, and its days do not count as days of the stay.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from forbear.core.strategy.events import event_plan, events_due
from forbear.core.strategy.ladder import Ladder, Plan
from forbear.core.tables import words as w

# Why nothing is done, where no hold and no plan says so.
NOTHING_OVERDUE = "NOTHING_OVERDUE"
BELOW_LADDER = "BELOW_LADDER"
NOT_DUE_YET = "NOT_DUE_YET"
PASSED_OVER = "PASSED_OVER"
CLOSED = "CLOSED"

# Columns that `next_steps` adds or replaces, in this order.
STEPPED = ("step", "step_on", "stage", "hold", "plan_id", "action", "wants", "because")

_COLLECTABLE = ("open", "charged_off")


def next_steps(
    facts: pl.LazyFrame | pl.DataFrame,
    ladder: Ladder,
    *,
    on: date,
    events: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Decide rung and due treatment of every account; adds or replaces the ``STEPPED`` columns.

    ``step`` and ``step_on`` are to be kept for the next day: ``step_on`` is the day from which the
    stay counts. ``stage`` is the rung's. ``hold`` is the first hold that applies, or null.
    ``plan_id`` is the id of the rung, reminder or event to act on today (null: none), ``action``
    what that is (contact, refer, hold or none), ``wants`` whether a contact is due, and ``because``
    the plan's id, the hold's code, or a code of this module. ``events`` is the portfolio's table of
    what happened to accounts; what the ladder tells of it goes before everything else.
    """
    climbed = _climb(facts.lazy(), ladder, on=on)
    told = pl.lit(None, dtype=pl.String)
    if ladder.events and events is not None and not events.is_empty():
        due = events_due(events.lazy(), ladder, on=on)
        climbed = climbed.join(due, on="account_id", how="left", maintain_order="left")
        told = event_plan(ladder)
    return _treat(climbed.with_columns(told.alias("_event")), ladder).collect()


def _true(condition: pl.Expr) -> pl.Expr:
    """A condition on an unknown fact does not hold."""
    return condition.fill_null(value=False)


def wanted_step(ladder: Ladder) -> pl.Expr:
    """The rung that the facts alone ask for: the highest whose condition holds; 0 if none."""
    numbered = [
        pl.when(_true(step.plan.when.expr)).then(pl.lit(number, dtype=pl.Int16))
        for number, step in enumerate(ladder.steps, start=1)
    ]
    return pl.max_horizontal(numbered).fill_null(0)


def hold_code(ladder: Ladder) -> pl.Expr:
    """The first hold that applies. A hold whose condition is unknown applies: waiting is safe."""
    fired = [
        pl.when(hold.when.expr.fill_null(value=True)).then(pl.lit(hold.code))
        for hold in ladder.holds
    ]
    return pl.coalesce(*fired, pl.lit(None, dtype=pl.String))


def is_overdue() -> pl.Expr:
    """Whether there is anything to collect: past its due date, and not paid, settled or sold."""
    return (
        (pl.col("dpd") > 0) & (pl.col("overdue_minor") > 0) & pl.col("status").is_in(_COLLECTABLE)
    ).fill_null(value=False)


def _by_step(values: list[Any], dtype: pl.DataType, *, step: pl.Expr) -> pl.Expr:
    """Look a rung's value up; position 0 is for no rung."""
    table = pl.lit(pl.Series("by_step", values, dtype=dtype))
    return table.gather(step.cast(pl.UInt32))


def _climb(facts: pl.LazyFrame, ladder: Ladder, *, on: date) -> pl.LazyFrame:
    """Move each account on the ladder: add the new ``step``, ``step_on``, ``stage``, ``hold``."""
    top = len(ladder.steps)
    day = pl.lit(on, dtype=pl.Date)
    # A rung beyond the ladder's end was reached on a longer one.
    present = pl.col("step").fill_null(0).clip(0, top).cast(pl.Int16)
    dwell = _by_step([0, *(s.dwell_days for s in ladder.steps)], pl.Int32(), step=pl.col("_now"))
    has_dwelt = (pl.col("_now") == 0) | _true(pl.col("days_on_step") >= dwell)
    paid_today = _true(pl.col("days_since_payment") <= 0)
    may_climb = has_dwelt & pl.col("hold").is_null() & ~pl.col("_paid") & ~paid_today
    ceiling = pl.col("_now") + may_climb.cast(pl.Int16)
    softened = pl.max_horizontal(pl.col("_now") - 1, pl.lit(1, dtype=pl.Int16))
    reached = pl.min_horizontal(
        pl.when(pl.col("_paid")).then(softened).otherwise(ceiling), "_wanted"
    )
    step = pl.when(pl.col("_overdue")).then(reached).otherwise(0).cast(pl.Int16)
    # The stay starts anew on a new rung, after a payment, and after each day of a hold.
    is_fresh = (
        (pl.col("_next") != pl.col("step").fill_null(0))
        | pl.col("hold").is_not_null()
        | pl.col("_paid")
        | pl.col("step_on").is_null()
    )
    # A payment of today, known today, has then been answered: tomorrow it does not count again.
    answered = pl.when(pl.col("_paid") & paid_today).then(day.dt.offset_by("1d")).otherwise(day)
    step_on = pl.when(pl.col("_next") > 0).then(
        pl.when(is_fresh).then(answered).otherwise("step_on")
    )
    stage = _by_step(
        [w.STAGES[0], *(s.stage for s in ladder.steps)], pl.String(), step=pl.col("_next")
    )
    return (
        facts.with_columns(
            present.alias("_now"),
            is_overdue().alias("_overdue"),
            hold_code(ladder).alias("hold"),
            wanted_step(ladder).alias("_wanted"),
        )
        .with_columns((pl.col("paid_since_step") & (pl.col("_now") > 0)).alias("_paid"))
        .with_columns(step.alias("_next"))
        .with_columns(
            step_on.alias("step_on"),
            stage.cast(w.words(w.STAGES)).alias("stage"),
            (is_fresh & (pl.col("_next") > 0)).alias("_fresh"),
        )
        .with_columns(pl.col("_next").alias("step"))
    )


def _is_due(plan: Plan, ladder: Ladder, *, days_on_rung: pl.Expr | None) -> pl.Expr:
    """Whether a plan is to be acted on today, by the time since the last contact alone."""
    if plan.action == "refer":
        assert days_on_rung is not None, "only a rung refers"
        return days_on_rung % plan.every_days == 0
    since = pl.col("days_since_contact")
    is_due = since.is_null() | (since >= max(plan.every_days, ladder.rest_days))
    if days_on_rung is not None:
        # Nothing has been sent on this rung yet: it does not wait for the last rung's rhythm.
        is_due = is_due | ((since > days_on_rung) & (since >= ladder.rest_days))
    return _true(is_due)


def _plans_due(ladder: Ladder) -> tuple[pl.Expr, pl.Expr]:
    """The id of the plan to act on today, rung before reminder, and whether its rung is passed."""
    days_on_rung = pl.when("_fresh").then(0).otherwise(pl.col("days_on_step"))
    passed, due = [pl.lit(value=False)], []
    for number, step in enumerate(ladder.steps, start=1):
        is_here = pl.col("step") == number
        if step.optional:
            holds = _true(step.plan.when.expr)
            passed.append(is_here & ~holds)
            is_here = is_here & holds
        is_due = _is_due(step.plan, ladder, days_on_rung=days_on_rung)
        due.append(pl.when(is_here & is_due).then(pl.lit(step.plan.id)))
    for reminder in ladder.reminders:
        is_due = _is_due(reminder, ladder, days_on_rung=None)
        due.append(pl.when(_true(reminder.when.expr) & is_due).then(pl.lit(reminder.id)))
    return pl.coalesce(due), pl.any_horizontal(passed)


def _treat(climbed: pl.LazyFrame, ladder: Ladder) -> pl.LazyFrame:
    """Choose what is done today: what tells of an event, a hold, the rung's plan, a reminder."""
    is_open = pl.col("status").is_in(_COLLECTABLE).fill_null(value=False)
    is_held = pl.col("hold").is_not_null()
    has_plan = pl.col("plan_id").is_not_null()
    plan_id, passed = _plans_due(ladder)
    plan_id = pl.when(is_open & ~is_held).then(plan_id)
    refers = [plan.id for plan in ladder.plans() if plan.action == "refer"]
    # a case that goes to a desk goes on its day; what tells of an event may wait for tomorrow
    told = pl.when(~plan_id.is_in(refers).fill_null(value=False)).then(pl.col("_event"))
    is_event = told.is_not_null()
    because = (
        pl.when(is_event)
        .then(told)
        .when(~is_open)
        .then(pl.lit(CLOSED))
        .when(is_held)
        .then(pl.col("hold"))
        .when(has_plan)
        .then(pl.col("plan_id"))
        .when(~pl.col("_overdue"))
        .then(pl.lit(NOTHING_OVERDUE))
        .when(pl.col("step") == 0)
        .then(pl.lit(BELOW_LADDER))
        .when(passed)
        .then(pl.lit(PASSED_OVER))
        .otherwise(pl.lit(NOT_DUE_YET))
    )
    action = (
        pl.when(is_event)
        .then(pl.lit("contact"))
        .when(~is_open)
        .then(pl.lit("none"))
        .when(is_held)
        .then(pl.lit("hold"))
        .when(~has_plan)
        .then(pl.lit("none"))
        .when(pl.col("plan_id").is_in(refers))
        .then(pl.lit("refer"))
        .otherwise(pl.lit("contact"))
    )
    return (
        climbed.with_columns(pl.coalesce(told, plan_id).alias("plan_id"))
        .with_columns(
            action.cast(w.words(w.ACTIONS)).alias("action"),
            because.alias("because"),
        )
        .with_columns((pl.col("action") == "contact").alias("wants"))
        .drop("_now", "_overdue", "_wanted", "_paid", "_next", "_fresh")
        .select(pl.exclude(*STEPPED, "^_event.*$"), *STEPPED)
    )
