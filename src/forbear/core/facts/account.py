"""Account facts: one row an account, derived from the portfolio on a stated day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from forbear.core.delinquency import person_days_past_due, with_ageing
from forbear.core.facts.history import days_between, with_contacts, with_points
from forbear.core.facts.table import FACTS, SEGMENTS
from forbear.core.law.periods.bulk import SuitLimit, with_limitation
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio

# A payment this recent, on an account still late, is a sign of will without means.
PAYING_DAYS = 31
# Reached, late since M2, and nothing paid for this long.
SILENT_DAYS = 60
LATE_FROM_DPD = 31
BROKEN_PROMISES_MAX = 1


def segment() -> pl.Expr:
    """The kind of customer, from behaviour alone; the first that fits.

    1. lost_contact: cannot be reached, or has no open contact point.
    2. willing_unable: hardship relief, a kept plan, vulnerability, or late and paying all the same.
    3. unwilling: late since M2 and either two promises broken, or reached in the last 30 days with
       nothing paid for 60 days or ever.
    4. ordinary: everyone else.
    """
    is_late = pl.col("dpd") > 0
    since_payment = pl.col("days_since_payment")
    pays = (since_payment <= PAYING_DAYS).fill_null(value=False)
    is_silent = (since_payment > SILENT_DAYS).fill_null(value=True)
    is_unable = (
        pl.col("has_hardship")
        | (pl.col("plan") == "kept")
        | pl.col("is_vulnerable")
        | (is_late & pays)
    )
    refuses = (pl.col("broken_promises") > BROKEN_PROMISES_MAX) | (
        (pl.col("reached_30d") > 0) & is_silent
    )
    return (
        pl.when(pl.col("is_lost_contact") | ~pl.col("has_point"))
        .then(pl.lit("lost_contact"))
        .when(is_unable)
        .then(pl.lit("willing_unable"))
        .when((pl.col("dpd") >= LATE_FROM_DPD) & refuses)
        .then(pl.lit("unwilling"))
        .otherwise(pl.lit("ordinary"))
        .cast(w.words(SEGMENTS))
    )


def _derived(on: date) -> list[pl.Expr]:
    """The facts that follow from one row and the day."""
    day = pl.lit(on, dtype=pl.Date)
    paid_on, step_on = pl.col("last_payment_on"), pl.col("step_on")
    return [
        # A due that has passed is not coming: it is counted by dpd.
        pl.when(pl.col("coming_due_on") >= day)
        .then(-days_between(pl.col("coming_due_on"), on))
        .alias("days_to_due"),
        (pl.col("promise_on") >= day).fill_null(value=False).alias("has_promise"),
        days_between(pl.col("promise_on"), on).alias("days_since_promise"),
        (pl.col("hardship_until") >= day).fill_null(value=False).alias("has_hardship"),
        (pl.col("breathing_space_until") >= day)
        .fill_null(value=False)
        .alias("has_breathing_space"),
        days_between(step_on, on).alias("days_on_step"),
        # On a rung since nobody knows when, any payment counts: it can only soften.
        ((pl.col("step") > 0) & (paid_on >= pl.coalesce(step_on, paid_on)))
        .fill_null(value=False)
        .alias("paid_since_step"),
        days_between(paid_on, on).alias("days_since_payment"),
        days_between(pl.col("last_debit_failed_on"), on).alias("days_since_debit_failed"),
        pl.col("missed_statements", "broken_promises").cast(pl.Int32),
        pl.col("guarantor_points").is_not_null().alias("has_guarantor"),
    ]


def account_facts(
    portfolio: Portfolio, *, on: date, limits: Sequence[SuitLimit] = ()
) -> pl.DataFrame:
    """Derive the facts of every account of a portfolio, or of a shard of whole persons.

    ``limits`` are the last days to sue of the places (``suit_limits``); without them only what was
    given is known of it.

    Columns are those of ``FACTS``, in their order; rows are sorted by ``account_id``. An account
    whose person is missing from ``persons`` is an error, told by ``AssertionError``: the reader of
    the files has refused it before.
    """
    persons = portfolio.persons.lazy().select(
        "person_id",
        "is_vulnerable",
        pl.col("is_lost_contact").fill_null(value=False),
        "language",
        "breathing_space_until",
        pl.lit(value=True).alias("_has_person"),
    )
    accounts = with_ageing(portfolio.accounts.lazy(), portfolio.dues.lazy(), on=on)
    accounts = accounts.join(persons, on="person_id", how="left")
    accounts = with_points(accounts, portfolio.contact_points.lazy())
    accounts = with_contacts(accounts, portfolio.contacts.lazy(), on=on)
    # what was given as barred stays so, whatever the dates say
    is_over = pl.col("limitation_ends_on") < pl.lit(on, dtype=pl.Date)
    facts = (
        with_limitation(accounts, limits, on=on)
        .with_columns(pl.col("time_barred") | is_over.fill_null(value=False))
        .with_columns(*_derived(on), person_days_past_due().alias("person_dpd"))
        .with_columns(segment().alias("segment"))
        .select(
            *[pl.col(column.name).cast(column.dtype) for column in FACTS.columns],
            "_has_person",
        )
        .sort("account_id")
        .collect()
    )
    assert facts["_has_person"].null_count() == 0, "every account has its person"
    assert facts.height == portfolio.accounts.height, "one row an account"
    return facts.drop("_has_person")
