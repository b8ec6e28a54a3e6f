"""When objections end and what they turn on: worked out only for rules that object."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from forbear.core.gate import past
from forbear.core.gate.beside import beside
from forbear.core.gate.places import clock_at, places
from forbear.core.gate.plan import Plan
from forbear.core.gate.verdict import WORD


def with_ends(
    frame: pl.DataFrame, plan: Plan, live: Sequence[str], marked: pl.DataFrame
) -> pl.DataFrame:
    """Add ``<name>_until`` of each rule that objects, and of caps the moments they turn on.

    And ``<name>_binds`` of each hours rule: an objection does not end while contact is not allowed.
    """
    objecting = [name for name in live if _objects(frame, name)]
    if marked.is_empty():
        # a cap of which nothing was counted objects to an unknown: that has no end
        objecting = [name for name in objecting if name not in plan.counts]
    caps = {name: plan.counts[name] for name in objecting if name in plan.counts}
    if caps:
        frame = past.with_latest_counted(frame, marked, caps)
        hours = [name for name in live if name in plan.hours]
        frame = frame.with_columns(plan.binds[name].alias(f"{name}_binds") for name in hours)
    ending = [name for name in objecting if name in plan.ending]
    if not ending:
        return frame
    parts = []
    for zones, part in places(frame):
        here = [name for name in ending if _objects(part, name)]
        clock = clock_at(zones, plan.on)
        parts.append(part.select("ix", *(plan.until(name, clock) for name in here)))
    if len(parts) == 1:
        return frame.hstack(parts[0].drop("ix").get_columns())
    return beside(frame, pl.concat(parts, how="diagonal"), ["ix"])


def _objects(frame: pl.DataFrame, name: str) -> bool:
    """Return whether a rule objects to some candidate."""
    word, bit = divmod(int(name[1:]), WORD)
    fired = frame[f"fired_{word}"]
    if frame.height == 1:
        return bool(int(fired.item()) >> bit & 1)
    return bool((fired & (1 << bit) != 0).any())
