"""Times and places that the cardholder called inconvenient.

The slots themselves are facts (``slot_fires``, ``slot_until``, worked out with the windows); the
rule says whether they bind, and that one reply to their own message is allowed (12 CFR
1006.6(b)(1), comment 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.law.kinds.base import Plain, local_time
from forbear.core.law.values import Reader


@dataclass(frozen=True, slots=True)
class Inconvenient(Plain):
    """Objects within a stated slot."""

    one_reply: bool

    @classmethod
    def read(cls, reader: Reader) -> Inconvenient:
        """Read whether one reply is allowed."""
        return cls(one_reply=reader.take("one_reply", bool, default=True))

    def fires(self, name: str) -> pl.Expr:
        """Return whether the moment falls into a slot."""
        del name
        fires = pl.col("slot_fires") & ~pl.col("has_hours_consent")
        if self.one_reply:
            fires = fires & ~_may_reply()
        return fires

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return the end of the slot."""
        del name, clock
        return pl.col("slot_until")

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say until when the slot lasts."""
        del name
        end = local_time(row.get("slot_until"), zone)
        return (
            f"the cardholder called this time or place inconvenient (until {end})",
            f"持卡人表示此时间或地点不方便(至 {end})",
        )


def _may_reply() -> pl.Expr:
    """Return whether this is the one reply to what they wrote by this channel within the slot."""
    wrote_at = pl.col("they_wrote_at")
    unanswered = pl.col("last_out_at").is_null() | (pl.col("last_out_at") < wrote_at)
    within = wrote_at >= pl.col("slot_from")
    return ((pl.col("purpose") == "reply") & within & unanswered).fill_null(value=False)
