"""Postings: the opening balance, then each month's payment and charges, up to the last bill.

The file gives bills and payments; a month's charges are what explains the difference. Of these, a
late fee and interest are set apart by a simple term of ours where the account was late or carried
a balance; the rest is principal. The sum of an account's postings is its latest bill, exactly.
"""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.calendar import statement_on
from forbear.interchange.uci.chance import draw
from forbear.interchange.uci.source import MONTHS

_LATE_FEE = 300
_INTEREST_PER_MYRIAD = 125  # of what was carried over, a month


def postings(frame: pl.DataFrame, *, seed: int, only_late: bool = False) -> pl.DataFrame:
    """Return the import table ``postings``, in NT$ times the account's factor.

    With ``only_late``, an account that is not late has its latest bill as opening balance and no
    history: that is quicker to import, and nobody collects it.
    """
    parts = []
    if only_late:
        parts.append(_opening(frame.filter(pl.col("overdue") == 0), MONTHS[0]))
        frame = frame.filter(pl.col("overdue") > 0)
    parts.append(_opening(frame, MONTHS[-1]))
    for month in reversed(MONTHS[:-1]):
        parts += _month(frame, month, seed=seed)
    return (
        pl.concat(parts)
        .filter(pl.col("amount_minor") != 0)
        .sort("account_reference", "on", "transaction_reference", "component")
    )


def _opening(frame: pl.DataFrame, month: int) -> pl.DataFrame:
    """Return the opening balance: what the statement of ``month`` says."""
    bill = pl.col(f"bill_{month}")
    return _legs(frame, "opening", "opening", statement_on(month), _split_credit(bill))


def _month(frame: pl.DataFrame, month: int, *, seed: int) -> list[pl.DataFrame]:
    """Return the postings between two statements: payment, purchases, interest, late fee."""
    bill, before, paid = (
        pl.col(name) for name in (f"bill_{month}", f"bill_{month + 1}", f"pay_{month}")
    )
    charges = bill - before + paid
    is_late = pl.col(f"status_{month}") >= 1
    fee = pl.when(is_late & (charges >= _LATE_FEE)).then(_LATE_FEE).otherwise(0)
    carried = (before - paid).clip(lower_bound=0)
    owed = carried * _INTEREST_PER_MYRIAD // 10_000
    bears = pl.col(f"status_{month}") >= 0
    interest = (
        pl.when(bears)
        .then(pl.min_horizontal(owed, (charges - fee).clip(lower_bound=0)))
        .otherwise(0)
    )
    since = statement_on(month + 1)
    span = {
        what: pl.duration(days=draw(f"{what} {month}", 25, seed=seed) + 2)
        for what in ("pay", "purchase")
    }
    until = statement_on(month)
    return [
        _legs(frame, "payment", f"pay-{month}", since + span["pay"], {"payment": -paid}),
        _legs(
            frame,
            "purchase",
            f"buy-{month}",
            since + span["purchase"],
            _split_credit(charges - fee - interest),
        ),
        _legs(frame, "interest", f"interest-{month}", until, {"interest": interest}),
        _legs(frame, "fee", f"fee-{month}", until, {"late_fee": fee}),
    ]


def _split_credit(amount: pl.Expr) -> dict[str, pl.Expr]:
    """Return what is charged as principal, and what is given back as credit."""
    return {"principal": amount.clip(lower_bound=0), "credit": amount.clip(upper_bound=0)}


def _legs(
    frame: pl.DataFrame, kind: str, tag: str, on: pl.Expr, amounts: dict[str, pl.Expr]
) -> pl.DataFrame:
    """Return the legs of one transaction an account; an amount of nothing stays in for now."""
    return pl.concat(
        frame.select(
            pl.concat_str(pl.col("reference"), pl.lit(f"-{tag}")).alias("transaction_reference"),
            pl.col("reference").alias("account_reference"),
            pl.lit(kind).alias("kind"),
            on.alias("on"),
            pl.lit(component).alias("component"),
            (amount * pl.col("factor")).cast(pl.Int64()).alias("amount_minor"),
        )
        for component, amount in amounts.items()
    )
