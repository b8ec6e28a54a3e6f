"""The frames of bulk work: their columns, and the way from plain values and back.

One row of ``STATES`` is a ``State`` of ``forbear.core.ledger.state`` under the same names, with the
account it belongs to, its product and limit, and the last day whose interest is in it. The dues,
a list in the plain value, are a frame of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from forbear.core.ledger.state import CHARGES, GRAINS, LOTS, Due, State

KEYS = {"account_id": pl.Int64(), "product": pl.String(), "credit_limit": pl.Int64()}
ACCRUED_THROUGH = "accrued_through"
_TYPES: dict[str, pl.DataType] = {
    "int": pl.Int64(),
    "int | None": pl.Int64(),
    "date | None": pl.Date(),
    "bool": pl.Boolean(),
}
OF_STATE = {field.name: _TYPES[str(field.type)] for field in fields(State) if field.name != "dues"}
# An account as of a day: interest is in it through the day before, see ``accrued_through``.
STATES = pl.Schema({**KEYS, ACCRUED_THROUGH: pl.Date(), **OF_STATE})
# What was asked for and is not paid; a due that is paid has no row.
DUES = pl.Schema(
    {"account_id": pl.Int64(), "due_on": pl.Date(), "amount": pl.Int64(), "paid": pl.Int64()}
)
# The ordinary events; ``seq`` is their order within the day.
EVENTS = pl.Schema(
    {
        "account_id": pl.Int64(),
        "seq": pl.Int64(),
        "event_id": pl.String(),
        "kind": pl.String(),
        "amount_minor": pl.Int64(),
        "component": pl.String(),
        "due_on": pl.Date(),  # of a statement that brings its own
        "minimum_minor": pl.Int64(),
    }
)
# What a day did to what is owed: positive is more owed; ``event_id`` is null where none caused it.
POSTINGS = pl.Schema(
    {
        "account_id": pl.Int64(),
        "on": pl.Date(),
        "step": pl.Int64(),
        "kind": pl.String(),
        "component": pl.String(),
        "lot": pl.String(),
        "amount_minor": pl.Int64(),
        "event_id": pl.String(),
    }
)
STATEMENTS = pl.Schema(
    {
        "account_id": pl.Int64(),
        "on": pl.Date(),
        "due_on": pl.Date(),
        "balance_minor": pl.Int64(),
        "minimum_minor": pl.Int64(),
        "past_due_minor": pl.Int64(),
    }
)
# A stretch of days on which a balance bore the same interest: what an explanation is made of.
STRETCHES = pl.Schema(
    {
        "account_id": pl.Int64(),
        "balance": pl.String(),
        "into": pl.String(),
        "from_on": pl.Date(),
        "to_on": pl.Date(),
        "days": pl.Int64(),
        "sum_minor": pl.Int64(),
        "rate_e10": pl.Int64(),
        "year_days": pl.Int64(),
        "grains": pl.Int64(),
    }
)
# Rows that the columns did not compute, with the reason.
SINGLES = pl.Schema({"account_id": pl.Int64(), "why": pl.String()})
# Events that could not happen, with a code as in the plain day.
REFUSED = pl.Schema({"account_id": pl.Int64(), "event_id": pl.String(), "code": pl.String()})
_TOO_LARGE = 1 << 63
# A bare literal would be 32 bits wide.
ZERO = pl.lit(0, dtype=pl.Int64)
PRINCIPAL = pl.sum_horizontal(*LOTS)
OWED = pl.sum_horizontal(*LOTS, *CHARGES)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose state it is: what a row of ``STATES`` holds beside the state."""

    account_id: int
    product: str
    accrued_through: date
    credit_limit: int | None = None


def empty(schema: pl.Schema) -> pl.DataFrame:
    """Return a frame without rows."""
    return pl.DataFrame(schema=schema)


def joined(parts: Iterable[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """Put parts below each other; without any, an empty frame."""
    return pl.concat([empty(schema), *(part.select(schema.names()).cast(schema) for part in parts)])


def frames_of(rows: Sequence[tuple[Holder, State]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return plain states as the frames of states and of dues.

    ``OverflowError``, with the account, if an amount does not fit 64 bits.
    """
    for holder, state in rows:
        check_fits(holder, state)
    states = [
        {name: getattr(state, name) for name in OF_STATE}
        | {name: getattr(holder, name) for name in (*KEYS, ACCRUED_THROUGH)}
        for holder, state in rows
    ]
    dues = [
        {"account_id": holder.account_id, "due_on": due.due_on}
        | {"amount": due.amount, "paid": due.paid}
        for holder, state in rows
        for due in state.dues
    ]
    return pl.DataFrame(states, schema=STATES), pl.DataFrame(dues, schema=DUES)


def check_fits(holder: Holder, state: State) -> None:
    """Raise ``OverflowError``, with the account, if an amount does not fit 64 bits."""
    numbers = [getattr(state, name) for name, dtype in OF_STATE.items() if dtype == pl.Int64()]
    if any(abs(number or 0) >= _TOO_LARGE for number in numbers):
        raise OverflowError(
            f"account {holder.account_id}: an amount does not fit 64 bits; look at its events"
        )


def states_of(states: pl.DataFrame, dues: pl.DataFrame) -> list[tuple[Holder, State]]:
    """Return the rows as plain values, in the order of the frame."""
    of: dict[int, list[Due]] = {}
    for row in dues.sort("account_id", "due_on").iter_rows(named=True):
        of.setdefault(row["account_id"], []).append(Due(row["due_on"], row["amount"], row["paid"]))
    return [
        (_holder(row), _state(row, of.get(row["account_id"], [])))
        for row in states.iter_rows(named=True)
    ]


def _holder(row: Mapping[str, object]) -> Holder:
    return Holder(**{name: row[name] for name in (*KEYS, ACCRUED_THROUGH)})  # type: ignore[arg-type]


def _state(row: Mapping[str, object], dues: Sequence[Due]) -> State:
    return State(**{name: row[name] for name in OF_STATE}, dues=tuple(dues))  # type: ignore[arg-type]


__all__ = [
    "ACCRUED_THROUGH",
    "CHARGES",
    "DUES",
    "EVENTS",
    "GRAINS",
    "LOTS",
    "OWED",
    "POSTINGS",
    "PRINCIPAL",
    "REFUSED",
    "SINGLES",
    "STATEMENTS",
    "STATES",
    "STRETCHES",
    "ZERO",
    "Holder",
    "check_fits",
    "empty",
    "frames_of",
    "joined",
    "states_of",
]
