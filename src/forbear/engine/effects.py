"""What other packs would change: the same candidates, judged by two books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT
from forbear.core.facts import account_facts
from forbear.core.gate.assemble import assemble
from forbear.core.gate.judge import WORD, Ask, AtMoment, Judged, OnDay, judge
from forbear.core.law.book import RuleBook
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.engine.candidates import every_way
from forbear.engine.reasons import NO_PACK, UNKNOWN

NOW_DENIED, NOW_PERMITTED = "now denied", "now permitted"
FURTHER, GONE = "one reason more", "one reason less"
EXAMPLES = 3
# So many candidates one after the other may be of the same account.
_WAYS = 8

Rules = frozenset[tuple[str, str]]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """How many candidates change, and by which rule: keys are change, rule id and reason code.

    ``examples`` names some candidates of each key. A candidate that several rules changed is
    counted for each of them, and once in the totals.
    """

    candidates: int = 0
    now_denied: int = 0
    now_permitted: int = 0
    other_reasons: int = 0
    by_rule: Counter[Key] = field(default_factory=Counter)
    examples: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)

    def __add__(self, other: Effect) -> Effect:
        """Return the effect on both lots of candidates."""
        keys = dict.fromkeys((*self.examples, *other.examples))
        return Effect(
            self.candidates + other.candidates,
            self.now_denied + other.now_denied,
            self.now_permitted + other.now_permitted,
            self.other_reasons + other.other_reasons,
            self.by_rule + other.by_rule,
            {
                key: _some((*self.examples.get(key, ()), *other.examples.get(key, ())))
                for key in keys
            },
        )


def effect_on_portfolio(
    portfolio: Portfolio, old: RuleBook, new: RuleBook, *, at: datetime | date
) -> Effect:
    """Return what ``new`` changes for every way to reach the cardholder of each late account.

    ``at`` is a moment, or a day: then a candidate is permitted if some moment of the day is.
    Examples are named by their account ids. ``portfolio`` may be a shard of whole persons.
    """
    day = at.astimezone(UTC).date() if isinstance(at, datetime) else at
    late = account_facts(portfolio, on=day).filter(pl.col("dpd") > 0)
    zones = portfolio.persons.select("person_id", "time_zones")
    accounts = (
        late.select("account_id", "person_id", "nation", "dpd")
        .join(zones, on="person_id", how="left")
        .sort("nation", "time_zones", maintain_order=True)
        .select("account_id", "person_id", "dpd", purpose=pl.lit("collect", w.words(w.PURPOSES)))
    )
    contacts = every_way(accounts, portfolio)
    candidates = assemble(contacts, portfolio, needs=old.needs() | new.needs())
    ask: Ask = OnDay(day)
    if isinstance(at, datetime):
        ask = AtMoment()
        moment = pl.lit(at.astimezone(UTC), dtype=UTC_MOMENT)
        candidates = candidates.with_columns(asked_at=moment)
    ids = contacts["account_id"]
    return effect(candidates, portfolio, old, new, ask, name=lambda ix: str(ids[ix]))


def effect(
    candidates: pl.DataFrame,
    portfolio: Portfolio,
    old: RuleBook,
    new: RuleBook,
    ask: Ask,
    *,
    name: Callable[[int], str],
) -> Effect:
    """Return what ``new`` changes for candidates; ``name`` tells one by its ``ix``."""
    total = Effect()
    # both split the same candidates, and so in the same way
    parts = zip(
        judge(candidates, portfolio, old, ask), judge(candidates, portfolio, new, ask), strict=True
    )
    for before, after in parts:
        for was, now, rows, some in _sets(before, after):
            keys = list(_keys(was, now))
            names = _some(name(ix) for ix in some)
            total += Effect(
                candidates=rows,
                now_denied=rows * (not was and bool(now)),
                now_permitted=rows * (bool(was) and not now),
                other_reasons=rows * (bool(was) and bool(now) and was != now),
                by_rule=Counter(dict.fromkeys(keys, rows)),
                examples=dict.fromkeys(keys, names),
            )
    return total


def _some(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:EXAMPLES]


def _keys(was: Rules, now: Rules) -> Iterator[Key]:
    come, gone = (FURTHER, GONE) if was and now else (NOW_DENIED, NOW_PERMITTED)
    yield from ((come, *rule) for rule in sorted(now - was))
    yield from ((gone, *rule) for rule in sorted(was - now))


def _sets(before: Judged, after: Judged) -> Iterator[tuple[Rules, Rules, int, Sequence[int]]]:
    """Return each pair of objecting rules, with how many candidates have it and some of them."""
    old, new = _bits(before, "old"), _bits(after, "new")
    both = old.join(new, on="ix", how="left", maintain_order="left")
    bits = [name for name in both.columns if name != "ix"]
    found = both.group_by(bits, maintain_order=True).agg(
        _rows=pl.len(), _some=pl.col("ix").head(_WAYS * EXAMPLES)
    )
    for row in found.iter_rows(named=True):
        yield _rules(before, row, "old"), _rules(after, row, "new"), row["_rows"], row["_some"]


def _bits(part: Judged, side: str) -> pl.DataFrame:
    kinds = ("fired", "unknown")
    return part.frame.select(
        "ix",
        *(
            pl.col(f"{kind}_{word}").alias(f"{side}_{kind}_{word}")
            for kind in kinds
            for word in range(part.words)
        ),
    )


def _rules(part: Judged, row: Mapping[str, int], side: str) -> Rules:
    if not part.rules:
        return frozenset({(NO_PACK, UNKNOWN)})
    found = []
    for index, rule in enumerate(part.rules):
        word, bit = divmod(index, WORD)
        if row[f"{side}_fired_{word}"] >> bit & 1:
            is_unknown = row[f"{side}_unknown_{word}"] >> bit & 1
            found.append((rule.rule_id, UNKNOWN if is_unknown else rule.code))
    return frozenset(found)
