"""Conditions over a documented table: SQL boolean expressions that Polars reads, checked first.

Polars reads more SQL than a pack or a ladder may use. An aggregate would let one account's answer
depend on another's; the current date would be a hidden clock; and ``status = 'bogus'`` is silently
false. So what Polars has read is checked again, node by node, against a short list of what is
allowed.
"""

from __future__ import annotations

import difflib
import io
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import polars as pl

from forbear.core.tables.columns import Table

_CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtime|now)\b", re.IGNORECASE
)
# A condition is read by people; and a deep expression would exhaust the reader.
LENGTH_MAX = 1_000
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_LOGICAL = {"And", "Or", "LogicalAnd", "LogicalOr"}
_FUNCTIONS = {"Boolean", "Sql", "Coalesce", "Abs", "TemporalExpr"}


class ConditionError(ValueError):
    """A condition that cannot be used: one sentence that says why, and the column named in it."""

    def __init__(self, message: str, *, column: str = "") -> None:
        super().__init__(message)
        self.column = column


@lru_cache(maxsize=4096)
def read_expression(text: str, table: Table) -> pl.Expr:
    """Read one SQL boolean expression over the columns of ``table``.

    SQL's three-valued logic is kept: over an unknown it is itself unknown, unless what is known
    decides it already. Many rules say the same of whom they bind: each text is read once. Raises
    ``ConditionError``.
    """
    if len(text) > LENGTH_MAX:
        raise ConditionError(f"is longer than {LENGTH_MAX} characters: split it over more steps")
    if _CLOCK.search(_QUOTED.sub("''", text)):
        message = "a condition may not ask for today's date: use a column that counts days"
        raise ConditionError(message)
    if re.search(r"\bselect\b", _QUOTED.sub("''", text), re.IGNORECASE):
        raise ConditionError("a condition looks at one row's columns only: no SELECT")
    try:
        expr = pl.sql_expr(text)
    except pl.exceptions.PolarsError as refused:
        raise ConditionError(f"SQL that cannot be read: {_first_line(refused)}") from refused
    if not isinstance(expr, pl.Expr):
        raise ConditionError("SQL that cannot be read: one expression is expected")
    _check_columns(expr, table)
    _check_tree(json.loads(expr.meta.serialize(format="json")), table)
    _check_result(expr, table)
    return expr


def answers_on_plain(expr: pl.Expr, table: Table) -> bool:
    """Return whether ``expr`` has an answer for a row about which nothing special is known."""
    answers = _probes(table).select(expr.alias("_answer")).to_series()
    return answers[0] is not None


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]


def _check_columns(expr: pl.Expr, table: Table) -> None:
    """Refuse a column that is not a fact, and name the nearest one."""
    known = [column.name for column in table.columns]
    for name in expr.meta.root_names():
        if name not in known:
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
            hint = (
                f"; did you mean {near[0]}?"
                if near
                else f". `forbear schema {table.name}` lists them."
            )
            raise ConditionError(f"unknown column {name}{hint}", column=name)


def _kinds(node: Any) -> Iterator[tuple[str, Any]]:
    """Every node of a serialized expression, the node itself first, as (kind, content)."""
    if isinstance(node, dict):
        for kind, content in node.items():
            if kind[:1].isupper():
                yield kind, content
            if kind == "Function" and "TemporalExpr" in content["function"]:
                yield from _kinds(content["input"][0])  # what follows is a length, as 5 days
            elif kind == "Cast":
                yield from _kinds(content["expr"])
            elif kind != "Literal":
                yield from _kinds(content)
    elif isinstance(node, list):
        for item in node:
            yield from _kinds(item)


def _check_tree(tree: dict[str, Any], table: Table) -> None:
    """Refuse what a condition may not contain, and words that no closed list holds."""
    [(kind, content)] = tree.items()
    if kind == "BinaryExpr":
        parts = [content["left"], content["right"]]
        is_leaf = content["op"] not in _LOGICAL
    elif kind == "Function":
        parts = content["input"]
        _check_function(content["function"])
        is_leaf = "Not" not in json.dumps(content["function"])
    elif kind == "Ternary":
        parts = [content["predicate"], content["truthy"], content["falsy"]]
        is_leaf = False
    elif kind == "Cast":
        parts, is_leaf = [content["expr"]], False
    elif kind in {"Column", "Literal"}:
        return
    else:
        message = f"{kind} is not allowed: a condition looks at one row's columns only"
        raise ConditionError(message)
    for part in parts:
        _check_tree(part, table)
    if is_leaf:
        _check_words(tree, table)


def _check_function(function: Any) -> None:
    name = function if isinstance(function, str) else next(iter(function))
    if name not in _FUNCTIONS:
        message = f"the function {name} is not allowed: compare columns with numbers and words"
        raise ConditionError(message)


def _check_words(comparison: dict[str, Any], table: Table) -> None:
    """Refuse a word that the compared column can never hold: it would be silently false."""
    columns = [str(content) for kind, content in _kinds(comparison) if kind == "Column"]
    closed = {name: table[name].values for name in columns if table[name].values}
    if not closed:
        strange = [name for name in columns if table[name].dtype != pl.String]
        word = next(_strings(comparison), None)
        if strange and word is not None:
            message = f"{strange[0]} is {table[strange[0]].dtype}, and is never '{word}'"
            raise ConditionError(message, column=strange[0])
        return
    allowed = [word for values in closed.values() for word in values]
    for word in _strings(comparison):
        if word not in allowed:
            name = next(iter(closed))
            near = difflib.get_close_matches(word, allowed, n=1, cutoff=0.5)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            message = f"{name} is never '{word}'{hint} It may be: {', '.join(allowed)}"
            raise ConditionError(message, column=name)


def _strings(node: Any) -> Iterator[str]:
    """Every text literal below a node, those of an IN list too."""
    for kind, content in _kinds(node):
        if kind == "Literal" and "Scalar" in content:
            word = content["Scalar"].get("String")
            if word is not None:
                yield word
        elif kind == "Literal":
            value = pl.Expr.deserialize(
                io.StringIO(json.dumps({"Literal": content})), format="json"
            )
            series = pl.select(value).to_series()
            if series.dtype == pl.List:
                series = series.explode()
            if series.dtype == pl.String:
                yield from series.drop_nulls().to_list()


@cache
def _probes(table: Table) -> pl.DataFrame:
    """Rows to try a condition on: one with nothing special about it, and a full one."""
    plain: dict[str, Any] = {}
    full: dict[str, Any] = {}
    for column in table.columns:
        value: Any = column.values[0] if column.values else None
        if value is None:
            one = pl.select(pl.lit(1).cast(column.dtype)).item()
            value = "en" if column.dtype == pl.String else one
        full[column.name] = value
        is_filled = column.null_means == "refused"
        plain[column.name] = (False if column.dtype == pl.Boolean else value) if is_filled else None
    return pl.DataFrame([plain, full], schema=table.schema)


def _check_result(expr: pl.Expr, table: Table) -> None:
    """Try the condition on a plain row and on a full one."""
    try:
        dtype = _probes(table).select(expr.alias("_answer")).dtypes[0]
    except pl.exceptions.PolarsError as refused:
        raise ConditionError(f"cannot be worked out: {_first_line(refused)}") from refused
    if dtype != pl.Boolean:
        raise ConditionError(f"must be true or false, but is {dtype}")
