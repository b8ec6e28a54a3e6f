"""Which period answers: by its name on a day, or by the place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from forbear.core.law.periods.kinds import Limitation, Retention
from forbear.core.law.periods.reading import LawPeriod


def named(periods: Iterable[LawPeriod], rule_id: str) -> list[LawPeriod]:
    """Return every dated value of a period, the earliest first; ``KeyError`` if there is none."""
    found = sorted((p for p in periods if p.rule_id == rule_id), key=lambda p: p.begins_on)
    if not found:
        raise KeyError(rule_id)
    return found


def in_force(periods: Iterable[LawPeriod], rule_id: str, on: date) -> LawPeriod | None:
    """Return the value that holds on a day, if one does; ``KeyError`` for an unknown name."""
    return next((p for p in named(periods, rule_id) if p.is_in_force(on)), None)


def limitation_of(periods: Iterable[LawPeriod], place: str, on: date) -> LawPeriod | None:
    """Return the limitation of a place on a day: the state's own, else the nation's, else none.

    A state's law of limitation takes the place of the nation's; it is no layer on top of it.
    """
    found = [
        p
        for p in periods
        if isinstance(p.kind, Limitation) and p.is_in_force(on) and p.is_law_of(place)
    ]
    return max(found, key=lambda p: p.jurisdiction.count("-"), default=None)


def retentions_of(
    periods: Iterable[LawPeriod], place: str, record: str, collector: str | None, on: date
) -> list[LawPeriod]:
    """Return every retention of a kind of record in a place: the nation's and the state's bind.

    Without a ``collector`` (``creditor``, ``agency``, ``buyer``) those of all of them.
    """
    return [
        p
        for p in periods
        if isinstance(p.kind, Retention)
        and record in p.kind.records
        and p.is_in_force(on)
        and p.is_law_of(place)
        and (collector is None or collector in p.collectors)
    ]
