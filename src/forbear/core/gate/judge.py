"""The gate: candidates and rules in, verdicts out; the same for one and for ten million.

Reasons travel as bit sets, one bit an objecting rule, in words of 64: ``fired_0`` … and, for those
that objected only because a fact is unknown, ``unknown_0`` …. ``spell`` turns bits into reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import polars as pl

from forbear.core.calendar.clocks import Clock, DayClock, MomentClock
from forbear.core.gate import lost, past, windows, wishes
from forbear.core.gate.assemble import with_defaults
from forbear.core.gate.recall import recalled
from forbear.core.law.book import RuleBook, disclosures, objections
from forbear.core.law.history import Count
from forbear.core.law.kinds import Disclose, FrequencyCap, Hours, Kind, LostContact
from forbear.core.law.rules import Rule
from forbear.core.tables.frames import Portfolio

WORD = 63  # bits used of each 64-bit word: the sign bit stays free


@dataclass(frozen=True, slots=True)
class AtMoment:
    """Ask about the moment in each candidate's column ``asked_at`` (one a person)."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """Ask about a whole local day: when is the first permitted moment, if there is one."""

    on: date
    not_before: datetime | None = None


Ask = AtMoment | OnDay


@dataclass(frozen=True, slots=True)
class Judged:
    """One nation's candidates in one set of zones, judged.

    ``frame`` has the candidates' rows with ``fired_*``, ``unknown_*``, ``is_permitted``, ``at``,
    ``window_from``, ``window_to`` and ``disclose``; ``rules`` are the objecting rules in the order
    of their bits, strictest force first, ``says`` those of disclosure.
    """

    nation: str
    clock: Clock
    rules: Sequence[Rule]
    says: Sequence[Rule]
    frame: pl.DataFrame

    @property
    def words(self) -> int:
        """Return how many words of bits there are."""
        return -(-max(len(self.rules), 1) // WORD)


def judge(
    candidates: pl.DataFrame,
    portfolio: Portfolio,
    book: RuleBook,
    ask: Ask,
    *,
    detail: bool = False,
) -> Iterator[Judged]:
    """Judge candidates: every rule of every layer, all reasons, the window.

    ``candidates`` has the columns of ``CANDIDATES`` that are not derived, and ``ix``; asked about a
    moment also ``asked_at``. The portfolio supplies contacts and wishes. ``detail`` keeps what
    ``spell`` needs to say why and until when.
    """
    first, last = _span(candidates, ask)
    parts = _split(candidates)
    contacts = portfolio.contacts
    if isinstance(ask, OnDay):
        nations = {str(nation) for (nation, _), _ in parts} & book.nations
        asked = {r.rule_id: r for name in nations for r in book.in_force(name, first, last)}
        contacts = recalled(candidates, portfolio, asked.values(), ask.on)
    pasts = _contacts_by_part([part for _, part in parts], contacts)
    for ((nation, zones), part), contacts in zip(parts, pasts, strict=True):
        names = tuple(str(zones).split(",")) if zones else ()
        clock: Clock = DayClock(names, ask.on) if isinstance(ask, OnDay) else MomentClock(names)
        known = str(nation) in book.nations
        rules = book.in_force(str(nation), first, last) if known else ()
        yield _judge_part(
            part,
            replace(portfolio, contacts=contacts),
            Judged(str(nation), clock, objections(rules), disclosures(rules), part),
            not_before=ask.not_before if isinstance(ask, OnDay) else None,
            detail=detail,
        )


_SPLIT_BY = ("nation", "time_zones")


def _split(candidates: pl.DataFrame) -> list[tuple[tuple[object, ...], pl.DataFrame]]:
    """Split candidates by nation and zones: into slices, where the rows come in that order."""
    keys = candidates.select(_SPLIT_BY)
    changes = pl.any_horizontal(pl.all().ne_missing(pl.all().shift())) | (
        pl.int_range(pl.len()) == 0
    )
    starts = keys.select(changes.arg_true()).to_series().to_list()
    named = [keys.row(start) for start in starts]
    if len(set(named)) < len(named):
        return list(candidates.partition_by(_SPLIT_BY, as_dict=True).items())
    ends = [*starts, candidates.height][1:]
    return [
        (name, candidates.slice(start, end - start))
        for name, start, end in zip(named, starts, ends, strict=True)
    ]


def _span(candidates: pl.DataFrame, ask: Ask) -> tuple[date, date]:
    """Return the days between which some rule may have to be in force, a day to spare each way."""
    if isinstance(ask, OnDay):
        return ask.on, ask.on
    moments = candidates["asked_at"]
    first, last = moments.min(), moments.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return date.max, date.min
    spare = timedelta(days=1)
    return (first.astimezone(UTC) - spare).date(), (last.astimezone(UTC) + spare).date()


def _judge_part(
    part: pl.DataFrame,
    portfolio: Portfolio,
    judged: Judged,
    *,
    not_before: datetime | None,
    detail: bool,
) -> Judged:
    clock, rules = judged.clock, judged.rules
    names = {f"r{index}": rule for index, rule in enumerate(rules)}
    frame = _with_local(with_defaults(part), clock)
    live = _live(frame, names, clock)
    frame = _with_facts(frame, portfolio, live, clock, judged.says, detail=detail)
    kinds = {name: _kind(rule) for name, rule in live.items()}
    columns = {
        column: expr
        for name, kind in kinds.items()
        for column, expr in kind.columns(name, clock).items()
    }
    frame = frame.with_columns(**columns)
    hours = [
        (name, kind, live[name].binds(clock))
        for name, kind in kinds.items()
        if isinstance(kind, Hours)
    ]
    ahead = windows.SLOT_DAYS if detail else 0
    slots = wishes.slots(frame, portfolio.inconvenient, clock, days_ahead=ahead)
    frame = windows.with_window(frame, hours, slots, clock, not_before)
    tests = [rule.fires(name, clock).alias(name) for name, rule in live.items()]
    frame = frame.lazy().with_columns(tests).collect()
    doubtful = {name for name in live if frame[name].null_count()}
    objects = {
        name: pl.col(name).fill_null(value=True) if name in doubtful else pl.col(name)
        for name in live
    }
    frame = frame.with_columns(
        *_bits("fired", objects, len(names)),
        *_bits("unknown", {name: pl.col(name).is_null() for name in doubtful}, len(names)),
        _disclosed(judged.says, clock),
    )
    if detail:
        frame = frame.with_columns(
            kind.until(name, clock).alias(f"{name}_until") for name, kind in kinds.items()
        )
        frame = frame.with_columns(binds.alias(f"{name}_binds") for name, _, binds in hours)
    fired = [pl.col(f"fired_{word}") for word in range(judged.words)]
    permitted = pl.all_horizontal([bits == 0 for bits in fired])
    if not rules:
        permitted = pl.lit(False)  # a nation without a pack: unknown means no
    return replace(judged, frame=frame.with_columns(is_permitted=permitted))


def _with_local(part: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """Add the local dates, and the days past due on them."""
    local = [clock.local_on(zone) for zone in clock.zones]
    unknown = pl.lit(None, dtype=pl.Date)
    # the law of the place binds even where the hour there is unknown
    law_on = local or [clock.horizon().dt.date()]
    frame = part.with_columns(
        local_on=pl.min_horizontal(local) if local else unknown,
        law_on_first=pl.min_horizontal(law_on),
        law_on_last=pl.max_horizontal(law_on),
    )
    if "dpd" in frame.columns:
        return frame
    days = (pl.col("local_on") - pl.col("oldest_unpaid_due_on")).dt.total_days()
    return frame.with_columns(dpd=days.clip(lower_bound=0).fill_null(0).cast(pl.Int32))


def _with_facts(
    frame: pl.DataFrame,
    portfolio: Portfolio,
    live: dict[str, Rule],
    clock: Clock,
    says: Sequence[Rule],
    *,
    detail: bool,
) -> pl.DataFrame:
    """Add the derived columns: wishes, and what the past counts to."""
    contacts, consents = portfolio.contacts, portfolio.consents
    counts = _counts(live)
    reads = frozenset(name for rule in (*live.values(), *says) for name in rule.needs())
    caps = {count.consent for count, _ in counts.values() if count.consent}
    talked = past.talks(contacts.clear() if consents.is_empty() else contacts)
    contacts = wishes.with_consented_contacts(contacts, consents, clock, caps, talked)
    frame = wishes.with_opt_outs(frame, portfolio.opt_outs, clock)
    frame = wishes.with_consents(frame, consents, clock, caps, talked)
    wishers = pl.concat([portfolio.opt_outs["person_id"], portfolio.inconvenient["person_id"]])
    frame = past.with_exchange(frame, contacts, clock, wishers, reads)
    frame = past.with_first_talk(frame, contacts, clock)
    gates = {n: rule.kind for n, rule in live.items() if isinstance(rule.kind, LostContact)}
    frame = lost.with_lost(frame, contacts, gates, clock)
    return past.with_counts(frame, contacts, counts, clock, detail=detail)


def _contacts_by_part(
    parts: Sequence[pl.DataFrame], contacts: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Split the past by the parts whose persons it concerns, in one pass over it.

    Asked about a moment, each contact is told that moment too.
    """
    for_moment = bool(parts) and "asked_at" in parts[0].columns
    keys = ["person_id", "asked_at"] if for_moment else ["person_id"]
    of_part = [
        part.select(keys)
        .unique(subset="person_id")
        .with_columns(_part=pl.lit(index, dtype=pl.Int32))
        for index, part in enumerate(parts)
    ]
    if not of_part:
        return
    marked = contacts.join(pl.concat(of_part), on="person_id")
    split = marked.partition_by("_part", as_dict=True, include_key=False)
    none = marked.drop("_part").clear()
    for index in range(len(parts)):
        yield split.get((index,), none)


def _live(frame: pl.DataFrame, names: dict[str, Rule], clock: Clock) -> dict[str, Rule]:
    """Return the rules that bind some candidate, or may; the others cannot object here."""
    known = set(frame.columns)
    testable = {n: rule for n, rule in names.items() if rule.binds_on(clock) <= known}
    if not testable or frame.is_empty():
        return names
    binds = frame.select(
        rule.binds(clock).fill_null(value=True).any().alias(name) for name, rule in testable.items()
    ).row(0, named=True)
    return {name: rule for name, rule in names.items() if binds.get(name, True)}


def _counts(caps: dict[str, Rule]) -> dict[str, tuple[Count, int]]:
    return {
        name: (rule.kind.counted, rule.kind.max)
        for name, rule in caps.items()
        if isinstance(rule.kind, FrequencyCap)
    }


def _kind(rule: Rule) -> Kind:
    kind = rule.kind
    assert not isinstance(kind, Disclose), "only objecting rules have bits"
    return kind


def _bits(prefix: str, tests: dict[str, pl.Expr], count: int) -> list[pl.Expr]:
    """Return words for ``count`` rules: the bit of rule ``r<i>`` is set where its test holds."""
    words: list[list[pl.Expr]] = [[] for _ in range(-(-max(count, 1) // WORD))]
    for name, test in tests.items():
        word, bit = divmod(int(name[1:]), WORD)
        words[word].append(pl.when(test).then(pl.lit(1 << bit, dtype=pl.Int64)).otherwise(0))
    return [
        (pl.sum_horizontal(bits) if bits else pl.lit(0, dtype=pl.Int64))
        .cast(pl.Int64)
        .alias(f"{prefix}_{number}")
        for number, bits in enumerate(words)
    ]


def _disclosed(says: Sequence[Rule], clock: Clock) -> pl.Expr:
    """Return the bit set of disclosures; where in doubt, it must be said."""
    bits = [
        rule.binds(clock).fill_null(value=True).cast(pl.Int64) * (1 << index)
        for index, rule in enumerate(says)
    ]
    word = pl.sum_horizontal(bits) if bits else pl.lit(0, dtype=pl.Int64)
    return word.cast(pl.Int64).alias("disclose")
