"""What happened before, counted as the rules in force want it counted."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT, Clock
from forbear.core.law.history import Count
from forbear.core.tables import words as w

PARTY = w.words(w.HISTORY_PARTIES)
# A contact in which the debt was, or may have been, spoken of.
TALK = ("conversation", "delivered", "replied")


def talks(contacts: pl.DataFrame) -> pl.DataFrame:
    """Return when conversations took place: ``person_id``, ``talk_at``."""
    return contacts.filter(
        (pl.col("channel") == "call") & (pl.col("outcome") == "conversation")
    ).select("person_id", talk_at="at")


def with_counts(
    candidates: pl.DataFrame,
    contacts: pl.DataFrame,
    counts: Mapping[str, tuple[Count, int]],
    clock: Clock,
    *,
    detail: bool,
) -> pl.DataFrame:
    """Add ``<name>_n`` for each count: how many contacts of the past it covers.

    With ``detail`` also ``<name>_kth``, the moment of the max-th latest, and ``<name>_last``.
    ``counts`` maps a name to the count and the cap's maximum.
    """
    contacts = contacts.with_columns(
        count.matches(clock).alias(f"_{name}") for name, (count, _) in counts.items()
    )
    if counts:
        contacts = contacts.filter(pl.any_horizontal([pl.col(f"_{name}") for name in counts]))
    by_keys: dict[tuple[str, ...], list[str]] = {}
    for name, (count, _) in counts.items():
        by_keys.setdefault(count.keys, []).append(name)
    frame = candidates.with_columns(collector=pl.col("collector_kind"), _party=pl.col("party"))
    frame = frame.with_columns(party=pl.col("party").cast(PARTY))
    for keys, names in by_keys.items():
        wanted = [part for name in names for part in _aggregates(name, counts[name][1], detail)]
        tally = contacts.filter(pl.col(keys[0]).is_not_null()).group_by(keys).agg(wanted)
        frame = frame.join(tally, on=list(keys), how="left")
        unkeyed = contacts.filter(pl.col(keys[0]).is_null())
        if not unkeyed.is_empty():
            # a contact about nobody knows which account or number counts for each of the person's
            everywhere = ["person_id", *keys[1:]]
            more = unkeyed.group_by(everywhere).agg(wanted)
            frame = _added(
                frame.join(more, on=everywhere, how="left", suffix="_more"), names, detail
            )
    return (
        frame.with_columns(pl.col(f"{name}_n").fill_null(0).cast(pl.Int32) for name in counts)
        .with_columns(party=pl.col("_party"))
        .drop("_party", "collector")
    )


def _aggregates(name: str, most: int, detail: bool) -> list[pl.Expr]:  # noqa: FBT001
    counted = pl.col(f"_{name}")
    exprs = [counted.sum().alias(f"{name}_n")]
    if detail:
        moments = pl.col("at").filter(counted)
        exprs += [
            moments.top_k(most).min().alias(f"{name}_kth"),
            moments.max().alias(f"{name}_last"),
        ]
    return exprs


def _added(frame: pl.DataFrame, names: list[str], detail: bool) -> pl.DataFrame:  # noqa: FBT001
    columns = []
    for name in names:
        n, more = pl.col(f"{name}_n").fill_null(0), pl.col(f"{name}_n_more").fill_null(0)
        columns.append((n + more).alias(f"{name}_n"))
        if detail:
            columns += [
                pl.max_horizontal(f"{name}_{part}", f"{name}_{part}_more").alias(f"{name}_{part}")
                for part in ("kth", "last")
            ]
    parts = ("n", "kth", "last") if detail else ("n",)
    return frame.with_columns(columns).drop(
        [f"{name}_{part}_more" for name in names for part in parts]
    )


def with_exchange(
    candidates: pl.DataFrame, contacts: pl.DataFrame, clock: Clock, persons: pl.Series
) -> pl.DataFrame:
    """Add ``last_in_at`` and ``last_out_at``: the latest message each way by the same channel.

    Worked out only for ``persons``, those whose wishes make it matter.
    """
    relevant = contacts.filter(
        pl.col("person_id").is_in(persons.implode()) & (pl.col("at") <= clock.horizon())
    )
    if relevant.is_empty():
        none = pl.lit(None, dtype=UTC_MOMENT)
        return candidates.with_columns(last_in_at=none, last_out_at=none)
    latest = relevant.group_by("person_id", "channel").agg(
        last_in_at=pl.col("at").filter(pl.col("direction") == "in").max(),
        last_out_at=pl.col("at").filter(pl.col("direction") == "out").max(),
    )
    return candidates.join(latest, on=["person_id", "channel"], how="left")


def with_first_talk(candidates: pl.DataFrame, contacts: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """Add ``first_talk_at``: when this collector first spoke or wrote about the debt.

    Needed only where a validation notice is owed and has not gone out.
    """
    owed = candidates.filter(
        (pl.col("collector_kind") != "creditor") & pl.col("validation_sent_on").is_null()
    )
    none = pl.lit(None, dtype=UTC_MOMENT)
    if owed.is_empty() or contacts.is_empty():
        return candidates.with_columns(first_talk_at=none)
    spoken = pl.any_horizontal([pl.col("outcome") == outcome for outcome in TALK])
    first = (
        contacts.filter(
            pl.col("account_id").is_in(owed["account_id"].implode())
            & spoken.fill_null(value=False)
            & (pl.col("at") <= clock.horizon())
        )
        .group_by("account_id", "collector")
        .agg(first_talk_at=pl.col("at").min())
    )
    return candidates.join(
        first,
        left_on=["account_id", "collector_kind"],
        right_on=["account_id", "collector"],
        how="left",
    )
