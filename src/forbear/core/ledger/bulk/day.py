"""One day of a whole portfolio of card accounts, in columns, equal to the single account's day.

Only accounts to which something happens are touched: an event, the end of grace, a statement. The
quiet days before are caught up then. What the columns do not compute goes one by one through the
plain day, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from forbear.core.ledger.bulk.accrual import accrue, too_large
from forbear.core.ledger.bulk.billing import make_statements
from forbear.core.ledger.bulk.frames import (
    ACCRUED_THROUGH,
    DUES,
    POSTINGS,
    REFUSED,
    SINGLES,
    STATEMENTS,
    STATES,
    STRETCHES,
    empty,
    joined,
)
from forbear.core.ledger.bulk.grace_end import decide, is_due
from forbear.core.ledger.bulk.happenings import ORDINARY, happen
from forbear.core.ledger.bulk.part import Part
from forbear.core.ledger.bulk.singles import Past, Recall, Worked, quiet_singly, work_singly
from forbear.core.ledger.events import Event
from forbear.core.ledger.terms import Terms, terms_on

_ONE_DAY = timedelta(days=1)
# Why a row went through the plain day.
RARE, LATE, PLAN, LARGE = "rare_event", "late_event", "plan", "too_large"
Products = Mapping[str, Sequence[Terms]]


@dataclass(frozen=True, slots=True)
class Day:
    """What a day left, and what it did. ``touched`` are the accounts to which anything happened.

    ``states`` and ``dues`` are those of all accounts; their order is not kept. ``singles`` went
    through the plain day: of their postings those of kind ``single`` are the sums of what changed,
    and they have no stretches. ``held`` were left as they stand: their events have not happened.
    """

    states: pl.DataFrame
    dues: pl.DataFrame
    postings: pl.DataFrame
    statements: pl.DataFrame
    stretches: pl.DataFrame
    singles: pl.DataFrame
    refused: pl.DataFrame
    held: pl.DataFrame
    touched: int


def forget(account_id: int) -> Past:
    """Recall nothing: for portfolios in which nothing is reversed or late."""
    raise LookupError(f"the events of account {account_id} are needed, and nobody has them")


def work_day(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    events: pl.DataFrame,
    *,
    on: date,
    products: Products,
    others: Mapping[int, Sequence[Event]] | None = None,
    past: Recall = forget,
    explain: bool = True,
) -> Day:
    """Work out the day ``on``: end of grace, events, statements.

    ``events`` is a frame of ordinary ones; ``others`` are the rest, by account: an account that is
    in it goes through the plain day and has none of its events in the frame. ``past`` gives all
    that is known of an account, where a reversal or a late event makes that necessary.
    ``ValueError`` for a product that is not known.
    """
    others = others or {}
    if unknown := set(states["product"].unique()) - set(products):
        raise ValueError(f"no terms are known for {', '.join(sorted(unknown))}")
    called = pl.concat(
        [events["account_id"], pl.Series("account_id", list(others), dtype=pl.Int64)]
    ).unique()
    is_called = pl.col("account_id").is_in(called.implode())
    touch = is_called | _is_touched(products, on)
    touched, still = states.filter(touch), states.filter(~touch)
    own_dues = dues.join(touched, on="account_id", how="semi")
    given = _Given(on, events, others, past, explain=explain)
    parts = [
        _work_product(some, own_dues, products[str(product)], given)
        for (product,), some in touched.partition_by("product", as_dict=True).items()
    ]
    untouched = dues.join(touched, on="account_id", how="anti")
    return _together(Part(on, (), still, untouched), parts)


def catch_up(
    states: pl.DataFrame, *, on: date, products: Products, explain: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return all accounts as of ``on``, with the interest of their quiet days, and the stretches.

    Every day on which something happens must have been worked out before.
    """
    done = [
        _caught_up(some, products[str(product)], on, explain=explain)
        for (product,), some in states.partition_by("product", as_dict=True).items()
    ]
    return (
        joined([frame for frame, _ in done], STATES),
        joined([frame for _, frame in done], STRETCHES),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What happens on a day, and where the rest is to be had."""

    on: date
    events: pl.DataFrame
    others: Mapping[int, Sequence[Event]]
    past: Recall
    explain: bool


@dataclass(frozen=True, slots=True)
class _Done:
    """A product's accounts after the day."""

    part: Part
    stretches: pl.DataFrame
    singles: pl.DataFrame
    refused: list[pl.DataFrame]
    held: pl.DataFrame


def _is_touched(products: Products, on: date) -> pl.Expr:
    """Say to which accounts something happens without an event."""
    is_so = pl.lit(value=False)
    for product, terms in products.items():
        in_force = terms_on(terms, on)
        its = pl.col("product") == product
        is_so |= its & (pl.lit(value=True) if has_statement(in_force, on) else is_due(in_force, on))
    # a day that an account has behind it is not worked out again
    return is_so & (pl.col(ACCRUED_THROUGH) < on - _ONE_DAY)


def has_statement(terms: Terms, on: date) -> bool:
    """Whether the cycle of the terms makes statements on a day."""
    return terms.cycle is not None and terms.cycle.next_statement(on - _ONE_DAY) == on


def _work_product(
    states: pl.DataFrame, dues: pl.DataFrame, terms: Sequence[Terms], given: _Given
) -> _Done:
    on = given.on
    states = states.with_columns(_why=_why(states, terms, given))
    ordinary = states.filter(pl.col("_why").is_null()).drop("_why")
    singly = states.filter(pl.col("_why").is_not_null())
    accrued, stretches = accrue(ordinary, terms, through=on - _ONE_DAY, explain=given.explain)
    own = dues.join(accrued, on="account_id", how="semi")
    part = Part(on, terms, accrued, own)
    decide(part)
    happen(part, given.events.join(accrued, on="account_id", how="semi"))
    if has_statement(part.terms, on) and part.terms.cycle is not None:
        due_on = pl.lit(part.terms.cycle.due_on(on))
        # when terms move the statement day, a bill that is not decided yet comes first
        waiting = part.states.filter(~pl.col("is_decided"))
        part.states = part.states.filter("is_decided").with_columns(
            _statement_due=due_on, _given=pl.lit(None, dtype=pl.Int64)
        )
        make_statements(part)
        part.states = pl.concat([part.states.select(STATES.names()), waiting])
    refused, held = part.refused, empty(SINGLES)
    if singly.height:
        worked = _work_singly(singly, dues, terms, given)
        part.states = pl.concat([part.states, worked.states])
        part.dues = joined([part.dues, worked.dues], DUES)
        part.postings.append(worked.postings)
        part.statements.append(worked.statements)
        refused.append(worked.refused)
        held = worked.held
    singles = singly.select("account_id", pl.col("_why").alias("why"))
    return _Done(part, stretches, singles, refused, held)


def _why(states: pl.DataFrame, terms: Sequence[Terms], given: _Given) -> pl.Series:
    """Return for each row why it is not for the columns; null: it is."""
    on = given.on
    first = states[ACCRUED_THROUGH].min()
    assert isinstance(first, date), "every account says through which day it is accrued"
    coming = given.events.group_by("account_id").agg(
        # in 128 bits: a sum that wraps would look small
        pl.col("amount_minor").cast(pl.Int128).sum().clip(upper_bound=1 << 60).alias("_coming"),
        pl.col("kind").is_in(ORDINARY).all().alias("_ordinary"),
    )
    is_large = too_large(
        terms, first=first, through=on, coming=pl.col("_coming").fill_null(0).cast(pl.Int64)
    )
    is_behind = pl.col(ACCRUED_THROUGH) >= on - _ONE_DAY
    is_other = pl.col("account_id").is_in(list(given.others))
    why = (
        pl.when(is_behind)
        .then(pl.lit(LATE))
        .when(is_other | ~pl.col("_ordinary").fill_null(value=True))
        .then(pl.lit(RARE))
        .when("has_plan")
        .then(pl.lit(PLAN))
        .when(is_large)
        .then(pl.lit(LARGE))
    )
    rows = states.join(coming, on="account_id", how="left", maintain_order="left")
    return rows.select(why.alias("_why")).to_series()


def _work_singly(
    states: pl.DataFrame, dues: pl.DataFrame, terms: Sequence[Terms], given: _Given
) -> Worked:
    own = given.events.join(states, on="account_id", how="semi").sort("account_id", "seq")
    events = [(int(row.pop("account_id")), _event(row, given.on)) for row in own.to_dicts()]
    events += [
        (account_id, event) for account_id in given.others for event in given.others[account_id]
    ]
    return work_singly(
        states.drop("_why"),
        dues.join(states, on="account_id", how="semi"),
        events,
        on=given.on,
        terms=terms,
        past=given.past,
    )


def _event(row: dict[str, Any], on: date) -> Event:
    del row["seq"]
    return Event(on=on, **{name: value for name, value in row.items() if value is not None})


def _caught_up(
    states: pl.DataFrame, terms: Sequence[Terms], on: date, *, explain: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    first = states[ACCRUED_THROUGH].min()
    assert isinstance(first, date), "every account says through which day it is accrued"
    is_large = too_large(terms, first=first, through=on)
    large = states.filter(is_large)
    done, stretches = accrue(
        states.filter(~is_large), terms, through=on - _ONE_DAY, explain=explain
    )
    if large.height:
        done = pl.concat([done, quiet_singly(large, terms=terms, on=on)])
    return done, stretches


def _together(rest: Part, parts: Sequence[_Done]) -> Day:
    every = [rest, *(done.part for done in parts)]
    return Day(
        states=joined([part.states for part in every], STATES),
        dues=joined([part.dues for part in every], DUES),
        postings=joined([rows for part in every for rows in part.postings], POSTINGS),
        statements=joined([rows for part in every for rows in part.statements], STATEMENTS),
        stretches=joined([done.stretches for done in parts], STRETCHES),
        singles=joined([done.singles for done in parts], SINGLES),
        refused=joined([rows for done in parts for rows in done.refused], REFUSED),
        held=joined([done.held for done in parts], SINGLES),
        touched=sum(done.part.states.height for done in parts),
    )
