"""Others may be asked only while the cardholder cannot be reached (失联, lost contact).

Where the record states the fact ``is_lost_contact``, the statement decides. Where it does not, the
fact follows from the attempts to reach the cardholder, by the parameters of the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.law.faults import ValueFault
from forbear.core.law.kinds.base import NEVER, Plain, local_time
from forbear.core.law.values import Reader
from forbear.core.tables import words as w

STATED = "is_lost_contact"
DEAD_NUMBER = "not_in_service"


@dataclass(frozen=True, slots=True)
class LostContact(Plain):
    """Objects until the cardholder counts as lost.

    Lost from the local day after the ``failed_calls``-th dial in a row that failed (``failed``);
    from the day after ``days`` local days in a row on which dials reached nobody (``unreached``);
    or at once where every number dialled is out of service. Being reached ends it.
    """

    failed_calls: int
    days: int
    failed: tuple[str, ...]
    unreached: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> LostContact:
        """Read the numbers, and which outcomes of a dial count."""
        kind = cls(
            failed_calls=reader.at_least("failed_calls", 1),
            days=reader.at_least("days", 1),
            failed=reader.words("failed", w.OUTCOMES),
            unreached=reader.words("unreached", w.OUTCOMES),
        )
        if not set(kind.failed) <= set(kind.unreached):
            raise ValueFault(
                reader.key("unreached"),
                "leaves out an outcome of failed",
                "A dial that failed reached nobody: name it in both",
            )
        return kind

    def needs(self) -> set[str]:
        """Return the fact as it was stated."""
        return {STATED}

    def fires(self, name: str) -> pl.Expr:
        """Return whether the cardholder can be reached, or may be."""
        follows = (pl.col(f"{name}_opens") <= pl.col("at")).fill_null(value=False)
        return ~pl.coalesce(pl.col(STATED), follows)

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return the start of the day from which the cardholder counts as lost."""
        del clock
        return pl.when(pl.col(STATED).is_null()).then(f"{name}_opens").otherwise(NEVER)

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say what was tried, and from when others may be asked."""
        if row.get(STATED) is not None:
            return (
                "the record says that the cardholder can be reached: nobody else may be asked",
                "记录显示可以联系到持卡人,不得询问他人",
            )
        count, opens = row.get(f"{name}_failed") or 0, row.get(f"{name}_opens")
        need, reached = self.failed_calls, row.get(f"{name}_reached")
        if isinstance(opens, datetime):
            last, day = local_time(row.get(f"{name}_tried"), zone), local_time(opens, zone)[:10]
            say = (
                f"{count} calls in a row failed, the last at {last}; others may be asked from {day}"
            )
            sage = f"已连续 {count} 次拨打失败,最近一次在 {last};自 {day} 起方可询问他人"
        elif isinstance(reached, datetime):
            since = local_time(reached, zone)
            say = (
                f"the cardholder was, or may have been, reached at {since}; {count} calls in a row"
            )
            say += f" have failed since, and {need} are needed: nobody else may be asked"
            sage = f"{since} 曾联系到或可能联系到持卡人,其后连续拨打失败 {count} 次,须 {need} 次"
        else:
            say = f"{count} calls in a row failed, and {need} are needed: nobody else may be asked"
            sage = f"向持卡人连续拨打失败 {count} 次,须 {need} 次,此前不得询问他人"
        return say, sage
