"""The summary of a day: buckets, actions, channels, denials by reason, money at stake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from forbear.core.tables import words as w

_COUNTED = (
    "by_bucket",
    "overdue_minor",
    "by_action",
    "by_channel",
    "by_because",
    "denials",
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts that add up over shards: the sum of two summaries is the summary of both."""

    accounts: int = 0
    by_bucket: Counter[str] = field(default_factory=Counter)
    overdue_minor: Counter[str] = field(default_factory=Counter)
    by_action: Counter[str] = field(default_factory=Counter)
    by_channel: Counter[str] = field(default_factory=Counter)
    by_because: Counter[str] = field(default_factory=Counter)
    denials: Counter[str] = field(default_factory=Counter)
    packs: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, other: Summary) -> Summary:
        """Return the summary of both parts."""
        return Summary(
            accounts=self.accounts + other.accounts,
            by_bucket=self.by_bucket + other.by_bucket,
            overdue_minor=self.overdue_minor + other.overdue_minor,
            by_action=self.by_action + other.by_action,
            by_channel=self.by_channel + other.by_channel,
            by_because=self.by_because + other.by_because,
            denials=self.denials + other.denials,
            packs=self.packs or other.packs,
        )

    def as_json(self) -> dict[str, object]:
        """Return the summary as plain values, in a stable order."""
        return {
            "accounts": self.accounts,
            "by_bucket": {bucket: self.by_bucket[bucket] for bucket in w.BUCKETS},
            "overdue_minor": dict(sorted(self.overdue_minor.items())),
            "by_action": {action: self.by_action[action] for action in w.ACTIONS},
            "by_channel": _ranked(self.by_channel),
            "by_because": _ranked(self.by_because),
            "denials": _ranked(self.denials),
            "packs": dict(self.packs),
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Summary:
        """Return the summary that ``as_json`` gave."""
        return cls(
            accounts=told["accounts"],
            packs=told["packs"],
            **{name: Counter(told[name]) for name in _COUNTED},
        )

    def as_text(self, title: str) -> str:
        """Return the summary as lines that a person can read."""
        lines = [title, f"accounts {self.accounts}"]
        groups: tuple[tuple[str, Mapping[str, int]], ...] = (
            ("overdue, minor units", dict(sorted(self.overdue_minor.items()))),
            ("accounts by bucket", {bucket: self.by_bucket[bucket] for bucket in w.BUCKETS}),
            ("accounts by action", {action: self.by_action[action] for action in w.ACTIONS}),
            ("contacts by channel", _ranked(self.by_channel)),
            ("decided because", _ranked(self.by_because)),
            ("contacts denied because", _ranked(self.denials)),
        )
        for name, counts in groups:
            lines += ["", name, *(f"  {key:<28}{count:>16,}" for key, count in counts.items())]
        return "\n".join(lines) + "\n"


def summarise(decisions: pl.DataFrame, denials: Counter[str], packs: Mapping[str, str]) -> Summary:
    """Return the summary of some decisions."""
    money = decisions.group_by("currency").agg(pl.col("overdue_minor").sum())
    return Summary(
        accounts=decisions.height,
        by_bucket=_counted(decisions, "bucket"),
        overdue_minor=Counter(dict(money.iter_rows())),
        by_action=_counted(decisions, "action"),
        by_channel=_counted(decisions.drop_nulls("channel"), "channel"),
        by_because=_counted(decisions, "because"),
        denials=denials,
        packs=packs,
    )


def _ranked(counts: Counter[str]) -> dict[str, int]:
    """Return the largest first, and equal ones by name: the same day is told in the same bytes."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _counted(frame: pl.DataFrame, column: str) -> Counter[str]:
    return Counter(dict(frame.group_by(column).len().iter_rows()))
