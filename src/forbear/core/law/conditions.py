"""Conditions of law as SQL expressions over documented columns. Polars reads them.

SQL's three-valued logic is what the gate needs: a condition over an unknown fact is itself unknown
unless the known facts already decide it, and unknown means no.
"""

from __future__ import annotations

import difflib
import re

import polars as pl

from forbear.core.law.faults import ValueFault
from forbear.core.tables.columns import Table

_LITERAL = re.compile(r"(\w+)\s*(?:=|<>|!=|NOT\s+IN|IN)\s*(\([^)]*\)|'[^']*')", re.IGNORECASE)


def condition(text: str, *, key: str, table: Table) -> pl.Expr:
    """Read a boolean SQL expression over the columns of ``table``.

    Raises ``ValueFault`` for a syntax error, an unknown column, a word that its column can never
    hold, or a result that is not true or false.
    """
    try:
        expression = pl.sql_expr(text)
    except Exception as error:  # noqa: BLE001 - Polars has many errors; each means a bad condition
        raise ValueFault(
            key, f"is not an SQL expression ({error})", "Mend the expression"
        ) from None
    known = {column.name for column in table.columns}
    for name in expression.meta.root_names():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}" if near else f"Use a column of {table.name}"
            raise ValueFault(key, f"there is no column {name!r}", hint)
    _refuse_unknown_words(text, key=key, table=table)
    try:
        result = table.empty().select(expression).dtypes[0]
    except Exception as error:  # noqa: BLE001 - Polars has many errors; each means a bad condition
        reason = str(error).splitlines()[0]
        raise ValueFault(key, f"cannot be worked out ({reason})", "Mend the types") from None
    if result != pl.Boolean:
        raise ValueFault(key, f"gives {result}, not true or false", "Compare with something")
    return expression


def _refuse_unknown_words(text: str, *, key: str, table: Table) -> None:
    """Refuse ``status = 'opne'``: Polars would quietly answer false for ever."""
    columns = {column.name: column for column in table.columns}
    for name, literals in _LITERAL.findall(text):
        words = columns[name].values if name in columns else ()
        for literal in re.findall(r"'([^']*)'", literals):
            if words and literal not in words:
                near = difflib.get_close_matches(literal, words, n=1)
                hint = f"Did you mean {near[0]!r}" if near else f"Use one of {', '.join(words)}"
                raise ValueFault(key, f"{name} is never {literal!r}", hint)
