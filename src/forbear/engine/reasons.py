"""Reasons in bulk: bit sets become rule ids once for each distinct set, not once for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from forbear.core.gate.judge import WORD, Judged
from forbear.core.law.rules import Rule
from forbear.core.tables import DAY_CHANNELS
from forbear.core.tables import words as w

UNKNOWN = "UNKNOWN_FACT"
# Stands where a rule id would: no pack says what is allowed there.
NO_PACK = "no-pack"


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
    spelled = pl.concat([_SPELLED, *(_spelled(part) for part in parts)])
    for channel in DAY_CHANNELS:
        column = spelled.filter(pl.col("channel") == channel).select(
            "account_id", pl.col("rules").alias(f"{channel}_denied")
        )
        wide = wide.join(column, on="account_id", how="full", coalesce=True)
    return Denials(wide, by_code)


def _words(part: Judged, prefix: str) -> list[str]:
    return [f"{prefix}_{word}" for word in range(part.words)]


_SPELLED = pl.DataFrame(
    schema={"account_id": pl.Int64, "channel": w.words(w.CHANNELS), "rules": pl.String}
)


def _spelled(part: Judged) -> pl.DataFrame:
    """Return account, channel and rules where every candidate of the channel was denied."""
    fired, way = _words(part, "fired"), ["account_id", "channel"]
    asked = part.frame.select(*way, "is_permitted", *fired)  # few columns before rows are taken
    permitted = asked.filter("is_permitted").select(way)
    denied = asked.filter(~pl.col("is_permitted")).drop("is_permitted")
    denied = denied.join(permitted, on=way, how="anti")
    if denied.select(way).is_duplicated().any():
        denied = denied.group_by(way).agg(pl.col(name).bitwise_or() for name in fired)
    sets = denied.select(fired).unique()
    texts = [" ".join(rule.rule_id for rule in _rules(part.rules, row)) for row in sets.iter_rows()]
    if not part.rules:
        texts = [NO_PACK] * sets.height
    sets = sets.with_columns(rules=pl.Series(texts, dtype=pl.String))
    return denied.join(sets, on=fired).select(*way, "rules")


def _counted(part: Judged) -> Counter[str]:
    """Return how many denied candidates carry each reason code."""
    if not part.rules:
        return Counter({UNKNOWN: part.frame.height})
    fired, unknown = _words(part, "fired"), _words(part, "unknown")
    asked = part.frame.select("is_permitted", *fired, *unknown)
    sets = asked.filter(~pl.col("is_permitted")).group_by(fired + unknown).len()
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
    found = []
    for word, given in enumerate(bits):
        left = given
        while left:
            lowest = left & -left
            found.append(rules[word * WORD + lowest.bit_length() - 1])
            left ^= lowest
    return found
