"""Frames in and out of the database by COPY, through Django's connection."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

_NULL = "\x01"  # what stands for nothing on the way; no text holds a control character


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Append the rows of a frame to a table whose columns have the same names."""
    if frame.is_empty():
        return
    text = io.BytesIO()
    frame.write_csv(
        text,
        include_header=False,
        null_value=_NULL,
        datetime_format="%Y-%m-%d %H:%M:%S%.6f%:z",
    )
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, frame.columns)),
        sql.Literal(_NULL),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def copy_out(query: str, schema: pl.Schema) -> pl.DataFrame:
    """Return the rows of a query of ours; ``schema`` names and types its columns in order.

    A text that is null comes as an empty one.
    """
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, NULL {})").format(
        sql.SQL(query),
        sql.Literal(_NULL),
    )
    text = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for part in copy:
            text.write(part)
    if not text.tell():
        return pl.DataFrame(schema=schema)
    text.seek(0)
    read = {name: pl.String() if kind == pl.Boolean() else kind for name, kind in schema.items()}
    frame = pl.read_csv(text, has_header=False, schema=read, null_values=[_NULL])
    texts = [name for name, kind in schema.items() if kind == pl.String()]
    frame = frame.with_columns(pl.col(name).fill_null("") for name in texts)
    flags = [name for name, kind in schema.items() if kind == pl.Boolean()]
    return frame.with_columns((pl.col(name) == "t").alias(name) for name in flags)


def temporary(table: str, columns: str) -> None:
    """Make an empty temporary table that goes with the transaction."""
    execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")


def filled(table: str, frame: pl.DataFrame, columns: str) -> None:
    """Make a temporary table of a frame, and let the planner know how large it is.

    Without that it takes every temporary table for a small one, and compares all with all.
    """
    temporary(table, columns)
    copy_in(table, frame)
    execute(f"ANALYZE {table}")


def expect_many() -> None:
    """Have the rest of the transaction join tables as wholes.

    A database that was just filled does not know how large its tables are, and would look up one
    row after the other, each time through all rows. A sort of a million rows is held in memory.
    """
    execute("SET LOCAL enable_nestloop = off")
    execute("SET LOCAL work_mem = '64MB'")


def settle() -> None:
    """Have the database check now what it would check at the end.

    A change of an account is kept by a trigger with a subtransaction of its own, and at the end of
    each of these the database goes through all checks that are still open.
    """
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET CONSTRAINTS ALL DEFERRED")


def execute(statement: str, parameters: list[Any] | None = None) -> int:
    """Run a statement of ours; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def numbers(table: str, count: int) -> pl.Series:
    """Take ``count`` new ids of a table: rows can name each other before they are written."""
    if not count:
        return pl.Series("id", [], dtype=pl.Int64())
    one = f"nextval(pg_get_serial_sequence('{table}', 'id'))"
    query = (
        "SELECT min(id), CASE WHEN max(id) - min(id) >= count(*) THEN array_agg(id) END"  # noqa: S608
        f" FROM (SELECT {one} AS id FROM generate_series(1, {count})) taken"  # a table of ours
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        first, scattered = cursor.fetchone()
    if scattered is not None:  # somebody else took some between
        return pl.Series("id", scattered, dtype=pl.Int64())
    return pl.int_range(first, first + count, dtype=pl.Int64(), eager=True).alias("id")
