"""The interest of quiet days over a frame: days times the grains of a day, in whole numbers.

Nothing happens to an account on a quiet day, so its balances stand still and each day costs the
same. An account is therefore only touched when something happens to it; then all the days since
``accrued_through`` are caught up at once. Where the interest of a day bears interest the next
day, the days are walked one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.bulk.frames import (
    ACCRUED_THROUGH,
    CHARGES,
    GRAINS,
    LOTS,
    STRETCHES,
    joined,
)
from forbear.core.ledger.bulk.rounding import reduced
from forbear.core.ledger.bulk.tariffs import INTO, Daily, Tariff, stretches
from forbear.core.ledger.lines import GRAIN
from forbear.core.ledger.state import FEES
from forbear.core.ledger.terms import Terms, terms_on

_ONE_DAY = timedelta(days=1)
_BILLED = pl.col("interest") + pl.col("compound_interest")
_NOT_BILLED = pl.col("accrued") + pl.col("accrued_on_interest")
_BALANCES = {
    **{lot: pl.col(lot) for lot in LOTS},
    "fees": pl.sum_horizontal(*FEES),
    "on_interest": _BILLED,
}
# Sums of up to sixteen such products, or of so many grains, stay below 2^62.
_BULK = 1 << 58


def one_day(balance: pl.Expr, rate: Daily) -> pl.Expr:
    """Return the interest of one day in grains, rounded half up; the balance is not negative."""
    product = balance * rate.up if rate.up != 1 else balance
    # half up: (2n + d) // 2d, which for whole numbers is (n + d // 2) // d
    return product if rate.down == 1 else (product + rate.down // 2) // rate.down


def _grains(name: str, rate: Daily, costs: Tariff) -> pl.Expr:
    """Return what a balance of the state bears on one day."""
    billed = one_day(_BALANCES[name], rate)
    if name != "on_interest" or not costs.is_daily:
        return billed
    # What is in grains already is multiplied by the rate again: 64 bits would not hold it.
    below = rate.down * GRAIN
    product = _NOT_BILLED.cast(pl.Int128) * rate.up + below // 2
    return billed + (product // below).cast(pl.Int64)


def _base(name: str, costs: Tariff) -> pl.Expr:
    """Return the balance as it is told, in minor units."""
    is_daily = name == "on_interest" and costs.is_daily
    return _BILLED + _NOT_BILLED // GRAIN if is_daily else _BALANCES[name]


def accrue(
    states: pl.DataFrame, terms: Sequence[Terms], *, through: date, explain: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add the interest of the days up to ``through``, counted, to accounts of one product.

    Returns the states and the ``STRETCHES`` that explain what was added. A row that is accrued
    further already stays as it is. No row may be ``too_large``. Without ``explain`` no stretches
    are made, which is faster where nobody reads them.
    """
    parts: list[pl.DataFrame] = []
    if states.height == 0:
        return states, joined(parts, STRETCHES)
    first = states[ACCRUED_THROUGH].min()
    assert isinstance(first, date), "every account says through which day it is accrued"
    for start, end, costs in stretches(terms, first + _ONE_DAY, through):
        for begin, stop in _walked(start, end, costs):
            states = states.with_columns(_days(states, costs, begin, stop).alias("_days"))
            if explain:
                parts += _explained(states, costs, stop)
            states = states.with_columns(_added(costs)).drop("_days")
    latest = pl.max_horizontal(pl.col(ACCRUED_THROUGH), pl.lit(through))
    return states.with_columns(latest.alias(ACCRUED_THROUGH)), joined(parts, STRETCHES)


def too_large(
    terms: Sequence[Terms], *, first: date, through: date, coming: pl.Expr | None = None
) -> pl.Expr:
    """Say of which rows a product or a sum could pass what 64 bits hold; the columns leave them.

    ``first`` is the earliest ``accrued_through`` of the rows; ``coming`` the amounts of the day.
    """
    end = max(through, first + _ONE_DAY)
    days = (end - first).days
    most = _BULK
    for _, _, costs in stretches(terms, first + _ONE_DAY, end):
        for _, rate in costs.rates:
            most = min(most, _BULK // rate.up, _BULK * rate.down // (rate.up * days))
    for rate_e10 in _shares(terms_on(terms, through)):
        most = min(most, _BULK // reduced(rate_e10)[0])
    largest = pl.max_horizontal(*LOTS, *CHARGES, "credit")
    is_large = (largest > most) | (pl.max_horizontal(*GRAINS) > _BULK)
    # the sum may wrap where one of them is large already
    return is_large if coming is None else is_large | (coming > most) | (largest + coming > most)


def _shares(terms: Terms) -> list[int]:
    """Return the rates of late fee and minimum."""
    alternatives = terms.minimum.any_of
    rates = [each.balance_e10 for each in alternatives]
    rates += [each.principal_e10 for each in alternatives]
    rates += [terms.late_fee.rate_e10] if terms.late_fee else []
    return [rate for rate in rates if rate]


def _walked(start: date, end: date, costs: Tariff) -> list[tuple[date, date]]:
    if not costs.is_daily:
        return [(start, end)]
    days = (end - start).days + 1
    return [(start + each * _ONE_DAY, start + each * _ONE_DAY) for each in range(days)]


def _days(states: pl.DataFrame, costs: Tariff, start: date, end: date) -> pl.Expr:
    """Return how many days of a stretch each row is still to be charged for."""
    begun = states.select(
        first=pl.col(ACCRUED_THROUGH).min(),
        last=pl.max_horizontal(ACCRUED_THROUGH, "interest_paused_until").max(),
        is_held=(pl.col("is_charged_off") | pl.col("has_plan")).any(),
    ).row(0, named=True)
    if begun["last"] < start and not begun["is_held"]:
        return pl.lit((end - start).days + 1, dtype=pl.Int64)
    behind = pl.max_horizontal(ACCRUED_THROUGH, "interest_paused_until", pl.lit(start - _ONE_DAY))
    days = (pl.lit(end) - behind).dt.total_days().clip(lower_bound=0)
    is_held = pl.col("has_plan") & ~pl.col("plan_has_interest")
    if costs.is_off_after_charge_off:
        is_held |= pl.col("is_charged_off")
    return pl.when(is_held).then(0).otherwise(days)


def _added(costs: Tariff) -> list[pl.Expr]:
    """Return the columns of grains with the days' interest in them."""
    sums: dict[str, pl.Expr] = {}
    for name, rate in costs.rates:
        one = _grains(name, rate, costs)
        into = INTO[name]
        sums[into] = sums[into] + one if into in sums else one
    return [(pl.col(into) + added * pl.col("_days")).alias(into) for into, added in sums.items()]


def _explained(states: pl.DataFrame, costs: Tariff, end: date) -> list[pl.DataFrame]:
    """Return one line for each row and balance that bore interest on the stretch."""
    days = pl.col("_days")
    return [
        states.filter((_grains(name, rate, costs) > 0) & (days > 0)).select(
            "account_id",
            pl.lit(name).alias("balance"),
            pl.lit(INTO[name]).alias("into"),
            (pl.lit(end) - pl.duration(days=days - 1)).cast(pl.Date).alias("from_on"),
            pl.lit(end).alias("to_on"),
            days.alias("days"),
            _base(name, costs).alias("sum_minor"),
            pl.lit(rate.rate_e10).alias("rate_e10"),
            pl.lit(rate.year_days).alias("year_days"),
            (_grains(name, rate, costs) * days).alias("grains"),
        )
        for name, rate in costs.rates
    ]
