"""Conditions of law over the columns of a candidate."""

from __future__ import annotations

import polars as pl

from forbear.core.law.faults import ValueFault
from forbear.core.tables.columns import Table
from forbear.core.tables.conditions import ConditionError, read_expression


def condition(text: str, *, key: str, table: Table) -> pl.Expr:
    """Read a boolean SQL expression over the columns of ``table``; ``ValueFault`` if it is none."""
    try:
        return read_expression(text, table)
    except ConditionError as error:
        raise ValueFault(key, str(error), "Mend the condition") from None
