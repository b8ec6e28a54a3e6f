"""Reasons in bulk: bit sets become rule ids once for each distinct set, not once for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from forbear.core.gate.judge import WORD, Judged
from forbear.core.law.rules import Rule
from forbear.core.tables import DAY_CHANNELS

UNKNOWN = "UNKNOWN_FACT"


@dataclass(frozen=True, slots=True)
class Denials:
    """Why channels were denied: text columns by account, and how many candidates by code."""

    by_account: pl.DataFrame
    by_code: Counter[str]


def denials(parts: Sequence[Judged]) -> Denials:
    """Return, for each account and channel with no permitted candidate, every rule against it."""
    frames = []
    by_code: Counter[str] = Counter()
    for part in parts:
        frames.append(_spelled(part))
        by_code.update(_counted(part))
    if not frames:
        return Denials(pl.DataFrame(schema={"account_id": pl.Int64}), by_code)
    spelled = pl.concat(frames)
    wide = spelled.select("account_id").unique()
    for channel in DAY_CHANNELS:
        one = spelled.filter(pl.col("channel") == channel)
        wide = wide.join(
            one.select("account_id", pl.col("rules").alias(f"{channel}_denied")),
            on="account_id",
            how="left",
        )
    return Denials(wide, by_code)


def _words(part: Judged, prefix: str) -> list[str]:
    return [f"{prefix}_{word}" for word in range(part.words)]


def _spelled(part: Judged) -> pl.DataFrame:
    """Return ``account_id``, ``channel`` and ``rules`` where every candidate was denied."""
    fired = _words(part, "fired")
    if not part.rules:
        every = part.frame.select("account_id", "channel").unique()
        return every.with_columns(rules=pl.lit("no-pack"))
    denied = (
        part.frame.group_by("account_id", "channel")
        .agg(pl.col("is_permitted").any(), *(pl.col(name).bitwise_or() for name in fired))
        .filter(~pl.col("is_permitted"))
    )
    sets = denied.select(fired).unique()
    texts = [" ".join(rule.rule_id for rule in _rules(part.rules, row)) for row in sets.iter_rows()]
    sets = sets.with_columns(rules=pl.Series(texts, dtype=pl.String))
    return denied.join(sets, on=fired).select("account_id", "channel", "rules")


def _counted(part: Judged) -> Counter[str]:
    """Return how many denied candidates carry each reason code."""
    if not part.rules:
        return Counter({UNKNOWN: part.frame.height})
    fired, unknown = _words(part, "fired"), _words(part, "unknown")
    sets = part.frame.filter(~pl.col("is_permitted")).group_by(fired + unknown).len()
    counts: Counter[str] = Counter()
    for row in sets.iter_rows():
        bits, nulls, rows = row[: len(fired)], row[len(fired) : -1], row[-1]
        known = tuple(bit & ~null for bit, null in zip(bits, nulls, strict=True))
        codes = {rule.code for rule in _rules(part.rules, known)}
        if any(nulls):
            codes.add(UNKNOWN)
        for code in codes:
            counts[code] += rows
    return counts


def _rules(rules: Sequence[Rule], bits: tuple[int, ...]) -> list[Rule]:
    """Return the rules whose bits are set, strictest force first."""
    return [rule for index, rule in enumerate(rules) if bits[index // WORD] >> (index % WORD) & 1]
