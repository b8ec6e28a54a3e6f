"""The gate: candidates and rules in, verdicts out; the same for one and for ten million.

Reasons travel as bit sets, one bit an objecting rule, in words of 64: ``fired_0`` … and, for those
that objected only because a fact is unknown, ``unknown_0`` …. ``spell`` turns bits into reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, UTC_MOMENT
from forbear.core.gate import lost, past, windows, wishes
from forbear.core.gate.assemble import with_defaults, with_dpd
from forbear.core.gate.ends import with_ends
from forbear.core.gate.forms import Form
from forbear.core.gate.parts import split
from forbear.core.gate.places import PLACE
from forbear.core.gate.plan import SLOT_DAYS, Plan, plan_for
from forbear.core.gate.recall import recalled
from forbear.core.gate.verdict import WORD, live_rules, with_verdict, words_for
from forbear.core.law.book import RuleBook
from forbear.core.law.rules import Rule
from forbear.core.tables.frames import Portfolio

__all__ = ["WORD", "Ask", "AtMoment", "Judged", "OnDay", "judge"]


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
    """Some candidates of one nation, judged.

    ``frame`` has the candidates' rows with ``fired_*``, ``unknown_*``, ``is_permitted``, ``at``,
    ``window_from``, ``window_to`` and ``disclose``; the plan's ``rules`` are the objecting rules in
    the order of their bits, strictest force first, its ``says`` those of disclosure.
    """

    nation: str
    plan: Plan
    frame: pl.DataFrame

    @property
    def rules(self) -> Sequence[Rule]:
        """Return the objecting rules in the order of their bits."""
        return self.plan.rules

    @property
    def words(self) -> int:
        """Return how many words of bits there are."""
        return words_for(self.plan.rules)


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
    on = ask.on if isinstance(ask, OnDay) else None
    horizon = pl.col("asked_at") if on is None else pl.lit(_end_of(on), dtype=UTC_MOMENT)
    candidates = with_defaults(candidates).with_columns(horizon=horizon)
    parts = split(candidates)
    contacts = portfolio.contacts
    if isinstance(ask, OnDay):
        nations = {nation for nation, _ in parts} & book.nations
        asked = {r.rule_id: r for name in nations for r in book.in_force(name, first, last)}
        contacts = recalled(candidates, portfolio, asked.values(), ask.on)
    pasts = _contacts_by_part([part for _, part in parts], contacts)
    for (nation, part), contacts in zip(parts, pasts, strict=True):
        plan = plan_for(book, nation, first, last, on)
        frame = _judge_part(
            part,
            replace(portfolio, contacts=contacts),
            plan,
            not_before=ask.not_before if isinstance(ask, OnDay) else None,
            detail=detail,
        )
        yield Judged(nation, plan, frame)


def _end_of(on: date) -> datetime:
    """Return the last instant of the day anywhere: whatever is recorded counts."""
    return datetime.combine(on + timedelta(days=2), MIDNIGHT, UTC)


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
    plan: Plan,
    *,
    not_before: datetime | None,
    detail: bool,
) -> pl.DataFrame:
    keys = part if part.height == 1 else part.select(PLACE).unique(maintain_order=True)
    frame = with_dpd(plan.almanac.beside(part, keys))
    live = live_rules(frame, plan)
    frame, marked = _with_facts(frame, portfolio, plan, live, is_one_place=keys.height == 1)
    is_day = plan.on is not None
    at = [] if is_day else [pl.col("asked_at").alias("at")]
    frame = frame.with_columns(*plan.opening(live), *at)
    ahead = SLOT_DAYS if detail else 0
    slots = wishes.slots(frame, portfolio.inconvenient, plan.on, days_ahead=ahead)
    frame = windows.with_window(frame, slots, is_day=is_day, not_before=not_before)
    frame = with_verdict(frame, plan, live)
    return with_ends(frame, plan, live, marked) if detail else frame.drop("_open", "_close")


def _with_facts(
    frame: pl.DataFrame,
    portfolio: Portfolio,
    plan: Plan,
    live: Sequence[Form],
    *,
    is_one_place: bool,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add the derived columns: wishes, and what the past counts to.

    Return them with the contacts of the past, marked by the caps that count them.
    """
    caps = [form for form in live if form.cap]
    counts = {form.name: form.cap[0] for form in caps if form.cap}
    consents = portfolio.consents
    policies = {count.consent for count in counts.values() if count.consent}
    flags = [f"consented_{policy.name}" for policy in policies]
    frame = plan.without_facts(frame, flags, list(counts))
    instants = sorted({count.since for count in counts.values() if count.since})
    contacts = past.told(portfolio.contacts, frame, instants, is_one_place=is_one_place)
    frame = wishes.with_opt_outs(frame, portfolio.opt_outs)
    talks = past.talks(contacts) if not consents.is_empty() else _NO_TALKS
    frame = wishes.with_consents(frame, consents, plan.on, policies, talks)
    if consents.is_empty() or contacts.is_empty():
        contacts = contacts.with_columns(pl.lit(False).alias(flag) for flag in flags)
    else:
        whereabouts = frame.select("person_id", *PLACE).unique(subset="person_id")
        contacts = wishes.with_consented_contacts(
            contacts, consents, whereabouts, plan.on, caps=policies, talks=talks
        )
    marked = contacts
    if not contacts.is_empty() or frame["replying_to_at"].null_count() < frame.height:
        wishers = pl.concat([portfolio.opt_outs["person_id"], portfolio.inconvenient["person_id"]])
        reads = plan.says_read.union(*(form.reads for form in live))
        frame = past.with_exchange(frame, contacts, wishers, reads)
        frame = past.with_first_talk(frame, contacts, plan.on)
        marked = past.counted(contacts, [form.counts for form in caps])
    gates = {form.name: form.lost for form in live if form.lost}
    frame = lost.with_lost(frame, contacts, gates, plan.on)
    return past.with_counts(frame, marked, counts), marked


_NO_TALKS = pl.DataFrame(schema={"person_id": pl.Int64, "talk_at": UTC_MOMENT})


def _contacts_by_part(
    parts: Sequence[pl.DataFrame], contacts: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Split the past by the parts whose persons it concerns, in one pass over it."""
    if len(parts) == 1:
        yield contacts
        return
    of_part = [
        part.select("person_id").unique().with_columns(_part=pl.lit(index, dtype=pl.Int32))
        for index, part in enumerate(parts)
    ]
    if not of_part:
        return
    marked = contacts.join(pl.concat(of_part), on="person_id")
    split_up = marked.partition_by("_part", as_dict=True, include_key=False)
    none = marked.drop("_part").clear()
    for index in range(len(parts)):
        yield split_up.get((index,), none)
