"""What every kind of rule must be able to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.calendar.edges import Edge
from forbear.core.law.history import Count
from forbear.core.law.values import Reader


class Kind(Protocol):
    """A kind of rule with its parameters: one production form, a column expression."""

    @classmethod
    def read(cls, reader: Reader) -> Kind:
        """Read the parameters of one dated value; raise ``ValueFault`` for what does not fit."""

    def needs(self) -> set[str]:
        """Return the facts of a candidate that its parameters name."""

    def edges(self, name: str) -> dict[str, Edge]:
        """Return instants of the local day that the other expressions read as columns."""

    def count(self) -> Count | None:
        """Return the contacts that must be counted beforehand, as columns ``<name>_n``."""

    def fires(self, name: str) -> pl.Expr:
        """Return whether the rule objects; null where a fact that it needs is unknown."""

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return when the objection ends; null if never by itself."""

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say what it turns on, in English and in Chinese."""


class Plain:
    """A kind that names no facts, and needs no instants and no history."""

    def needs(self) -> set[str]:
        """Return nothing: it names no facts."""
        return set()

    def edges(self, name: str) -> dict[str, Edge]:
        """Return nothing: the facts suffice."""
        del name
        return {}

    def count(self) -> Count | None:
        """Return nothing: the past does not matter."""
        return None


NEVER = pl.lit(None, dtype=pl.Datetime("us", "UTC"))


def local_time(moment: object, zone: str | None) -> str:
    """Return a moment as people say it, on the cardholder's clock."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only where someone reads

    if not isinstance(moment, datetime):
        return "?"
    return moment.astimezone(ZoneInfo(zone or "UTC")).strftime("%Y-%m-%d %H:%M")
