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
    by_code: Counter[str] = Counter()
    for part in parts:
        by_code.update(_counted(part))
    wide = pl.DataFrame(schema={"account_id": pl.Int64})
    for channel in DAY_CHANNELS:
        spelled = [_spelled(part, channel) for part in parts]
        if spelled:
            column = pl.concat(spelled).rename({"rules": f"{channel}_denied"})
            wide = wide.join(column, on="account_id", how="full", coalesce=True)
    return Denials(wide, by_code)


def _words(part: Judged, prefix: str) -> list[str]:
    return [f"{prefix}_{word}" for word in range(part.words)]


def _spelled(part: Judged, channel: str) -> pl.DataFrame:
    """Return ``account_id`` and ``rules`` where every candidate of the channel was denied."""
    fired = _words(part, "fired")
    mine = part.frame.filter(pl.col("channel") == channel).select(
        "account_id", "is_permitted", *(fired if part.rules else ())
    )
    if not part.rules:
        return mine.select("account_id").unique().with_columns(rules=pl.lit("no-pack"))
    if mine["account_id"].is_duplicated().any():
        mine = mine.group_by("account_id").agg(
            pl.col("is_permitted").any(), *(pl.col(name).bitwise_or() for name in fired)
        )
    denied = mine.filter(~pl.col("is_permitted"))
    sets = denied.select(fired).unique()
    texts = [" ".join(rule.rule_id for rule in _rules(part.rules, row)) for row in sets.iter_rows()]
    sets = sets.with_columns(rules=pl.Series(texts, dtype=pl.String))
    return denied.join(sets, on=fired).select("account_id", "rules")


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
