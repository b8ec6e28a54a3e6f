"""The events of a day over a frame: the first of every account, then the second, and so on.

So events of one account keep their order, and each step is whole columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from forbear.core.ledger.bulk.billing import make_statements
from forbear.core.ledger.bulk.frames import DUES, joined
from forbear.core.ledger.bulk.part import Part
from forbear.core.ledger.bulk.payments import take_payments, take_refunds

# What the columns can do. Everything else goes through the single-account path.
ORDINARY = ("purchase", "cash_advance", "transfer", "payment", "refund", "fee", "statement")
TOO_SOON = "STATEMENT_TOO_SOON"
_OF_EVENT = {
    "seq": "_seq",
    "event_id": "_event_id",
    "kind": "_kind",
    "amount_minor": "_amount",
    "component": "_component",
    "due_on": "_statement_due",
    "minimum_minor": "_given",
}


def happen(part: Part, events: pl.DataFrame) -> None:
    """Let the events of the day happen to their accounts, each in its turn."""
    turns = events.sort("account_id", "seq", maintain_order=True).with_columns(
        _turn=pl.int_range(pl.len()).over("account_id")
    )
    for of_turn in turns.sort("_turn").partition_by("_turn", maintain_order=True):
        _take_turn(part, of_turn.select("account_id", *_OF_EVENT).rename(_OF_EVENT))


def _take_turn(part: Part, events: pl.DataFrame) -> None:
    """Let one event an account happen, kind by kind; the other accounts stand aside."""
    aside = part.states.join(events, on="account_id", how="anti")
    states = part.states.join(events, on="account_id", how="inner")
    dues_aside = part.dues.join(events, on="account_id", how="anti")
    done, dues = [aside], [dues_aside]
    for (kind,), some in states.partition_by("_kind", as_dict=True).items():
        own = part.dues.join(some, on="account_id", how="semi")
        one = replace(part, states=some, dues=own)
        _OF_KIND[str(kind)](one)
        done.append(one.states.select(part.states.columns))
        dues.append(one.dues)
    part.states = pl.concat(done)
    part.dues = joined(dues, DUES)


def _purchase(part: Part) -> None:
    free = part.terms.interest_free
    is_free = pl.lit(value=False)
    if free is not None:
        is_free = pl.lit(free.regained == "each_statement") | pl.col("has_interest_free")
    amount = pl.col("_amount")
    part.charge("purchase_new", pl.when(is_free).then(amount).otherwise(0), kind="purchase")
    part.charge("purchase_owed", pl.when(is_free).then(0).otherwise(amount), kind="purchase")


def _cash_advance(part: Part) -> None:
    part.charge("cash_advance", pl.col("_amount"), kind="cash_advance")


def _transfer(part: Part) -> None:
    part.charge("transfer", pl.col("_amount"), kind="transfer")


def _fee(part: Part) -> None:
    for name in ("late_fee", "other_fee", "cost"):
        is_it = pl.col("_component") == name
        part.charge(name, pl.when(is_it).then(pl.col("_amount")).otherwise(0), kind="fee")
    is_late_fee = pl.col("_component") == "late_fee"
    part.states = part.states.with_columns(
        charges_posted=pl.col("charges_posted") + pl.col("_amount"),
        late_fee_cycles=pl.when(is_late_fee).then(0).otherwise(pl.col("late_fee_cycles")),
    )


def _statement(part: Part) -> None:
    due_on = pl.coalesce("_statement_due", pl.lit(part.on))
    too_soon = part.states.filter(~pl.col("is_decided"))
    part.refused.append(
        too_soon.select(
            "account_id", pl.col("_event_id").alias("event_id"), pl.lit(TOO_SOON).alias("code")
        )
    )
    part.states = part.states.filter("is_decided").with_columns(_statement_due=due_on)
    make_statements(part)
    part.states = pl.concat([part.states, too_soon])


_OF_KIND: dict[str, Callable[[Part], None]] = {
    "purchase": _purchase,
    "cash_advance": _cash_advance,
    "transfer": _transfer,
    "payment": take_payments,
    "refund": take_refunds,
    "fee": _fee,
    "statement": _statement,
}
