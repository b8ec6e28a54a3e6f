"""What a night books: the interest and the late fees of the day, and how payments are allotted.

The ledger holds what was booked during the day; the state says what the day came to. What the
ledger lacks is booked: interest and late fees as income, the rest between parts of what is owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from forbear.core.ledger.booked import Booked
from forbear.core.ledger.bulk import Day
from forbear.core.payments.by_terms import BOOKED_LOT

_INTEREST, _LATE_FEE, _ALLOCATION = "interest", "late_fee", "allocation"
_KIND = {_INTEREST: "interest", _LATE_FEE: "fee", _ALLOCATION: "allocation"}
_INCOME = {_INTEREST: "interest_income", _LATE_FEE: "fee_income"}
_PARTS = ["account_id", "component", "lot"]


@dataclass(slots=True)
class Bookings:
    """Transactions and legs to book, joined by ``key``; and what was charged, by account."""

    heads: pl.DataFrame
    legs: pl.DataFrame
    charged: pl.DataFrame
    late_fees: int
    told: list[dict[str, object]]


def bookings(done: Day, absorbed: Sequence[Booked], *, on: date, open_on: date) -> Bookings:
    """Return what is to be booked for a day, on the first open day ``open_on``.

    An account whose ledger would not balance is told and keeps the parts that its ledger has.
    """
    postings = done.postings.with_columns(pl.col("lot").replace(BOOKED_LOT))
    charged = postings.filter(pl.col("kind").is_in([_INTEREST, _LATE_FEE]))
    others = postings.filter(~pl.col("kind").is_in([_INTEREST, _LATE_FEE]))
    held = _held(absorbed)
    rest = _summed(pl.concat([others.select(*_PARTS, "amount_minor"), held]))
    sums = rest.group_by("account_id").agg(pl.col("amount_minor").sum().alias("off"))
    off = sums.filter(pl.col("off") != 0)
    rest = rest.join(off, on="account_id", how="anti")
    parts = pl.concat(
        [
            _summed(charged.select("kind", *_PARTS, "amount_minor"), "kind"),
            rest.select(pl.lit(_ALLOCATION).alias("kind"), *_PARTS, "amount_minor"),
        ]
    ).with_columns(key=_key(absorbed, on))
    is_late_fee = pl.col("kind") == _LATE_FEE
    amount = pl.col("amount_minor")
    return Bookings(
        heads=_heads(parts, on, open_on),
        legs=_legs(parts, done.states),
        charged=charged.group_by("account_id").agg(
            amount.filter(~is_late_fee).sum().alias("interest_minor"),
            amount.filter(is_late_fee).sum().alias("fees_minor"),
        ),
        late_fees=charged.filter(is_late_fee).height,
        told=[
            {"account_id": account_id, "why": f"the ledger differs by {amount} minor units"}
            for account_id, amount in off.rows()
        ],
    )


def _held(absorbed: Sequence[Booked]) -> pl.DataFrame:
    """Return what the ledger has of the day's events, to be taken off."""
    rows = [
        (one.account_id, component, lot, -amount)
        for one in absorbed
        for component, lot, amount in one.changed
    ]
    schema = {
        "account_id": pl.Int64(),
        "component": pl.String(),
        "lot": pl.String(),
        "amount_minor": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _summed(rows: pl.DataFrame, *also: str) -> pl.DataFrame:
    summed = rows.group_by(*also, *_PARTS).agg(pl.col("amount_minor").sum())
    return summed.filter(pl.col("amount_minor") != 0)


def _key(absorbed: Sequence[Booked], on: date) -> pl.Expr:
    """Return the key of each booking: of the account, the day, the kind and the last event.

    A day that is worked out again, because something came late, has other events.
    """
    last: dict[int, str] = {}
    for one in absorbed:
        last[one.account_id] = f":{one.transaction_id}"
    suffix = pl.col("account_id").replace_strict(last, default="", return_dtype=pl.String)
    return pl.concat_str(
        pl.lit("night:"),
        pl.col("account_id").cast(pl.String),
        pl.lit(f":{on.isoformat()}:"),
        "kind",
        suffix,
    )


def _heads(parts: pl.DataFrame, on: date, open_on: date) -> pl.DataFrame:
    return parts.group_by("key").agg(
        pl.col("account_id").first(),
        pl.col("kind").first().replace(_KIND),
        pl.lit(open_on).alias("on").first(),
        pl.lit(on).alias("value_on").first(),
        pl.lit(f"night of {on.isoformat()}").alias("note").first(),
    )


def _legs(parts: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Return both sides: what the cardholder owes, and the income that it is."""
    where = pl.when("is_charged_off").then(pl.lit("charge_off")).otherwise(pl.lit("receivable"))
    owed = parts.join(
        states.select("account_id", "is_charged_off"), on="account_id", how="left"
    ).select(
        "key",
        where.alias("book"),
        pl.lit("cardholder").alias("side"),
        "component",
        "lot",
        "amount_minor",
    )
    income = parts.filter(pl.col("kind") != _ALLOCATION).select(
        "key",
        pl.col("kind").replace(_INCOME).alias("book"),
        pl.lit("issuer").alias("side"),
        "component",
        "lot",
        -pl.col("amount_minor"),
    )
    return pl.concat([owed, income])
