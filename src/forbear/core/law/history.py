"""What a rule wants to know of the past: which contacts count, for whom, since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from forbear.core.calendar.edges import Edge, earliest, start_of_period

Scope = Literal["account", "person", "point"]
Period = Literal["day", "week", "month", "ever"]
SCOPES: tuple[Scope, ...] = ("account", "person", "point")
_EXCLUDED_PARTIES = ("attorney", "creditor", "credit_bureau")
PERIODS: tuple[Period, ...] = ("day", "week", "month", "ever")
_STARTS = {
    "day": earliest(0),
    "week": start_of_period("1w"),
    "month": start_of_period("1mo"),
}


@dataclass(frozen=True, slots=True)
class CapConsent:
    """How far a consent to further calls reaches.

    ``days_max`` counts the day of the consent as day 1; ``None`` means until it is withdrawn.
    """

    days_max: int | None
    ends_on_conversation: bool

    @property
    def name(self) -> str:
        """Return a name for the columns that belong to it."""
        return f"c{self.days_max or 0}{'t' if self.ends_on_conversation else 'f'}"


@dataclass(frozen=True, slots=True)
class Count:
    """The contacts that a cap counts.

    ``days`` is a rolling window of local calendar days, the day of the contact included; ``period``
    a calendar one. ``same_collector`` counts only those of the collector who asks, otherwise all
    collectors are pooled. ``same_party`` counts only those with the party that is to be reached.
    """

    per: Scope
    channels: tuple[str, ...]
    directions: tuple[str, ...] = ("out",)
    outcomes: tuple[str, ...] = ()
    not_outcomes: tuple[str, ...] = ()
    days: int | None = None
    period: Period | None = None
    same_collector: bool = False
    same_party: bool = False
    consent: CapConsent | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the columns of history that must be equal to the candidate's."""
        scope = {"account": "account_id", "person": "person_id", "point": "contact_point_id"}
        keys = [scope[self.per]]
        if self.same_collector:
            keys.append("collector")
        if self.same_party:
            keys.append("party")
        return tuple(keys)

    @property
    def since(self) -> str | None:
        """Return the name of the instant from which contacts count; ``None`` when all of them do.

        Equal windows share a name.
        """
        if self.days is not None:
            return f"since_{self.days}d"
        return f"since_{self.period}" if self.period in _STARTS else None

    def edges(self) -> dict[str, Edge]:
        """Return that instant, worse for us where several zones are plausible."""
        if self.since is None:
            return {}
        edge = earliest(1 - self.days) if self.days is not None else _STARTS[self.period or ""]
        return {self.since: edge}

    def matches(self) -> pl.Expr:
        """Return whether a contact counts.

        One of unknown outcome counts as whatever is counted, and so does one still under way: a
        call that rings now may become the conversation after which nobody may call.
        """
        tests = [_any_of("channel", self.channels), pl.col("at") <= pl.col("horizon")]
        if len(self.directions) == 1:
            tests.append(_any_of("direction", self.directions).fill_null(value=True))
        if self.outcomes:
            outcomes = (*self.outcomes, "pending")
            tests.append(_any_of("outcome", outcomes).fill_null(value=True))
        if self.not_outcomes:
            tests.append(~_any_of("outcome", self.not_outcomes).fill_null(value=False))
        if self.per != "point" and not self.same_party:
            # they are no contacts with the cardholder's side: 12 CFR 1006.14(b)(3)(iii)
            tests.append(~_any_of("party", _EXCLUDED_PARTIES).fill_null(value=False))
        if self.consent is not None:
            tests.append(~pl.col(f"consented_{self.consent.name}"))
        if self.since is not None:
            tests.append(pl.col("at") >= pl.col(self.since))
        return pl.all_horizontal(tests)


def _any_of(column: str, values: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal([pl.col(column) == value for value in values])
