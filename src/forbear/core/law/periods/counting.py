"""When a period ends, whether an act is in time, and whether a window is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.law.periods.finding import in_force, named
from forbear.core.law.periods.kinds import Period, Window
from forbear.core.law.periods.reading import LawPeriod

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodAnswer:
    """When a period ends. Everything is none where the event's day is not known.

    ``runs_from`` is the day of the event; ``is_assumed`` says that nobody knows it and the law
    takes it so. ``last_day`` is the last day of the period, ``first_free_day`` the first day of an
    act that has to wait for it.
    """

    value: LawPeriod
    event: str | None
    runs_from: date | None
    is_assumed: bool
    last_day: date | None
    first_free_day: date | None

    def is_met(self, on: date) -> bool:
        """Return whether an act on a day keeps the period; unknown means no.

        In time (``at_most``), not too early (``at_least``), or inside (``exactly``).
        """
        if self.last_day is None or self.runs_from is None:
            return False
        if self.first_free_day is not None:
            return on >= self.first_free_day
        return self.runs_from <= on <= self.last_day


def answer_period(
    periods: Iterable[LawPeriod], rule_id: str, events: Mapping[str, date], *, on: date
) -> PeriodAnswer:
    """Work out a period from the days of events.

    The value in force on the day that is asked about counts, or else that of the event's day.
    Raises ``KeyError`` if there is no such period, ``LookupError`` if it is none that is counted or
    was not in force, ``ValueError`` if its end is beyond the calendar.
    """
    periods = tuple(periods)
    first = named(periods, rule_id)[-1]
    if not isinstance(first.kind, Period):
        raise LookupError(f"{rule_id} is a {first.kind_name}")  # noqa: TRY004 - a key's fault
    event, begins, is_assumed = _begin(periods, first.kind, events)
    value = in_force(periods, rule_id, on) or in_force(periods, rule_id, begins or on)
    if value is None:
        raise LookupError(f"{rule_id} is not in force on {on}")
    kind = value.kind
    assert isinstance(kind, Period), "all values of a file are of one kind"
    if begins is None:
        return PeriodAnswer(value, None, None, False, None, None)
    last = kind.length.after(begins) - (_DAY if kind.counts_first_day else timedelta())
    free = None
    if kind.bound == "at_least":
        free = last if kind.acts_on_last_day else last + _DAY
    return PeriodAnswer(value, event, begins, is_assumed, last, free)


def _begin(
    periods: tuple[LawPeriod, ...], kind: Period, events: Mapping[str, date]
) -> tuple[str | None, date | None, bool]:
    """Return the latest known event that begins it, else the one that the law assumes."""
    known = [(events[name], name) for name in kind.starts_on if name in events]
    if known:
        day, name = max(known)
        return name, day, False
    if kind.assumed is None:
        return None, None, False
    other = named(periods, kind.assumed)[-1]
    assert isinstance(other.kind, Period), "the loader checks it"
    before = [events[name] for name in other.kind.starts_on if name in events]
    if not before:
        return None, None, False
    return kind.starts_on[0], other.kind.length.after(max(before)), True


def window_covers(
    value: LawPeriod,
    *,
    on: date,
    happened_on: date | None = None,
    amount_minor: int | None = None,
    currency: str | None = None,
) -> bool:
    """Return whether something can be done on a day in a window of law; unknown means no.

    ``happened_on`` is the day of what it is about, ``amount_minor`` its amount in ``currency``.
    """
    kind = value.kind
    assert isinstance(kind, Window), f"{value.rule_id} is no window"
    if not kind.opens <= on <= kind.closes:
        return False
    if kind.covers_from is not None and (happened_on is None or happened_on < kind.covers_from):
        return False
    if kind.covers_to is not None and (happened_on is None or happened_on > kind.covers_to):
        return False
    if kind.amount_minor_max is None:
        return True
    return (
        currency == kind.currency
        and amount_minor is not None
        and amount_minor <= kind.amount_minor_max
    )
