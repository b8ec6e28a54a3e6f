"""When objections end and what they turn on: worked out only for rules that object."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from forbear.core.gate import past
from forbear.core.gate.beside import beside
from forbear.core.gate.forms import Form
from forbear.core.gate.places import clock_at, places
from forbear.core.gate.plan import Plan
from forbear.core.gate.verdict import WORD


def with_ends(
    frame: pl.DataFrame, plan: Plan, live: Sequence[Form], marked: pl.DataFrame
) -> pl.DataFrame:
    """Add ``<name>_until`` of each rule that objects, and of caps the moments they turn on.

    And ``<name>_binds`` of each hours rule: an objection does not end while contact is not allowed.
    """
    objecting = [form for form in live if _objects(frame, plan.bits[form.name])]
    if marked.is_empty():
        # a cap of which nothing was counted objects to an unknown: that has no end
        objecting = [form for form in objecting if not form.cap]
    caps = {form.name: form.cap for form in objecting if form.cap}
    if caps:
        frame = past.with_latest_counted(frame, marked, caps)
        hours = [form for form in live if form.hours]
        frame = frame.with_columns(form.binds.expr.alias(f"{form.name}_binds") for form in hours)
    ending = [form for form in objecting if form.may_end]
    if not ending:
        return frame
    parts = []
    for zones, part in places(frame):
        here = [form for form in ending if _objects(part, plan.bits[form.name])]
        clock = clock_at(zones, plan.on)
        parts.append(part.select("ix", *(form.until(clock) for form in here)))
    if len(parts) == 1:
        return frame.hstack(parts[0].drop("ix").get_columns())
    return beside(frame, pl.concat(parts, how="diagonal"), ["ix"])


def _objects(frame: pl.DataFrame, number: int) -> bool:
    """Return whether the rule of a bit objects to some candidate."""
    word, bit = divmod(number, WORD)
    fired = frame[f"fired_{word}"]
    if frame.height == 1:
        return bool(int(fired.item()) >> bit & 1)
    return bool((fired & (1 << bit) != 0).any())
