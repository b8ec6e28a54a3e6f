"""From the text of a cell to a typed value, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

import polars as pl

from forbear.interchange.tabular.fields import Field
from forbear.interchange.tabular.mapping import ColumnRule
from forbear.interchange.tabular.money import minor_units

MOMENT = pl.Datetime("us", "UTC")
# what no text of a person or address needs, and a database may refuse
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_COUNT_MAX = 32_767
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_YES = ("true", "t", "yes", "y", "1")
_NO = ("false", "f", "no", "n", "0")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A typed value, and each problem as a condition with its reason. Null text has no problem."""

    value: pl.Expr
    problems: list[tuple[pl.Expr, str]]


def parsed(text: pl.Expr, field: Field, rule: ColumnRule, *, latest: datetime | None) -> Parsed:
    """Return how ``text`` is read as the kind of ``field``.

    ``latest`` is the moment of the import: what is past cannot lie after it.
    """
    if field.kind == "money":
        return _money(text, field, rule)
    if field.kind == "moment":
        return _moment(text, field, rule, latest)
    return _SIMPLE[field.kind](text, field, rule)


def _text(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del rule
    problems = [
        (text.str.len_chars() > field.length_max, f"is longer than {field.length_max} characters"),
        (text.str.contains(_CONTROL), "holds a control character"),
    ]
    if field.pattern:
        problems.append((~text.str.contains(field.pattern), field.pattern_says))
    return Parsed(text, problems)


def _word(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del rule
    return Parsed(text, [(~text.is_in(field.words), f"is not one of {', '.join(field.words)}")])


def _zones(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del rule
    names = text.str.split(",").list.eval(pl.element().str.strip_chars())
    known = sorted(available_timezones())
    unknown = ~names.list.eval(pl.element().is_in(known)).list.all()
    return Parsed(
        names.list.join(","),
        [
            (unknown, "is not a list of IANA time zones such as America/New_York"),
            (
                text.str.len_chars() > field.length_max,
                f"is longer than {field.length_max} characters",
            ),
        ],
    )


def _count(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del field, rule
    value = text.str.extract(r"^(?:\+?)([0-9]{1,6})$").cast(pl.Int64(), strict=False)
    bad = value.is_null() | (value > _COUNT_MAX)
    return Parsed(value, [(bad, f"is not a whole number from 0 to {_COUNT_MAX}")])


def _flag(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del field, rule
    lower = text.str.to_lowercase()
    value = pl.when(lower.is_in(_YES)).then(True).when(lower.is_in(_NO)).then(False)
    return Parsed(value, [(value.is_null(), "is not true or false")])


def _date(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del field
    form = rule.format or "%Y-%m-%d"
    value = text.str.to_date(form, strict=False)
    if not rule.format:
        # 2026-1-5 could be a slip; a stated format may be as loose as it likes
        value = pl.when(text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).then(value)
    return Parsed(
        value,
        [
            (value.is_null(), f"is not a day of the form {form}"),
            (~value.is_between(_FIRST_DAY, _LAST_DAY), "is not between the years 1900 and 2199"),
        ],
    )


def _time(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    del field
    if rule.format:
        value = text.str.to_time(rule.format, strict=False)
        return Parsed(value, [(value.is_null(), f"is not a time of the form {rule.format}")])
    full = pl.when(text.str.contains("^[0-9]{2}:[0-9]{2}$")).then(text + ":00").otherwise(text)
    value = full.str.to_time("%H:%M:%S%.f", strict=False)
    return Parsed(value, [(value.is_null(), "is not a time such as 09:30")])


def _money(text: pl.Expr, field: Field, rule: ColumnRule) -> Parsed:
    value, problems = minor_units(
        text,
        scale=rule.scale,
        decimal=rule.decimal,
        thousands=rule.thousands,
        multiply=rule.multiply,
    )
    if not field.may_be_negative:
        problems.append((value < 0, "is negative"))
    if not field.may_be_zero:
        problems.append((value == 0, "is zero"))
    return Parsed(value, problems)


def _moment(text: pl.Expr, field: Field, rule: ColumnRule, latest: datetime | None) -> Parsed:
    if rule.format:
        has_offset = "%z" in rule.format or "%:z" in rule.format
        value = (
            text.str.to_datetime(rule.format, time_unit="us", time_zone="UTC", strict=False)
            if has_offset
            else _in_zone(
                text.str.to_datetime(rule.format, time_unit="us", strict=False), rule.time_zone
            )
        )
        reason = f"is not a moment of the form {rule.format}"
    else:
        value = _iso(text, rule.time_zone)
        reason = "is not a moment such as 2026-03-12T10:15:00-05:00"
        if not rule.time_zone:
            reason += "; without an offset, the mapping must state time_zone"
    first = datetime(1900, 1, 1)  # noqa: DTZ001 - compared as UTC below
    bounds = pl.lit(first).dt.replace_time_zone("UTC")
    problems = [(value.is_null(), reason), (value < bounds, "is before the year 1900")]
    if field.is_past and latest is not None:
        problems.append((value > pl.lit(latest, dtype=MOMENT), "lies in the future"))
    return Parsed(value, problems)


def _iso(text: pl.Expr, zone: str) -> pl.Expr:
    """Read ISO 8601, with an offset or, where a zone is stated, without."""
    full = (
        text.str.replace(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) ", "${1}T")
        .str.replace(r"[zZ]$", "+00:00")
        .str.replace(r"^([^T]*T[0-9]{2}:[0-9]{2})($|[+-])", "${1}:00${2}")
        .str.replace(r"([+-][0-9]{2})([0-9]{2})$", "${1}:${2}")
    )
    form = "%Y-%m-%dT%H:%M:%S%.f"
    with_offset = full.str.to_datetime(form + "%:z", time_unit="us", time_zone="UTC", strict=False)
    if not zone:
        return with_offset
    local = full.str.to_datetime(form, time_unit="us", strict=False)
    return pl.coalesce(with_offset, _in_zone(local, zone))


def _in_zone(local: pl.Expr, zone: str) -> pl.Expr:
    """Return the instant of a local time: the first if it comes twice, null if it never does."""
    return local.dt.replace_time_zone(
        zone, ambiguous="earliest", non_existent="null"
    ).dt.convert_time_zone("UTC")


_SIMPLE = {
    "text": _text,
    "word": _word,
    "zones": _zones,
    "count": _count,
    "flag": _flag,
    "date": _date,
    "time": _time,
}
