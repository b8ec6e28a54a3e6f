"""A wish not to be reached by a channel, with its exceptions (12 CFR 1006.14(h))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.law.kinds.base import NEVER, Plain, local_time
from forbear.core.law.values import Reader


@dataclass(frozen=True, slots=True)
class OptOut(Plain):
    """Objects from the wish on, until a later consent to the channel.

    ``of_any_call_or_text`` means: a wish about any call or text, to whatever number, is one about
    all of them.
    """

    one_confirmation: bool
    one_reply: bool
    of_any_call_or_text: bool = False

    @classmethod
    def read(cls, reader: Reader) -> OptOut:
        """Read which exceptions there are."""
        return cls(
            one_confirmation=reader.take("one_confirmation", bool, default=True),
            one_reply=reader.take("one_reply", bool, default=True),
            of_any_call_or_text=reader.take("of_any_call_or_text", bool, default=False),
        )

    @property
    def _wished_at(self) -> str:
        return "calls_and_texts_refused_at" if self.of_any_call_or_text else "opted_out_at"

    def fires(self, name: str) -> pl.Expr:
        """Return whether the wish stands and no exception applies."""
        del name
        wish = pl.col(self._wished_at)
        lifted = _after("contact_consent_at", wish)
        allowed = lifted
        if self.one_confirmation:
            confirmed = _after("last_out_at", wish)
            # it may confirm and do nothing else: 12 CFR 1006.14(h)(2)(i)
            says_nothing_else = ~pl.col("states_debt")
            allowed = allowed | (
                (pl.col("purpose") == "confirm_opt_out") & ~confirmed & says_nothing_else
            )
        if self.one_reply:
            asked_at = pl.col("they_wrote_at")
            asked = (asked_at > wish).fill_null(value=False)
            answered = (pl.col("last_out_at") >= asked_at).fill_null(value=False)
            allowed = allowed | ((pl.col("purpose") == "reply") & asked & ~answered)
        return wish.is_not_null() & ~allowed

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return never: it stands until they change their mind."""
        del name, clock
        return NEVER

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say since when."""
        del name
        since = local_time(row.get(self._wished_at), zone)
        return (f"the cardholder opted out at {since}", f"持卡人已于 {since} 退订此渠道")


def _after(column: str, moment: pl.Expr) -> pl.Expr:
    return (pl.col(column) > moment).fill_null(value=False)
