"""Finding house rules that would loosen the law: they grant more than a rule that binds anyway.

A rule can only object, so such a rule could not loosen anything; but whoever wrote it thinks that
it does, and would plan by it. It is refused by name instead of being quietly without effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from forbear.core.law.kinds import FrequencyCap, Hours, WaitAfter
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.core.tables.candidates import CANDIDATES

# Beyond this many combinations of words the two are taken to meet.
_COMBINATIONS_MAX = 500_000


def loosened_by(rule: Rule, shipped: Iterable[Rule]) -> Rule | None:
    """Return a shipped rule that grants less where both bind; ``None`` if there is none.

    Only hours, caps and waits that count alike can be compared, and only with a rule of the same
    place or of one around it.
    """
    for law in shipped:
        if (
            law.code == rule.code
            and _covers_place(law.jurisdiction, rule.jurisdiction)
            and law.begins_on <= (rule.ends_on or date.max)
            and (law.ends_on is None or law.ends_on >= rule.begins_on)
            and _grants_more(rule, law)
            and _bind_together(law, rule)
        ):
            return law
    return None


def _grants_more(rule: Rule, law: Rule) -> bool:
    mine, other = rule.kind, law.kind
    if isinstance(mine, Hours) and isinstance(other, Hours):
        return _longer_hours(mine, other)
    if isinstance(mine, FrequencyCap) and isinstance(other, FrequencyCap):
        return type(mine) is type(other) and _higher_cap(mine, other)
    return False


def _longer_hours(mine: Hours, other: Hours) -> bool:
    pairs = [(mine.on_weekday(day), other.on_weekday(day)) for day in range(1, 8)]
    within = all(
        theirs[0] >= theirs[1] or (ours[0] <= theirs[0] and theirs[1] <= ours[1])
        for ours, theirs in pairs
    )
    if mine.closed_on not in (None, other.closed_on):
        return False  # closed on days of its own
    return within and (mine.closed_on != other.closed_on or any(a != b for a, b in pairs))


def _higher_cap(mine: FrequencyCap, other: FrequencyCap) -> bool:
    ours, theirs = mine.counted, other.counted
    if ours.keys != theirs.keys or ours.directions != theirs.directions:
        return False
    if (ours.days is None) != (theirs.days is None) or ours.period != theirs.period:
        return False
    counts_no_more = (
        set(ours.channels) <= set(theirs.channels)
        and (not theirs.outcomes or bool(ours.outcomes))
        and set(ours.outcomes) <= (set(theirs.outcomes) or set(ours.outcomes))
        and set(ours.not_outcomes) >= set(theirs.not_outcomes)
        and (ours.days or 0) <= (theirs.days or 0)
    )
    allows_more = mine.max > other.max or (
        isinstance(mine, WaitAfter) and (ours.days or 0) < (theirs.days or 0)
    )
    return counts_no_more and mine.max >= other.max and allows_more


def _covers_place(law: str, place: str) -> bool:
    return law in (EVERYWHERE, place) or place.startswith(f"{law}-")


def _bind_together(law: Rule, rule: Rule) -> bool:
    """Return whether there is a contact that both rules apply to.

    Every combination of words is tried that the columns read by both may hold; a column without a
    closed list of words (an amount, a date) stands for anything.
    """
    both = law.applies & rule.applies
    names = [name for name in both.meta.root_names() if _known(name)]
    every = pl.DataFrame({}, schema={})
    for name in dict.fromkeys(names):
        values = pl.DataFrame({name: _known(name)}, schema={name: CANDIDATES.schema[name]})
        every = values if every.is_empty() else every.join(values, how="cross")
        if every.height > _COMBINATIONS_MAX:
            return True
    open_ended = {
        name: pl.lit(None, dtype=CANDIDATES.schema[name])
        for name in both.meta.root_names()
        if not _known(name)
    }
    if every.is_empty():
        every = pl.DataFrame({"_": [0]})
    return bool(every.with_columns(**open_ended).select(both.fill_null(value=True).any()).item())


def _known(name: str) -> list[object]:
    column = CANDIDATES[name]
    return [True, False] if column.dtype == pl.Boolean else list(column.values)
