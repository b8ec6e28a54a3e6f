"""When objections end and what they turn on: worked out only for rules that object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from forbear.core.gate import past
from forbear.core.gate.beside import beside
from forbear.core.gate.forms import Form
from forbear.core.gate.places import clock_at, places
from forbear.core.gate.plan import Plan
from forbear.core.gate.verdict import is_set, words_for


def with_ends(
    frame: pl.DataFrame, plan: Plan, live: Sequence[Form], marked: pl.DataFrame
) -> pl.DataFrame:
    """Add ``<name>_until`` of each rule that objects, and of caps the moments they turn on.

    And ``<name>_binds`` of each hours rule: an objection does not end while contact is not allowed.
    """
    objecting = _objecting(frame, plan, live)
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
        here = _objecting(part, plan, ending)
        clock = clock_at(zones, plan.on)
        parts.append(part.select("ix", *(form.until(clock) for form in here)))
    if len(parts) == 1:
        return frame.hstack(parts[0].drop("ix").get_columns())
    return beside(frame, pl.concat(parts, how="diagonal"), ["ix"])


def _objecting(frame: pl.DataFrame, plan: Plan, among: Sequence[Form]) -> list[Form]:
    """Return the rules that object to some candidate."""
    words = [frame[f"fired_{word}"] for word in range(words_for(plan.rules))]
    fired: list[Any] = [bits.item() if frame.height == 1 else bits.bitwise_or() for bits in words]
    return [form for form in among if is_set(fired, plan.bits[form.name])]
