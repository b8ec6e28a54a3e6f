"""What happened before, counted as the rules in force want it counted."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT, Clock
from forbear.core.gate.beside import beside
from forbear.core.law.history import Count
from forbear.core.tables import words as w

PARTY = w.words(w.HISTORY_PARTIES)
_TALK = ("conversation", "delivered", "replied")
# whom the debt is not spoken of with: 12 CFR 1006.6(d)(1)
_OUTSIDERS = ("family", "employer", "other_contact", "creditor", "credit_bureau")


def was_spoken() -> pl.Expr:
    """Return whether the debt was, or may have been, spoken of in a contact."""
    return pl.any_horizontal([pl.col("outcome") == outcome for outcome in _TALK])


def persons_replied_to(candidates: pl.DataFrame) -> pl.Series:
    """Return the persons whose message would be answered."""
    asked = candidates.select("person_id", "purpose")
    return asked.filter(pl.col("purpose") == "reply")["person_id"]


def accounts_owed_a_notice(candidates: pl.DataFrame) -> pl.Series:
    """Return the accounts for which a validation notice is owed and has not gone out."""
    notices = candidates.select("account_id", "collector_kind", "validation_sent_on")
    is_owed = (pl.col("collector_kind") != "creditor") & pl.col("validation_sent_on").is_null()
    return notices.filter(is_owed)["account_id"].unique()


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
        frame = beside(frame, tally, keys)
        unkeyed = contacts.filter(pl.col(keys[0]).is_null())
        if not unkeyed.is_empty():
            # a contact about nobody knows which account or number counts for each of the person's
            everywhere = ["person_id", *keys[1:]]
            more = unkeyed.group_by(everywhere).agg(part.name.suffix("_more") for part in wanted)
            frame = _added(beside(frame, more, everywhere), names, detail)
    if detail:
        frame = frame.with_columns(
            part for name, (_, most) in counts.items() for part in _kth_and_last(name, most)
        ).drop(f"{name}_top" for name in counts)
    return (
        frame.with_columns(pl.col(f"{name}_n").fill_null(0).cast(pl.Int32) for name in counts)
        .with_columns(party=pl.col("_party"))
        .drop("_party", "collector")
    )


def _aggregates(name: str, most: int, detail: bool) -> list[pl.Expr]:  # noqa: FBT001
    counted = pl.col(f"_{name}")
    exprs = [counted.sum().alias(f"{name}_n")]
    if detail:
        exprs.append(pl.col("at").filter(counted).top_k(most).alias(f"{name}_top"))
    return exprs


def _added(frame: pl.DataFrame, names: list[str], detail: bool) -> pl.DataFrame:  # noqa: FBT001
    columns = []
    for name in names:
        n, more = pl.col(f"{name}_n").fill_null(0), pl.col(f"{name}_n_more").fill_null(0)
        columns.append((n + more).alias(f"{name}_n"))
        if detail:
            tops = (pl.col(f"{name}_top{more}").fill_null([]) for more in ("", "_more"))
            columns.append(pl.concat_list(*tops).alias(f"{name}_top"))
    parts = ("n", "top") if detail else ("n",)
    return frame.with_columns(columns).drop(
        [f"{name}_{part}_more" for name in names for part in parts]
    )


def _kth_and_last(name: str, most: int) -> list[pl.Expr]:
    latest = pl.col(f"{name}_top").list.sort(descending=True)
    return [
        latest.list.get(most - 1, null_on_oob=True).alias(f"{name}_kth"),
        latest.list.first().alias(f"{name}_last"),
    ]


# What the latest messages each way are worked out for, beside the wishes and the replies.
_BY_CHANNEL = frozenset({"last_in_at", "last_out_at", "they_wrote_at"})


def with_exchange(
    candidates: pl.DataFrame,
    contacts: pl.DataFrame,
    clock: Clock,
    persons: pl.Series,
    reads: frozenset[str],
) -> pl.DataFrame:
    """Add the latest message each way, by the same channel: ``last_in_at``, ``last_out_at``.

    And ``point_in_at``, their latest from the same number or address; ``they_wrote_at``, what a
    reply would answer. A reply goes by the channel on which they wrote.

    Looked up where it can matter: for ``persons``, who have wishes, for replies, and for everyone
    where a rule itself ``reads`` the column.
    """
    so_far = contacts.filter(pl.col("at") <= clock.horizon())
    inbound = pl.col("direction") == "in"
    if reads & _BY_CHANNEL:
        spoken = so_far
    else:
        replies = persons_replied_to(candidates)
        needed = pl.concat([persons, replies]).unique()
        spoken = so_far.filter(pl.col("person_id").is_in(needed.implode()))
    theirs, by_channel = spoken.filter(inbound), ["person_id", "channel"]
    frame = _with_latest(candidates, spoken.filter(~inbound), by_channel, "last_out_at")
    frame = _with_latest(frame, theirs, by_channel, "last_in_at")
    # that they answered ours is a message of theirs too, no earlier than ours
    replied = (pl.col("outcome") == "replied").fill_null(value=False)
    received = so_far.filter(inbound | replied) if "point_in_at" in reads else theirs
    frame = _with_latest(frame, received, [*by_channel, "contact_point_id"], "point_in_at")
    if candidates["replying_to_at"].null_count() == candidates.height:
        return frame.with_columns(they_wrote_at=pl.col("last_in_at"))
    moments = theirs.group_by("person_id", replying_to_at="at").agg(
        _by=pl.col("channel").cast(pl.String).unique()
    )
    # a message that came by another channel is no reason to write by this one
    same = pl.col("_by").list.contains(pl.col("channel").cast(pl.String)).fill_null(value=True)
    return (
        beside(frame, moments, ["person_id", "replying_to_at"])
        .with_columns(
            they_wrote_at=pl.max_horizontal("last_in_at", pl.when(same).then("replying_to_at"))
        )
        .drop("_by")
    )


def _with_latest(
    frame: pl.DataFrame, contacts: pl.DataFrame, keys: list[str], name: str
) -> pl.DataFrame:
    if contacts.is_empty():
        return frame.with_columns(pl.lit(None, dtype=UTC_MOMENT).alias(name))
    latest = contacts.group_by(keys).agg(pl.col("at").max().alias(name))
    return beside(frame, latest, keys)


def with_first_talk(candidates: pl.DataFrame, contacts: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """Add ``first_talk_on``: the local day this collector first spoke or wrote about the debt.

    With the consumer: who was asked where she is, was not told of the debt. Needed only where a
    validation notice is owed and has not gone out.
    """
    owed = accounts_owed_a_notice(candidates)
    if owed.is_empty() or contacts.is_empty():
        return candidates.with_columns(first_talk_on=pl.lit(None, dtype=pl.Date))
    first = (
        contacts.filter(
            pl.col("account_id").is_in(owed.implode())
            & was_spoken().fill_null(value=True)
            & _is_with_consumer(candidates)
            & (pl.col("at") <= clock.horizon())
        )
        .group_by("account_id", "collector")
        .agg(_first=pl.col("at").min())
        .select("account_id", "collector", first_talk_on=_earliest_day(pl.col("_first"), clock))
    )
    return beside(
        candidates, first.rename({"collector": "collector_kind"}), ["account_id", "collector_kind"]
    )


def _is_with_consumer(candidates: pl.DataFrame) -> pl.Expr:
    """Return whether a contact was, or may have been, with the consumer (12 CFR 1006.6(a))."""
    asked = candidates.select("person_id", "is_minor")
    minors = asked.filter(pl.col("is_minor").fill_null(value=True))["person_id"].unique()
    outside = pl.any_horizontal([pl.col("party") == party for party in _OUTSIDERS])
    others_parent = (pl.col("party") == "parent") & ~pl.col("person_id").is_in(minors.implode())
    return ~(outside | others_parent).fill_null(value=False)


def _earliest_day(moment: pl.Expr, clock: Clock) -> pl.Expr:
    days = [moment.dt.convert_time_zone(zone).dt.date() for zone in clock.zones or ("UTC",)]
    return pl.min_horizontal(days)
