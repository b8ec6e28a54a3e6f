"""The last day to sue for a whole portfolio: one way for every row, by the dates that it holds."""

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


def with_limitation(
    accounts: pl.LazyFrame, limits: Sequence[SuitLimit], *, on: date
) -> pl.LazyFrame:
    """Add ``limitation_ends_on``: the last day to sue, by the law of the place and what is known.

    Reads ``nation``, ``region``, ``oldest_unpaid_due_on`` (the default), ``last_payment_on`` and
    ``litigation``. Null where nothing is in default, where a suit has been filed, where the place
    has no such law, or where its states differ and the state is not known.
    """
    if not limits:
        return accounts.with_columns(limitation_ends_on=pl.lit(None, dtype=pl.Date))
    day = pl.lit(on, dtype=pl.Date)
    default_on, paid_on = pl.col("oldest_unpaid_due_on"), pl.col("last_payment_on")
    years, first = pl.col("_years"), pl.col("_first")
    begins = (
        pl.when("_from_year_end")
        .then(pl.date(default_on.dt.year(), _DECEMBER, _LAST_OF_DECEMBER))
        .otherwise(default_on)
    )
    is_restart = (
        pl.col("_restarts") & (paid_on >= default_on) & (paid_on <= first) & (paid_on <= day)
    )
    ends = (
        pl.when(is_restart)
        .then(pl.max_horizontal(first, _years_after(paid_on, years)))
        .otherwise(first)
    )
    is_open = pl.col("litigation").cast(pl.String).is_in(_BEFORE_SUIT)
    return (
        accounts.with_columns(_law_of=_law_of(limits))
        .join(
            _table(limits), left_on="_law_of", right_on="place", how="left", maintain_order="left"
        )
        # one step after the other: within one expression each would be written out many times
        .with_columns(_first=_years_after(begins, years))
        .with_columns(limitation_ends_on=pl.when(is_open & (default_on <= day)).then(ends))
        .drop("_law_of", "_years", "_from_year_end", "_restarts", "_first")
    )


def _law_of(limits: Sequence[SuitLimit]) -> pl.Expr:
    """Return the place whose law counts: the state's, else the nation's if that is certain."""
    places = [limit.place for limit in limits]
    split = sorted({place.split("-")[0] for place in places if "-" in place})
    nation, region = pl.col("nation").cast(pl.String), pl.col("region").cast(pl.String)
    of_region = pl.when(region.is_in(places)).then(region).otherwise(nation)
    of_nation = pl.when(~nation.is_in(split)).then(nation)
    return pl.when(region.is_null()).then(of_nation).otherwise(of_region)


def _table(limits: Sequence[SuitLimit]) -> pl.LazyFrame:
    return pl.LazyFrame(
        {
            "place": [limit.place for limit in limits],
            "_years": pl.Series([limit.years for limit in limits], dtype=pl.Int32),
            "_from_year_end": [limit.from_year_end for limit in limits],
            "_restarts": [limit.restarts_by_payment for limit in limits],
        }
    )


def _years_after(day: pl.Expr, years: pl.Expr) -> pl.Expr:
    """Return the day of the same number years later; 29 February becomes 28 where it must."""
    year = day.dt.year() + years
    is_leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    is_leap_day = (day.dt.month() == _FEBRUARY) & (day.dt.day() == _LEAP_DAY)
    number = pl.when(is_leap_day & ~is_leap).then(_LEAP_DAY - 1).otherwise(day.dt.day())
    return pl.date(year, day.dt.month(), number)
