"""Candidates from a portfolio: every fact that a rule may need, put beside the contact."""

from __future__ import annotations

import polars as pl

from forbear.core.tables.candidates import CONTACT_COLUMNS, POINT_NAMES
from forbear.core.tables.frames import Portfolio

# What the gate itself reads, whatever the rules.
_ALWAYS = frozenset(
    """account_id person_id contact_point_id nation region city time_zones collector_kind
    collector_authorised collector_licensed oldest_unpaid_due_on validation_sent_on party point_kind
    point_state is_minor guarantor_points""".split()  # noqa: SIM905 - a list of words
)

_DEFAULTS = {
    column.name: pl.lit(column.default, dtype=column.dtype).alias(column.name)
    for column in CONTACT_COLUMNS
}


def assemble(
    contacts: pl.DataFrame, portfolio: Portfolio, *, needs: frozenset[str]
) -> pl.DataFrame:
    """Return candidates for ``contacts``: rows of account_id, contact_point_id, channel, purpose.

    Other columns of a contact may be given and take their documented defaults otherwise. A contact
    to the cardholder, or to a guarantor, states the debt unless it says that it does not; to anyone
    else it must say.
    Of the portfolio only the columns that the rules need are put beside it (``RuleBook.needs``).
    """
    given = contacts.schema
    frame = contacts.with_columns(
        pl.col(c.name).cast(c.dtype)
        for c in CONTACT_COLUMNS
        if given.get(c.name, c.dtype) != c.dtype
    )
    wanted = needs | _ALWAYS
    accounts = _only(portfolio.accounts, wanted)
    points = _only(portfolio.contact_points.drop("person_id").rename(POINT_NAMES), wanted)
    frame = frame.join(accounts, on="account_id", how="left")
    persons = _only(portfolio.persons, wanted)
    frame = frame.join(persons, on="person_id", how="left")
    frame = _with_guarantors(frame.join(points, on="contact_point_id", how="left"))
    is_creditor = pl.col("collector_kind") == "creditor"
    # a guarantor's own notice says what is owed under the guarantee
    of_debt = pl.col("party").is_in(["cardholder", "guarantor"]).fill_null(value=False)
    unsaid = pl.lit(None, dtype=pl.Boolean)
    states_debt = pl.col("states_debt") if "states_debt" in given else unsaid
    if "ix" not in given:
        frame = frame.with_row_index("ix")
    return frame.with_columns(
        collector_authorised=_or_true(pl.col("collector_authorised"), is_creditor),
        collector_licensed=_or_true(pl.col("collector_licensed"), is_creditor),
        states_debt=_or_true(states_debt, of_debt),
        # a bare address is better than none: a null contact point has no state to be closed
        point_state=pl.col("point_state").fill_null("open"),
    )


def _with_guarantors(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave only those guarantors whose guarantee of this very account stands.

    Anyone else who is called so owes nothing, and is a third party to every rule.
    """
    is_named = (pl.col("party") == "guarantor").fill_null(value=False)
    if (frame.get_column("party") == "guarantor").any():
        known = pl.col("guarantor_points").str.split(" ")
        stands = known.list.contains(pl.col("contact_point_id").cast(pl.String))
        other = pl.lit("other_contact", dtype=frame.schema["party"])
        is_unproved = is_named & ~stands.fill_null(value=False)
        frame = frame.with_columns(party=pl.when(is_unproved).then(other).otherwise("party"))
    return frame[[name for name in frame.columns if name != "guarantor_points"]]


def with_defaults(candidates: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of a contact that nobody gave, with their documented defaults.

    They are constants, and as such are added where they are read: a join would copy them out.
    """
    known = set(candidates.columns)
    missing = [constant for name, constant in _DEFAULTS.items() if name not in known]
    return candidates.with_columns(missing) if missing else candidates


def with_dpd(candidates: pl.DataFrame) -> pl.DataFrame:
    """Add the days past due on the local date, where nobody gave them."""
    if "dpd" in candidates.columns:
        return candidates
    days = (pl.col("local_on") - pl.col("oldest_unpaid_due_on")).dt.total_days()
    return candidates.with_columns(dpd=days.clip(lower_bound=0).fill_null(0).cast(pl.Int32))


def _only(frame: pl.DataFrame, wanted: frozenset[str]) -> pl.DataFrame:
    # columns by name are taken as they are; a `select` is planned and carried out
    return frame[[name for name in frame.columns if name in wanted]]


def _or_true(column: pl.Expr, where: pl.Expr) -> pl.Expr:
    return pl.when(column.is_null() & where).then(pl.lit(True)).otherwise(column)
