"""Whether a record may be deleted, and whether it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forbear.core.law.periods.finding import retentions_of
from forbear.core.law.periods.kinds import Retention
from forbear.core.law.periods.reading import LawPeriod


@dataclass(frozen=True, slots=True)
class Hold:
    """One period of law on a record. ``until`` is its last day; none while it is not known."""

    value: LawPeriod
    until: date | None
    waits_for: str | None = None

    def holds(self, on: date) -> bool:
        """Return whether the record must still be kept; unknown means yes."""
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class RetentionAnswer:
    """Whether a record may be deleted on a day. Without a period that names it: no.

    ``keep_until`` is the last day on which it must be kept; none if not known. ``delete_by`` is the
    last day on which it may be kept; none if no law says so or the event is not known. A minimum
    prevails over a maximum.
    """

    record: str
    on: date
    holds: tuple[Hold, ...]
    ends: tuple[Hold, ...]

    @property
    def may_delete(self) -> bool:
        """Return whether nothing keeps it."""
        is_known = bool(self.holds or any(end.until for end in self.ends))
        return is_known and not any(hold.holds(self.on) for hold in self.holds)

    @property
    def must_delete(self) -> bool:
        """Return whether it may be kept no longer."""
        return self.may_delete and any(
            end.until is not None and self.on > end.until for end in self.ends
        )

    @property
    def keep_until(self) -> date | None:
        """Return the last day on which it must be kept."""
        days = [hold.until for hold in self.holds]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def delete_by(self) -> date | None:
        """Return the last day on which it may be kept."""
        return min((end.until for end in self.ends if end.until is not None), default=None)


def retention(
    periods: Iterable[LawPeriod],
    place: str,
    record: str,
    events: Mapping[str, date],
    *,
    on: date,
    collector: str | None = None,
) -> RetentionAnswer:
    """Say of a kind of record in a place whether it may be deleted on a day.

    ``events`` hold what happened; what lies after ``on`` has not. ``collector`` is who keeps it;
    without one the law of all collectors counts.
    """
    known = {name: day for name, day in events.items() if day <= on}
    holds: list[Hold] = []
    ends: list[Hold] = []
    for value in retentions_of(periods, place, record, collector, on):
        assert isinstance(value.kind, Retention), "the finder returns nothing else"
        (holds if value.kind.bound == "at_least" else ends).append(_hold(value, value.kind, known))
    return RetentionAnswer(record, on, tuple(holds), tuple(ends))


def _hold(value: LawPeriod, kind: Retention, known: Mapping[str, date]) -> Hold:
    days: list[date] = []
    if kind.length is not None and kind.starts_on is not None:
        if kind.starts_on not in known:
            return Hold(value, None, kind.starts_on)
        days.append(kind.length.after(known[kind.starts_on]))
    if kind.until is not None:
        if kind.until not in known:
            return Hold(value, None, kind.until)
        days.append(known[kind.until])
    return Hold(value, max(days))
