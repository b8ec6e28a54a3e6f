"""What happened before, counted as the rules in force want it counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT, Clock, moment
from forbear.core.gate.beside import beside, gathered, put
from forbear.core.gate.places import PLACE, each_place
from forbear.core.law.history import Count
from forbear.core.tables import words as w

# So few contacts are not worth a query that leaves some of them out.
_FEW = 1000
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
    if asked.height == 1:  # read at once: a query costs more than the answer
        return asked["person_id"] if asked.item(0, "purpose") == "reply" else asked["person_id"][:0]
    return asked.filter(pl.col("purpose") == "reply")["person_id"]


def accounts_owed_a_notice(candidates: pl.DataFrame) -> pl.Series:
    """Return the accounts for which a validation notice is owed and has not gone out."""
    if candidates.height == 1:
        kind, sent = (candidates.item(0, n) for n in ("collector_kind", "validation_sent_on"))
        return candidates["account_id"][: int(kind not in (None, "creditor") and sent is None)]
    notices = candidates.select("account_id", "collector_kind", "validation_sent_on")
    is_owed = (pl.col("collector_kind") != "creditor") & pl.col("validation_sent_on").is_null()
    return notices.filter(is_owed)["account_id"].unique()


def talks(contacts: pl.DataFrame) -> pl.DataFrame:
    """Return when conversations took place: ``person_id``, ``talk_at``."""
    return contacts.filter(
        (pl.col("channel") == "call") & (pl.col("outcome") == "conversation")
    ).select("person_id", talk_at="at")


def told(
    contacts: pl.DataFrame, candidates: pl.DataFrame, instants: Iterable[str], *, is_one_place: bool
) -> pl.DataFrame:
    """Tell each contact of the past the instants of its person by which it is counted."""
    if contacts.is_empty():
        return contacts
    names = ["horizon", *instants]
    if is_one_place:
        row = candidates.row(0, named=True)
        return contacts.with_columns(moment(row[name]).alias(name) for name in names)
    persons = candidates.select("person_id", *names).unique(subset="person_id")
    return contacts.join(persons, on="person_id")


def counted(contacts: pl.DataFrame, matches: Sequence[pl.Expr]) -> pl.DataFrame:
    """Add ``_<name>`` for each count, whether a contact counts; leave out most that never do."""
    if contacts.is_empty() or not matches:
        return contacts.clear()
    marked = contacts.with_columns(matches)
    if marked.height <= _FEW:
        return marked
    return marked.filter(pl.any_horizontal([pl.col(test.meta.output_name()) for test in matches]))


def with_counts(
    candidates: pl.DataFrame, marked: pl.DataFrame, counts: Mapping[str, Count]
) -> pl.DataFrame:
    """Put ``<name>_n`` for each count: how many contacts of the past it covers."""
    if marked.is_empty() or not counts:
        return candidates
    if candidates.height == 1:
        same = _same_as(candidates.row(0, named=True), counts)
        sums = [(pl.col(f"_{n}") & same[n]).sum().cast(pl.Int32).alias(f"{n}_n") for n in counts]
        return put(candidates, marked.select(sums))
    added = _tallied(candidates, marked, counts, lambda n: pl.col(f"_{n}").sum().alias(f"{n}_n"))
    totals = []
    for name in counts:
        parts = [part for part in (f"{name}_n", f"{name}_n_more") if part in added.columns]
        total = pl.sum_horizontal([pl.col(part).fill_null(0) for part in parts])
        totals.append(total.cast(pl.Int32).alias(f"{name}_n"))
    return put(candidates, added.select(totals))


def _same_as(row: Mapping[str, object], counts: Mapping[str, Count]) -> dict[str, pl.Expr]:
    """Return, for each count, whether a contact has the keys of one candidate.

    What ``_tallied`` does for many: a key that the candidate lacks is never the same, and a contact
    about nobody knows which account or number is about each of the person's.
    """
    row = {**row, "collector": row["collector_kind"]}

    def same(keys: Iterable[str]) -> pl.Expr:
        return pl.all_horizontal(
            pl.lit(False) if row[key] is None else pl.col(key) == row[key] for key in keys
        )

    by_keys: dict[tuple[str, ...], pl.Expr] = {}
    for count in counts.values():
        keys = count.keys
        if keys not in by_keys:
            whichever = pl.col(keys[0]).is_null() & same(["person_id", *keys[1:]])
            by_keys[keys] = same(keys) | whichever
    return {name: by_keys[count.keys] for name, count in counts.items()}


def with_latest_counted(
    candidates: pl.DataFrame, marked: pl.DataFrame, counts: Mapping[str, tuple[Count, int]]
) -> pl.DataFrame:
    """Add ``<name>_kth``, the moment of the max-th latest contact counted, and ``<name>_last``."""
    if candidates.height == 1:
        row = candidates.row(0, named=True)
        same = _same_as(row, {name: count for name, (count, _) in counts.items()})
        columns = []
        for name, (_, most) in counts.items():
            latest = pl.col("at").filter(pl.col(f"_{name}") & same[name]).sort(descending=True)
            columns += [
                latest.get(most - 1, null_on_oob=True).alias(f"{name}_kth"),
                latest.get(0, null_on_oob=True).alias(f"{name}_last"),
            ]
        return candidates.hstack(marked.select(columns).get_columns())
    found = _tallied(
        candidates,
        marked,
        {name: count for name, (count, _) in counts.items()},
        lambda n: pl.col("at").filter(pl.col(f"_{n}")).top_k(counts[n][1]).alias(f"{n}_top"),
        as_lists=True,
    )
    columns = []
    for name, (_, most) in counts.items():
        parts = [part for part in (f"{name}_top", f"{name}_top_more") if part in found.columns]
        tops = [pl.col(part).fill_null([]) for part in parts]
        latest = pl.concat_list(tops).list.sort(descending=True)
        columns += [
            latest.list.get(most - 1, null_on_oob=True).alias(f"{name}_kth"),
            latest.list.first().alias(f"{name}_last"),
        ]
    return candidates.hstack(found.select(columns).get_columns())


def _tallied(
    candidates: pl.DataFrame,
    marked: pl.DataFrame,
    counts: Mapping[str, Count],
    aggregate: Callable[[str], pl.Expr],
    *,
    as_lists: bool = False,
) -> pl.DataFrame:
    """Return an aggregate of the contacts of each count, by the keys that it asks to be equal.

    A contact about nobody knows which account or number counts for each of the person's: those are
    the columns that end in ``_more``.
    """
    by_keys: dict[tuple[str, ...], list[str]] = {}
    for name, count in counts.items():
        by_keys.setdefault(count.keys, []).append(name)
    asked = candidates.select(
        "person_id",
        "account_id",
        "contact_point_id",
        collector=pl.col("collector_kind"),
        party=pl.col("party").cast(PARTY),
    )
    found = []
    for keys, names in by_keys.items():
        wanted = [aggregate(name) for name in names]
        some = marked[keys[0]].null_count()
        keyed = marked.filter(pl.col(keys[0]).is_not_null()) if some else marked
        found += gathered(asked, keyed, keys, wanted, as_lists=as_lists).get_columns()
        if some:
            unkeyed = marked.filter(pl.col(keys[0]).is_null())
            more = [part.name.suffix("_more") for part in wanted]
            everywhere = ["person_id", *keys[1:]]
            added = gathered(asked, unkeyed, everywhere, more, as_lists=as_lists)
            found += added.get_columns()
    return pl.DataFrame(found)


# Before anything is found: no messages.
NO_PAST = {
    **{
        name: pl.lit(None, dtype=UTC_MOMENT)
        for name in ("last_in_at", "last_out_at", "point_in_at", "they_wrote_at")
    },
    "first_talk_on": pl.lit(None, dtype=pl.Date),
}
# What the latest messages each way are worked out for, beside the wishes and the replies.
_BY_CHANNEL = frozenset({"last_in_at", "last_out_at", "they_wrote_at"})
_INBOUND = pl.col("direction") == "in"
# that they answered ours is a message of theirs too, no earlier than ours
_REPLIED = (pl.col("outcome") == "replied").fill_null(value=False)


def with_exchange(
    candidates: pl.DataFrame, contacts: pl.DataFrame, persons: pl.Series, reads: frozenset[str]
) -> pl.DataFrame:
    """Add the latest message each way, by the same channel: ``last_in_at``, ``last_out_at``.

    And ``point_in_at``, their latest from the same number or address; ``they_wrote_at``, what a
    reply would answer. A reply goes by the channel on which they wrote.

    Looked up where it can matter: for ``persons``, who have wishes, for replies, and for everyone
    where a rule itself ``reads`` the column.
    """
    replies = persons_replied_to(candidates)
    is_for_all = bool(reads & _BY_CHANNEL)
    answers_nothing = candidates["replying_to_at"].null_count() == candidates.height
    is_for_none = replies.is_empty() and persons.is_empty() and "point_in_at" not in reads
    if is_for_none and answers_nothing and not is_for_all:
        return candidates
    if candidates.height == 1 and not contacts.is_empty():
        needed = pl.concat([persons, replies])
        is_needed = is_for_all or candidates.item(0, "person_id") in needed
        return _exchange_of_one(
            candidates, contacts, is_needed=is_needed, is_read="point_in_at" in reads
        )
    so_far = contacts
    if not contacts.is_empty():
        so_far = contacts.filter(pl.col("at") <= pl.col("horizon"))
    if is_for_all:
        spoken = so_far
    else:
        needed = pl.concat([persons, replies]).unique()
        spoken = so_far.filter(pl.col("person_id").is_in(needed.implode()))
    theirs, by_channel = spoken.filter(_INBOUND), ["person_id", "channel"]
    received = so_far.filter(_INBOUND | _REPLIED) if "point_in_at" in reads else theirs
    frame = _with_latest(candidates, spoken, by_channel, _EACH_WAY)
    frame = _with_latest(frame, received, [*by_channel, "contact_point_id"], _AT_POINT)
    if answers_nothing:
        return frame.with_columns(they_wrote_at=pl.col("last_in_at"))
    # a message that came by another channel is no reason to write by this one
    by = gathered(
        frame,
        theirs.with_columns(replying_to_at="at"),
        ["person_id", "replying_to_at"],
        [pl.col("channel").cast(pl.String).unique().alias("_by")],
        as_lists=True,
    )
    same = pl.col("_by").list.contains(pl.col("channel").cast(pl.String)).fill_null(value=True)
    return (
        frame.hstack(by.get_columns())
        .with_columns(
            they_wrote_at=pl.max_horizontal("last_in_at", pl.when(same).then("replying_to_at"))
        )
        .drop("_by")
    )


def _exchange_of_one(
    candidate: pl.DataFrame, contacts: pl.DataFrame, *, is_needed: bool, is_read: bool
) -> pl.DataFrame:
    """Add what ``with_exchange`` adds, for one candidate: nothing is grouped or joined.

    ``is_needed``: the latest messages each way matter; ``is_read``: a rule reads ``point_in_at``.
    """
    row = candidate.row(0, named=True)
    at = pl.col("at")

    def same(*keys: str) -> pl.Expr:
        # a key that the candidate lacks is never the same
        tests = [_FALSE if row[key] is None else pl.col(key) == row[key] for key in keys]
        return pl.all_horizontal(*tests, at <= pl.col("horizon"))

    def latest(*keys: str, where: pl.Expr) -> pl.Expr:
        return at.filter(same("person_id", *keys) & where).max()

    needed = pl.lit(is_needed)
    theirs = _INBOUND & needed
    found = contacts.select(
        last_out_at=latest("channel", where=~_INBOUND & needed),
        last_in_at=latest("channel", where=theirs),
        point_in_at=latest(
            "channel", "contact_point_id", where=(_INBOUND | _REPLIED) if is_read else theirs
        ),
        they_wrote_at=latest("channel", where=theirs),
    )
    answered = row["replying_to_at"]
    if answered is None:
        return put(candidate, found)
    wrote = theirs & (at == answered)
    # a message that came by another channel is no reason to write by this one
    by_any, by_this = contacts.select(
        any=(same("person_id") & wrote).any(), this=(same("person_id", "channel") & wrote).any()
    ).row(0)
    if by_this or not by_any:
        found = found.with_columns(pl.max_horizontal("they_wrote_at", moment(answered)))
    return put(candidate, found)


_FALSE = pl.lit(False)


_EACH_WAY = (
    pl.col("at").filter(~_INBOUND).max().alias("last_out_at"),
    pl.col("at").filter(_INBOUND).max().alias("last_in_at"),
)
_AT_POINT = (pl.col("at").max().alias("point_in_at"),)


def _with_latest(
    frame: pl.DataFrame, contacts: pl.DataFrame, keys: list[str], latest: Iterable[pl.Expr]
) -> pl.DataFrame:
    if contacts.is_empty():
        return frame
    return put(frame, gathered(frame, contacts, keys, latest))


def with_first_talk(
    candidates: pl.DataFrame, contacts: pl.DataFrame, on: date | None
) -> pl.DataFrame:
    """Add ``first_talk_on``: the local day this collector first spoke or wrote about the debt.

    With the consumer: who was asked where she is, was not told of the debt. Needed only where a
    validation notice is owed and has not gone out.
    """
    owed = accounts_owed_a_notice(candidates)
    if owed.is_empty() or contacts.is_empty():
        return candidates
    spoken = contacts.filter(
        pl.col("account_id").is_in(owed.implode())
        & was_spoken().fill_null(value=True)
        & _is_with_consumer(candidates)
        & (pl.col("at") <= pl.col("horizon"))
    )
    if spoken.is_empty():
        return candidates
    keys = ["account_id", "collector"]
    asked = candidates.select("ix", "account_id", *PLACE, collector="collector_kind")
    first = gathered(asked, spoken, keys, [pl.col("at").min().alias("_first")])
    found = asked.hstack(first.get_columns()).filter(pl.col("_first").is_not_null())
    days = each_place(found, on, _first_day).select("ix", "first_talk_on")
    return beside(candidates, days, ["ix"])


def _first_day(clock: Clock) -> list[pl.Expr]:
    first = pl.col("_first")
    days = [first.dt.convert_time_zone(zone).dt.date() for zone in clock.zones or ("UTC",)]
    return [pl.min_horizontal(days).alias("first_talk_on")]


def _is_with_consumer(candidates: pl.DataFrame) -> pl.Expr:
    """Return whether a contact was, or may have been, with the consumer (12 CFR 1006.6(a))."""
    asked = candidates.select("person_id", "is_minor")
    minors = asked.filter(pl.col("is_minor").fill_null(value=True))["person_id"].unique()
    outside = pl.any_horizontal([pl.col("party") == party for party in _OUTSIDERS])
    others_parent = (pl.col("party") == "parent") & ~pl.col("person_id").is_in(minors.implode())
    return ~(outside | others_parent).fill_null(value=False)
