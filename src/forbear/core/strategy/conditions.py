"""Conditions over the facts: SQL boolean expressions, read by Polars and checked before use.

Polars reads more SQL than a ladder may use. An aggregate would let one account's rung depend on
another's; the current date would be a hidden clock; and ``status = 'bogus'`` is silently false. So
what Polars has read is checked again, node by node, against a short list of what is allowed.
"""

from __future__ import annotations

import difflib
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from forbear.core.strategy.ladder import Condition
from forbear.core.tables.columns import Table

_CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtime|now)\b", re.IGNORECASE
)
# A ladder is read by people; and a deep expression would exhaust the reader.
LENGTH_MAX = 1_000
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_LOGICAL = {"And", "Or", "LogicalAnd", "LogicalOr"}
_FUNCTIONS = {"Boolean", "Sql", "Coalesce", "Abs"}


class ConditionError(ValueError):
    """A condition that cannot be used: one sentence that says why, and the column named in it."""

    def __init__(self, message: str, *, column: str = "") -> None:
        super().__init__(message)
        self.column = column


def read_condition(text: str, facts: Table, *, null_holds: bool = False) -> Condition:
    """Read one SQL boolean expression over the columns of ``facts``.

    ``null_holds`` says that an unknown answer counts as yes (a hold); such a condition must have an
    answer where nothing special is known, or it would hold every account. Raises
    ``ConditionError``.
    """
    if len(text) > LENGTH_MAX:
        raise ConditionError(f"is longer than {LENGTH_MAX} characters: split it over more steps")
    if _CLOCK.search(_QUOTED.sub("''", text)):
        message = "a condition may not ask for today's date: use a column that counts days"
        raise ConditionError(message)
    if re.search(r"\bselect\b", _QUOTED.sub("''", text), re.IGNORECASE):
        raise ConditionError("a condition looks at one account's facts only: no SELECT")
    try:
        expr = pl.sql_expr(text)
    except pl.exceptions.PolarsError as refused:
        raise ConditionError(f"SQL that cannot be read: {_first_line(refused)}") from refused
    if not isinstance(expr, pl.Expr):
        raise ConditionError("SQL that cannot be read: one expression is expected")
    _check_columns(expr, facts)
    _check_tree(json.loads(expr.meta.serialize(format="json")), facts)
    _check_result(expr, facts, null_holds=null_holds)
    return Condition(text=text, expr=expr)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]


def _check_columns(expr: pl.Expr, facts: Table) -> None:
    """Refuse a column that is not a fact, and name the nearest one."""
    known = facts.schema.names()
    for name in expr.meta.root_names():
        if name not in known:
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ". `forbear schema facts` lists them."
            raise ConditionError(f"unknown column {name}{hint}", column=name)


def _kinds(node: Any) -> Iterator[tuple[str, Any]]:
    """Every node of a serialized expression, the node itself first, as (kind, content)."""
    if isinstance(node, dict):
        for kind, content in node.items():
            if kind[:1].isupper():
                yield kind, content
            if kind == "Cast":
                yield from _kinds(content["expr"])
            elif kind != "Literal":
                yield from _kinds(content)
    elif isinstance(node, list):
        for item in node:
            yield from _kinds(item)


def _check_tree(tree: dict[str, Any], facts: Table) -> None:
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
        message = f"{kind} is not allowed: a condition looks at one account's facts only"
        raise ConditionError(message)
    for part in parts:
        _check_tree(part, facts)
    if is_leaf:
        _check_words(tree, facts)


def _check_function(function: Any) -> None:
    name = function if isinstance(function, str) else next(iter(function))
    if name not in _FUNCTIONS:
        message = f"the function {name} is not allowed: compare columns with numbers and words"
        raise ConditionError(message)


def _check_words(comparison: dict[str, Any], facts: Table) -> None:
    """Refuse a word that the compared column can never hold: it would be silently false."""
    columns = [str(content) for kind, content in _kinds(comparison) if kind == "Column"]
    closed = {name: facts[name].values for name in columns if facts[name].values}
    if not closed:
        strange = [name for name in columns if facts[name].dtype != pl.String]
        word = next(_strings(comparison), None)
        if strange and word is not None:
            message = f"{strange[0]} is {facts[strange[0]].dtype}, and is never '{word}'"
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
        if kind == "Literal":
            value = pl.Expr.deserialize(
                io.StringIO(json.dumps({"Literal": content})), format="json"
            )
            series = pl.select(value).to_series()
            if series.dtype == pl.List:
                series = series.explode()
            if series.dtype == pl.String:
                yield from series.drop_nulls().to_list()


def _probes(facts: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows to try a condition on: an account with nothing special about it, and a full one."""
    plain: dict[str, Any] = {}
    full: dict[str, Any] = {}
    for column in facts.columns:
        value: Any = column.values[0] if column.values else None
        if value is None:
            one = pl.select(pl.lit(1).cast(column.dtype)).item()
            value = "en" if column.dtype == pl.String else one
        full[column.name] = value
        is_filled = column.null_means == "refused"
        plain[column.name] = (False if column.dtype == pl.Boolean else value) if is_filled else None
    schema = facts.schema
    return pl.DataFrame([plain, plain], schema=schema), pl.DataFrame([full, full], schema=schema)


def _check_result(expr: pl.Expr, facts: Table, *, null_holds: bool) -> None:
    """Try the condition on no row, on a plain account and on a full one."""
    plain, full = _probes(facts)
    try:
        results = [
            frame.with_columns(expr.alias("_answer"))["_answer"]
            for frame in (facts.empty(), plain, full)
        ]
    except pl.exceptions.PolarsError as refused:
        raise ConditionError(f"cannot be worked out: {_first_line(refused)}") from refused
    dtype = results[0].dtype
    if dtype != pl.Boolean:
        raise ConditionError(f"must be true or false, but is {dtype}")
    if null_holds and results[1].null_count() > 0:
        empty = [n for n in expr.meta.root_names() if facts[n].null_means != "refused"]
        name = empty[0] if empty else ""
        message = (
            f"has no answer where {name} is empty ({facts[name].null_means}), and would hold every"
            f" such account: write {name} IS NOT NULL AND ..."
        )
        raise ConditionError(message, column=name)
