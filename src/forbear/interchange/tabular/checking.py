"""A batch of raw rows divided: those that fit, typed, and every problem of those that do not."""

from __future__ import annotations

from collections.abc import Mapping as Keyed
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from forbear.interchange.tabular.fields import Field
from forbear.interchange.tabular.mapping import ColumnRule, Mapping
from forbear.interchange.tabular.parsing import MOMENT, Parsed, parsed
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.reading import LINE

REJECTS = pl.Schema(
    {"line": pl.Int64(), "column": pl.String(), "value": pl.String(), "reason": pl.String()}
)
_NATIVE: dict[str, tuple[type[pl.DataType], ...]] = {
    "flag": (pl.Boolean,),
    "date": (pl.Date,),
    "time": (pl.Time,),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that fit, with their line; the problems; and the sets that the bad rows spoil."""

    good: pl.DataFrame
    rejects: pl.DataFrame
    spoiled: pl.Series


@dataclass(frozen=True, slots=True)
class _Problem:
    column: str
    value: pl.Expr
    bad: pl.Expr
    reason: str


def checked(frame: pl.DataFrame, mapping: Mapping, *, latest: datetime | None = None) -> Checked:
    """Divide a batch of raw rows. Every problem of a row is listed, not only the first."""
    typed: list[pl.Expr] = []
    problems: list[_Problem] = []
    texts: list[pl.Expr] = []
    for name, rule in mapping.columns.items():
        field = mapping.table[name]
        text, read = _column(frame.schema, field, rule, mapping.null_values, latest)
        texts.append(text.alias(f"__text_{name}"))
        shown = pl.col(f"__text_{name}")
        typed.append(_defaulted(read.value, field).alias(name))
        column = rule.label or name
        if field.is_required:
            problems.append(_Problem(column, shown, shown.is_null(), "is missing"))
        problems += [
            _Problem(column, shown, shown.is_not_null() & bad, reason)
            for bad, reason in read.problems
        ]
    frame = frame.rename({name: _raw(name) for name in frame.columns if name != LINE})
    work = frame.with_columns(texts).with_columns(typed)
    problems += _across(mapping)
    flags = [
        problem.bad.fill_null(False).alias(f"__bad_{index}")
        for index, problem in enumerate(problems)
    ]
    work = work.with_columns(flags)
    is_bad = pl.any_horizontal(f"__bad_{index}" for index in range(len(problems)))
    columns = [LINE, *mapping.columns]
    bad = work.filter(is_bad)
    if bad.is_empty():
        spoiled = pl.Series("spoiled", [], dtype=pl.String())
        return Checked(work.select(columns), pl.DataFrame(schema=REJECTS), spoiled)
    key = mapping.table.parts_of
    spoiled = bad[f"__text_{key}"].drop_nulls().unique() if key else pl.Series(dtype=pl.String())
    return Checked(work.filter(~is_bad).select(columns), _listed(bad, problems), spoiled)


def broken_lines(lines: list[tuple[int, str, str]]) -> pl.DataFrame:
    """Return the rejects of lines that are no rows at all."""
    return pl.DataFrame(
        [
            {"line": line, "column": "", "value": text, "reason": reason}
            for line, text, reason in lines
        ],
        schema=REJECTS,
    )


def _column(
    schema: Keyed[str, pl.DataType],
    field: Field,
    rule: ColumnRule,
    nulls: tuple[str, ...],
    latest: datetime | None,
) -> tuple[pl.Expr, Parsed]:
    """Return the cell as text, and how it is read."""
    if rule.constant is not None:
        text = pl.lit(rule.constant, dtype=pl.String())
        return text, parsed(pl.col(f"__text_{field.name}"), field, rule, latest=latest)
    dtype = schema[rule.sources[0]]
    if len(rule.sources) == 1 and rule.values is None:
        if _is_native(dtype, field):
            native = pl.col(_raw(rule.sources[0]))
            return native.cast(pl.String()), Parsed(native, [])
        if field.kind == "moment" and isinstance(dtype, pl.Datetime) and dtype.time_zone:
            return _instant(pl.col(_raw(rule.sources[0])), field, latest)
    parts = [_as_text(schema[name], name, field) for name in rule.sources]
    parts = [pl.when(~part.is_in(["", *nulls])).then(part) for part in parts]
    text = parts[0] if len(parts) == 1 else pl.concat_str(parts, separator=rule.join)
    shown = pl.col(f"__text_{field.name}")
    if rule.values is None:
        return text, parsed(shown, field, rule, latest=latest)
    known = list(rule.values)
    mapped = shown.replace_strict(
        known, list(rule.values.values()), default=None, return_dtype=pl.String()
    )
    read = parsed(mapped, field, rule, latest=latest)
    is_known = shown.is_in(known)
    problems = [(is_known & bad, reason) for bad, reason in read.problems]
    problems.append((~is_known, "is not among the values of the mapping"))
    return text, Parsed(read.value, problems)


def _raw(name: str) -> str:
    """Return where a source column is kept: its name may be one of ours, with another meaning."""
    return f"__raw_{name}"


def _is_native(dtype: pl.DataType, field: Field) -> bool:
    return isinstance(dtype, _NATIVE.get(field.kind, ()))


def _instant(value: pl.Expr, field: Field, latest: datetime | None) -> tuple[pl.Expr, Parsed]:
    """Return a column of instants, which needs no reading."""
    instant = value.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    problems = []
    if field.is_past and latest is not None:
        problems.append((instant > pl.lit(latest, dtype=MOMENT), "lies in the future"))
    return instant.cast(pl.String()), Parsed(instant, problems)


def _as_text(dtype: pl.DataType, name: str, field: Field) -> pl.Expr:
    """Return a column as trimmed text; floating point is refused where money is wanted."""
    if dtype.is_float() and field.kind == "money":
        raise ImportProblem(
            f"The column {name!r} holds floating point numbers, which cannot hold money exactly. "
            "Store it as whole minor units, as decimals or as text."
        )
    if dtype.is_nested() or dtype == pl.Binary():
        raise ImportProblem(f"The column {name!r} holds {dtype}, which is not a plain value.")
    column = pl.col(_raw(name))
    if not isinstance(dtype, pl.String):
        return column.cast(pl.String())
    return column.str.strip_chars(" \t\r\n\u00a0\u3000")


def _defaulted(value: pl.Expr, field: Field) -> pl.Expr:
    return value if field.default is None else value.fill_null(pl.lit(field.default))


def _across(mapping: Mapping) -> list[_Problem]:
    """Return the problems that only two columns together show."""
    having = mapping.columns
    found = []
    for inner, outer in (("region", "nation"), ("city", "region")):
        if inner in having and outer in having:
            start = pl.concat_str(pl.col(outer), pl.lit("-"))
            outside = pl.col(inner).is_not_null() & ~pl.col(inner).str.starts_with(start).fill_null(
                False
            )
            found.append(
                _Problem(
                    having[inner].label or inner, pl.col(inner), outside, f"is not in the {outer}"
                )
            )
    if "cease_at" in having and "cease_form" in having:
        alone = pl.col("cease_at").is_null() != pl.col("cease_form").is_null()
        label = having["cease_form"].label or "cease_form"
        shown = pl.col("__text_cease_form")
        found.append(_Problem(label, shown, alone, "goes with cease_at: give both or neither"))
    return found


def _listed(bad: pl.DataFrame, problems: list[_Problem]) -> pl.DataFrame:
    """Return one row a problem, in the order of lines."""
    parts = [
        bad.filter(pl.col(f"__bad_{index}")).select(
            pl.col(LINE).alias("line"),
            pl.lit(problem.column).alias("column"),
            problem.value.cast(pl.String()).fill_null("").alias("value"),
            pl.lit(problem.reason).alias("reason"),
        )
        for index, problem in enumerate(problems)
        if bad[f"__bad_{index}"].any()
    ]
    return pl.concat(parts).sort("line", maintain_order=True).cast(REJECTS)
