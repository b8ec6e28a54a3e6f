"""Descriptions of tables: as text for a terminal, as Markdown for the manual, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

from forbear.core.tables.columns import Column, Table

_PLAIN: dict[type[pl.DataType], str] = {
    pl.Int16: "int16",
    pl.Int32: "int32",
    pl.Int64: "int64",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Time: "time",
    pl.String: "text",
    pl.Datetime: "moment (UTC, microseconds)",
    pl.Enum: "word",
}


def type_name(column: Column) -> str:
    """Name a column's type in one word or two."""
    return _PLAIN[type(column.dtype)]


def null_name(column: Column) -> str:
    """Say what a missing value means: refused, a default, or a meaning of its own."""
    if column.default is not None:
        shown = str(column.default).lower() if isinstance(column.default, bool) else column.default
        return f"taken as {shown}"
    return column.null_means


def as_rows(table: Table) -> list[dict[str, object]]:
    """Describe each column of a table as plain values."""
    return [
        {
            "name": column.name,
            "type": type_name(column),
            "values": list(column.values),
            "unit": column.unit,
            "meaning": column.meaning,
            "null": null_name(column),
            "is_required": column.is_required,
        }
        for column in table.columns
    ]


def as_json(tables: Sequence[Table]) -> str:
    """Describe tables as one JSON array."""
    described = [
        {
            "table": table.name,
            "meaning": table.meaning,
            "is_optional": table.is_optional,
            "columns": as_rows(table),
        }
        for table in tables
    ]
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def as_markdown(tables: Sequence[Table]) -> str:
    """Describe tables as Markdown, one section each."""
    parts = []
    for table in tables:
        lines = [f"## {table.name}", "", table.meaning]
        if table.is_optional:
            lines[-1] += " The file may be left out."
        lines += ["", "| column | type | unit | meaning | if empty |", "|---|---|---|---|---|"]
        for column in table.columns:
            words = f": {', '.join(column.values)}" if column.values else ""
            lines.append(
                f"| `{column.name}` | {type_name(column)}{words} | {column.unit} |"
                f" {column.meaning} | {null_name(column)} |"
            )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
