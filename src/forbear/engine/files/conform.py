"""Making a file fit its documented table, or saying in one sentence why it does not."""

from __future__ import annotations

import difflib

import polars as pl

from forbear.core.tables import Column, Table


class PortfolioError(Exception):
    """A portfolio file that cannot be used: what, where, and the cure."""

    code = "PORTFOLIO_INVALID"


def check_columns(schema: pl.Schema, table: Table, place: str) -> None:
    """Refuse a file that lacks a required column, or whose ids are no whole numbers."""
    names = schema.names()
    for column in table.columns:
        if column.is_required and column.name not in names:
            near = difflib.get_close_matches(column.name, names, n=1)
            hint = f"is it called {near[0]} there?" if near else "add it"
            raise PortfolioError(
                f"{place}: the column {column.name} is missing ({column.meaning.lower()[:-1]}); "
                f"{hint} `forbear schema` lists every column"
            )
        given = schema.get(column.name, column.dtype)
        if column.name.endswith("_id") and not given.is_integer():
            raise PortfolioError(
                f"{place}: the column {column.name} is of type {given}; "
                "it must be of type Int64: number the rows"
            )


def conform(frame: pl.DataFrame, table: Table, place: str) -> pl.DataFrame:
    """Return ``frame`` with exactly the columns and types of ``table``.

    A column that is left out takes its documented default. Raises ``PortfolioError`` for a value
    that does not fit its type, a word that is not in its list, or a null that is refused.
    """
    given = frame.schema
    columns = []
    for column in table.columns:
        if column.name not in given:
            columns.append(pl.lit(column.default, dtype=column.dtype).alias(column.name))
        elif given[column.name] != column.dtype:
            columns.append(_cast(column, given[column.name]).alias(column.name))
        else:
            columns.append(pl.col(column.name))
    try:
        result = frame.select(columns)
    except pl.exceptions.PolarsError:
        raise PortfolioError(_misfit(frame, table, place)) from None
    filled = result.with_columns(
        pl.col(column.name).fill_null(column.default)
        for column in table.columns
        if column.default is not None and result[column.name].null_count()
    )
    for column in table.columns:
        if column.is_required and filled[column.name].null_count():
            row = filled[column.name].is_null().arg_max() or 0
            where = _row_named(filled, table, column, row)
            raise PortfolioError(f"{place}: {column.name} is empty{where}; it must be filled")
    _refuse_negative(filled, table, place)
    return filled


def _cast(column: Column, given: pl.DataType) -> pl.Expr:
    """Return the cast to the documented type; moments without a zone are taken as UTC."""
    value = pl.col(column.name)
    if isinstance(column.dtype, pl.Datetime) and isinstance(given, pl.Datetime):
        value = value.dt.replace_time_zone("UTC") if given.time_zone is None else value
        return value.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    if isinstance(column.dtype, pl.Enum):
        return value.cast(pl.String).cast(column.dtype)
    if column.dtype.is_integer() and (given.is_float() or given.is_decimal()):
        # what is no whole number is refused, never rounded: infinity fits no integer
        value = value.cast(pl.Float64)
        is_whole = value.is_null() | (value == value.floor())
        value = pl.when(is_whole).then(value).otherwise(pl.lit(float("inf")))
    return value.cast(column.dtype, strict=True)


def _row_named(frame: pl.DataFrame, table: Table, column: Column, row: int) -> str:
    """Say which row is meant, by its id: a shard does not know the numbers of its rows."""
    key = table.columns[0].name
    if key == column.name or key not in frame.columns:
        return ""
    return f" where {key} is {frame[key][row]}"


def _misfit(frame: pl.DataFrame, table: Table, place: str) -> str:
    """Find the first column and row that do not fit."""
    for column in table.columns:
        if column.name not in frame.schema:
            continue
        values = frame[column.name]
        try:
            frame.select(_cast(column, frame.schema[column.name]))
        except pl.exceptions.PolarsError:
            pass
        else:
            continue
        row = _first_misfit(values, column)
        where = _row_named(frame, table, column, row)
        must = f"one of {', '.join(column.values)}" if column.values else f"of type {column.dtype}"
        return f"{place}: {column.name} is {values[row]!r}{where}; it must be {must}"
    return f"{place}: the columns do not fit the table {table.name}; see `forbear schema`"


def _first_misfit(values: pl.Series, column: Column) -> int:
    """Return the first row whose value cannot be taken for the column's type."""
    if column.values:
        known = pl.Series(column.values)
        fits = values.cast(pl.String).is_in(known.implode())
    elif column.dtype.is_integer() and (values.dtype.is_float() or values.dtype.is_decimal()):
        floats = values.cast(pl.Float64)
        fits = floats.is_finite() & (floats == floats.floor())
    else:
        try:
            fits = values.cast(column.dtype, strict=False).is_not_null()
        except pl.exceptions.PolarsError:
            return 0
    return (~fits & values.is_not_null()).arg_max() or 0


def _refuse_negative(frame: pl.DataFrame, table: Table, place: str) -> None:
    """Refuse amounts below nothing where only a debt makes sense; a credit balance may be."""
    for column in table.columns:
        if column.unit != "minor units" or column.name == "balance_minor":
            continue
        least = frame[column.name].min()
        if isinstance(least, int) and least < 0:
            where = _row_named(frame, table, column, frame[column.name].arg_min() or 0)
            raise PortfolioError(
                f"{place}: {column.name} is {least}{where}; an amount due is not negative"
            )
