"""How payments are divided on card accounts that Forbear works out: as the day will take them.

The terms of the product decide, and the state of the account on the day from which the payment
counts: which rate is the highest, what the minimum is, how late it is. So the payment is not asked
here and again at night, but lived through by the same day, in columns where that can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.bulk import EVENTS, ORDINARY, states_of, work_day
from forbear.core.ledger.bulk.singles import Recall
from forbear.core.ledger.events import Event
from forbear.core.ledger.foresight import foreseen
from forbear.core.ledger.state import CHARGES, LOTS
from forbear.core.ledger.terms import Terms

_ONE_DAY = timedelta(days=1)
# fewer are done sooner one by one than in columns
FEW = 200
_NEW = "new:"
_BEHIND = 1 << 32  # new payments come after everything that was booked
DIVIDED = pl.Schema(
    {
        "n": pl.Int64(),
        "account_id": pl.Int64(),
        "component": pl.String(),
        "lot": pl.String(),
        "taken_minor": pl.Int64(),
    }
)
# in the books a purchase is a purchase, whether it bears interest or not
BOOKED_LOT = {lot: "purchase" if lot.startswith("purchase") else lot for lot in LOTS}


@dataclass(frozen=True, slots=True)
class Cards:
    """Card accounts as they stand: the frames of the night, and what waits to be taken in.

    ``next_on`` has ``account_id`` and ``next_on``, the next day on which something happens without
    an event; ``waiting`` the events that were booked and are not in the states yet.
    """

    states: pl.DataFrame
    dues: pl.DataFrame
    next_on: pl.DataFrame
    waiting: Mapping[int, Sequence[Event]]
    past: Recall
    products: Mapping[str, Sequence[Terms]]


def divided(payments: pl.DataFrame, cards: Cards, *, few: int = FEW) -> pl.DataFrame:
    """Return what each payment settles, as ``DIVIDED``; what is left over is ``credit``.

    ``payments`` has ``n``, ``account_id``, ``amount_minor`` and ``counts_on``, the day from which
    it counts, in the order in which they are taken. Every account is among the ``cards``.
    """
    own = payments.join(cards.states, on="account_id", how="semi")
    columns = _for_columns(own, cards) if own.height > few else own.clear()
    found = [
        _in_columns(some, cards, some["counts_on"][0])
        for some in columns.partition_by("counts_on", maintain_order=True)
    ]
    done = pl.concat([own.clear().select("n"), *(rows.select("n") for rows in found)])
    rest = _one_by_one(own.join(done, on="n", how="anti"), cards)
    return pl.concat([*found, rest]).sort("n", maintain_order=True)


def _for_columns(own: pl.DataFrame, cards: Cards) -> pl.DataFrame:
    """Return the payments of accounts to which nothing happens before that is not in columns."""
    first = own.group_by("account_id").agg(
        pl.col("counts_on").min().alias("first"), pl.col("counts_on").max().alias("last")
    )
    waiting = pl.DataFrame(
        [
            (account_id, event.on, event.kind in ORDINARY)
            for account_id, events in cards.waiting.items()
            for event in events
        ],
        schema={"account_id": pl.Int64(), "on": pl.Date(), "ordinary": pl.Boolean()},
        orient="row",
    )
    others = waiting.join(first, on="account_id").filter(
        ~pl.col("ordinary") | (pl.col("on") != pl.col("first"))
    )
    ready = (
        first.join(cards.states, on="account_id")
        .join(cards.next_on, on="account_id", how="left")
        .join(others, on="account_id", how="anti")
        .filter(
            pl.col("first") == pl.col("last"),
            pl.col("accrued_through") < pl.col("first") - _ONE_DAY,
            ~pl.col("has_plan"),
            (pl.col("next_on") >= pl.col("first")).fill_null(value=True),
        )
    )
    return own.join(ready, on="account_id", how="semi")


def _in_columns(payments: pl.DataFrame, cards: Cards, on: date) -> pl.DataFrame:
    """Divide payments that count from one day; those of rows that the columns leave are missing."""
    states = cards.states.join(payments, on="account_id", how="semi")
    before = [
        {name: getattr(event, name, None) for name in EVENTS}
        | {"account_id": account_id, "seq": seq}
        for account_id in states["account_id"]
        for seq, event in enumerate(cards.waiting.get(account_id, ()))
    ]
    new = payments.select(
        "account_id",
        (pl.col("n").cast(pl.Int64) + _BEHIND).alias("seq"),
        pl.format(_NEW + "{}", "n").alias("event_id"),
        pl.lit("payment").alias("kind"),
        "amount_minor",
    )
    done = work_day(
        states,
        cards.dues.join(states, on="account_id", how="semi"),
        pl.concat([pl.DataFrame(before, schema=EVENTS), new], how="diagonal").cast(EVENTS),
        on=on,
        products=cards.products,
        explain=False,
    )
    return (
        done.postings.filter(pl.col("kind") == "payment", pl.col("event_id").str.starts_with(_NEW))
        .join(done.singles, on="account_id", how="anti")
        .select(
            pl.col("event_id").str.strip_prefix(_NEW).cast(pl.Int64).alias("n"),
            "account_id",
            "component",
            pl.col("lot").replace(BOOKED_LOT),
            (-pl.col("amount_minor")).alias("taken_minor"),
        )
        .group_by(["n", "account_id", "component", "lot"], maintain_order=True)
        .agg(pl.col("taken_minor").sum())
        .select(DIVIDED.names())
    )


def _one_by_one(payments: pl.DataFrame, cards: Cards) -> pl.DataFrame:
    """Divide payments by the plain day, account by account."""
    of: dict[int, list[Event]] = {}
    for n, account_id, amount, on in payments.select(
        "n", "account_id", "amount_minor", "counts_on"
    ).iter_rows():
        of.setdefault(account_id, []).append(Event(f"{_NEW}{n}", "payment", on, amount))
    states = cards.states.join(payments, on="account_id", how="semi")
    dues = cards.dues.join(states, on="account_id", how="semi")
    rows: list[tuple[int, int, str, str, int]] = []
    for holder, state in states_of(states, dues):
        new = of[holder.account_id]
        book = foreseen(
            holder,
            state,
            waiting=cards.waiting.get(holder.account_id, ()),
            new=new,
            terms=cards.products[holder.product],
            past=cards.past,
        )
        for event in new:
            n = int(event.event_id.removeprefix(_NEW))
            settled = book.trace.settled[event.event_id]
            parts = _summed(settled.parts.items())
            parts |= {("credit", ""): settled.credit} if settled.credit else {}
            rows += [(n, holder.account_id, *part, taken) for part, taken in parts.items()]
    return pl.DataFrame(rows, schema=DIVIDED, orient="row")


def _summed(parts: Iterable[tuple[str, int]]) -> dict[tuple[str, str], int]:
    """Return parts as the books name them: component, lot and minor units."""
    sums: dict[tuple[str, str], int] = {}
    for part, taken in parts:
        name = (part, "") if part in CHARGES else ("principal", BOOKED_LOT[part])
        sums[name] = sums.get(name, 0) + taken
    return sums
