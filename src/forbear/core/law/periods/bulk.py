"""The last day to sue for a whole portfolio: one column expression over the dates that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from forbear.core.law.periods.kinds import Limitation
from forbear.core.law.periods.reading import LawPeriod

# What a portfolio knows, or what nobody who sues could prove without knowing it. Where anything
# else restarts the clock (a demand, as in China), its dates do not suffice to say a debt is barred.
_KNOWN = frozenset(("payment", "written_acknowledgment"))
_BEFORE_SUIT = ("none", "pre_legal")
_FEBRUARY, _LEAP_DAY, _DECEMBER, _LAST_OF_DECEMBER = 2, 29, 12, 31


@dataclass(frozen=True, slots=True)
class SuitLimit:
    """How many years a place gives, from the default or from the end of its year."""

    place: str
    years: int
    from_year_end: bool
    restarts_by_payment: bool


def suit_limits(periods: Iterable[LawPeriod], on: date) -> tuple[SuitLimit, ...]:
    """Return the limitations in force on a day whose clock a portfolio's dates can run."""
    return tuple(
        SuitLimit(
            p.jurisdiction,
            p.kind.length.count,
            p.kind.starts_at_year_end,
            "payment" in p.kind.restarts_on,
        )
        for p in periods
        if isinstance(p.kind, Limitation)
        and p.is_in_force(on)
        and "default" in p.kind.starts_on
        and p.kind.long_stop_years is None
        and _KNOWN.issuperset((*p.kind.restarts_on, *p.kind.revives_on))
    )


def limitation_ends_on(limits: Sequence[SuitLimit], *, on: date) -> pl.Expr:
    """Return the last day to sue, by the law of the account's place and what is known on a day.

    Reads ``nation``, ``region``, ``oldest_unpaid_due_on`` (the default), ``last_payment_on`` and
    ``litigation`` of accounts. Null where nothing is in default, where a suit has been filed, where
    the place has no such law, or where its states differ and the state is not known.
    """
    if not limits:
        return pl.lit(None, dtype=pl.Date)
    day = pl.lit(on, dtype=pl.Date)
    default_on, paid_on = pl.col("oldest_unpaid_due_on"), pl.col("last_payment_on")
    years = _of_place(limits, {limit.place: limit.years for limit in limits}, pl.Int32())
    is_year_end = _of_place(limits, {x.place: x.from_year_end for x in limits}, pl.Boolean())
    pays = _of_place(limits, {x.place: x.restarts_by_payment for x in limits}, pl.Boolean())
    begins = (
        pl.when(is_year_end)
        .then(pl.date(default_on.dt.year(), _DECEMBER, _LAST_OF_DECEMBER))
        .otherwise(default_on)
    )
    first = _years_after(begins, years)
    is_restart = pays & (paid_on >= default_on) & (paid_on <= first) & (paid_on <= day)
    ends = (
        pl.when(is_restart)
        .then(pl.max_horizontal(first, _years_after(paid_on, years)))
        .otherwise(first)
    )
    is_open = pl.col("litigation").cast(pl.String).is_in(_BEFORE_SUIT)
    return pl.when(is_open & (default_on <= day)).then(ends)


def _of_place(
    limits: Sequence[SuitLimit], values: dict[str, int], dtype: pl.Int32 | pl.Boolean
) -> pl.Expr:
    """Return the value of an account's place: its state's, else its nation's if that is certain."""
    split = {limit.place.split("-")[0] for limit in limits if "-" in limit.place}
    whole = {place: value for place, value in values.items() if place not in split}
    nation, region = pl.col("nation"), pl.col("region")
    of_nation = _looked_up(nation, whole, dtype)
    of_region = pl.coalesce(_looked_up(region, values, dtype), _looked_up(nation, values, dtype))
    return pl.when(region.is_null()).then(of_nation).otherwise(of_region)


def _looked_up(key: pl.Expr, values: dict[str, int], dtype: pl.Int32 | pl.Boolean) -> pl.Expr:
    if not values:
        return pl.lit(None, dtype=dtype)
    return key.replace_strict(values, default=None, return_dtype=dtype)


def _years_after(day: pl.Expr, years: pl.Expr) -> pl.Expr:
    """Return the day of the same number years later; 29 February becomes 28 where it must."""
    year = day.dt.year() + years
    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    is_leap_day = (day.dt.month() == _FEBRUARY) & (day.dt.day() == _LEAP_DAY)
    number = pl.when(is_leap_day & ~is_leap).then(_LEAP_DAY - 1).otherwise(day.dt.day())
    return pl.date(year, day.dt.month(), number)
