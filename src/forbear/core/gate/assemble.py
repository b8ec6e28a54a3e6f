"""Candidates from a portfolio: every fact that a rule may need, put beside the contact."""

from __future__ import annotations

import polars as pl

from forbear.core.tables.candidates import CONTACT_COLUMNS, POINT_NAMES
from forbear.core.tables.frames import Portfolio


def assemble(contacts: pl.DataFrame, portfolio: Portfolio) -> pl.DataFrame:
    """Return candidates for ``contacts``: rows of account_id, contact_point_id, channel, purpose.

    Other columns of a contact may be given and take their documented defaults otherwise. A contact
    to the cardholder states the debt unless it says that it does not; to anyone else it must say.
    """
    given = set(contacts.columns)
    frame = contacts.with_columns(
        pl.lit(column.default, dtype=column.dtype).alias(column.name)
        for column in CONTACT_COLUMNS
        if column.name not in given
    )
    frame = frame.with_columns(pl.col(c.name).cast(c.dtype) for c in CONTACT_COLUMNS)
    accounts = portfolio.accounts
    points = portfolio.contact_points.drop("person_id").rename(POINT_NAMES)
    frame = frame.join(accounts, on="account_id", how="left", maintain_order="left")
    frame = frame.join(portfolio.persons, on="person_id", how="left", maintain_order="left")
    frame = frame.join(points, on="contact_point_id", how="left", maintain_order="left")
    is_creditor = pl.col("collector_kind") == "creditor"
    to_cardholder = (pl.col("party") == "cardholder").fill_null(value=False)
    if "ix" not in given:
        frame = frame.with_row_index("ix")
    return frame.with_columns(
        collector_authorised=_or_true(pl.col("collector_authorised"), is_creditor),
        collector_licensed=_or_true(pl.col("collector_licensed"), is_creditor),
        states_debt=_or_true(pl.col("states_debt"), to_cardholder),
        # a bare address is better than none: a null contact point has no state to be closed
        point_state=pl.col("point_state").fill_null("open"),
    )


def _or_true(column: pl.Expr, where: pl.Expr) -> pl.Expr:
    return pl.when(column.is_null() & where).then(pl.lit(True)).otherwise(column)
