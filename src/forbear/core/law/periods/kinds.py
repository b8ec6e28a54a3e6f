"""The kinds of period that a pack may hold. None of them ever objects to a contact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from forbear.core.law.faults import ValueFault
from forbear.core.law.periods.events import EVENTS, RECORDS
from forbear.core.law.periods.lengths import UNITS, Length, Unit
from forbear.core.law.values import Reader
from forbear.core.tables.words import CURRENCIES

Bound = Literal["at_most", "at_least", "exactly"]
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}")


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days between an event and an act.

    ``at_most``: the act is in time up to the last day. ``at_least``: the act is too early until the
    last day has passed, or until the last day itself if ``acts_on_last_day``. ``exactly``: the
    period simply holds, or something is taken to happen, until its last day.

    It runs from the latest known of ``starts_on``; ``assumed`` names the period at whose last day
    that event is taken to have happened if nobody knows better.
    """

    length: Length
    starts_on: tuple[str, ...]
    bound: Bound
    counts_first_day: bool
    acts_on_last_day: bool
    assumed: str | None

    @classmethod
    def read(cls, reader: Reader, nation: str) -> Period:
        """Read the parameters of one dated value."""
        length = _length(reader, nation)
        starts_on = _events(reader, "starts_on")
        bound = cast("Bound", reader.word("bound", ("at_most", "at_least", "exactly")))
        first = reader.take("counts_first_day", bool, default=False)
        on_last = reader.take("acts_on_last_day", bool, default=False)
        if first and length.count == 0:
            raise ValueFault(reader.key("counts_first_day"), "has no day to count", "Remove it")
        if on_last and bound != "at_least":
            cure = 'Remove it: only bound = "at_least" keeps an act waiting'
            raise ValueFault(reader.key("acts_on_last_day"), f"means nothing {bound}", cure)
        return cls(
            length, starts_on, bound, first, on_last, reader.take("assumed", str, "") or None
        )

    def in_short(self) -> str:
        """Say its parameters in a few words."""
        bound = {"at_most": "at most ", "at_least": "at least ", "exactly": ""}[self.bound]
        return f"{bound}{self.length} from {_either(self.starts_on)}"


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day to sue, with what restarts the clock.

    The clock runs from the first of ``starts_on`` that is known, from the year's end if
    ``starts_at_year_end``. If none is known, a clock from the latest ``fallback`` may show that the
    debt is barred, never that it is in time. ``restarts_on`` begin it anew while it runs,
    ``revives_on`` even after.
    ``long_stop_years`` after the start nothing helps. ``extinguishes``: with its end the debt
    itself ends. ``review_months`` before the end somebody should look; ``readings`` are lengths in
    years under other classifications of the contract that courts have taken.
    """

    length: Length
    starts_on: tuple[str, ...]
    fallback: str | None
    restarts_on: tuple[str, ...]
    revives_on: tuple[str, ...]
    long_stop_years: int | None
    extinguishes: bool
    starts_at_year_end: bool
    review_months: int
    readings: tuple[tuple[str, int], ...]

    @classmethod
    def read(cls, reader: Reader, nation: str) -> Limitation:
        """Read the parameters of one dated value."""
        length = _length(reader, nation)
        if length.unit != "years" or length.count < 1:
            raise ValueFault(reader.key("unit"), "is not years", 'Write unit = "years"')
        readings = reader.take("readings", dict, {})
        for name, years in readings.items():
            if not isinstance(years, int) or isinstance(years, bool) or years < 1:
                raise ValueFault(reader.key(f"readings.{name}"), f"is {years!r}", "Use years")
        return cls(
            length=length,
            starts_on=_events(reader, "starts_on"),
            fallback=reader.word("fallback", tuple(EVENTS)) if reader.has("fallback") else None,
            restarts_on=_events(reader, "restarts_on", may_be_empty=True),
            revives_on=_events(reader, "revives_on", may_be_empty=True),
            long_stop_years=reader.at_least("long_stop_years", length.count, None),
            extinguishes=reader.take("extinguishes", bool, default=False),
            starts_at_year_end=reader.take("starts_at_year_end", bool, default=False),
            review_months=reader.at_least("review_months", 0, 0),
            readings=tuple(readings.items()),
        )

    def in_short(self) -> str:
        """Say its parameters in a few words."""
        ends = "; ends the debt" if self.extinguishes else ""
        year = " the year's end after" if self.starts_at_year_end else ""
        return f"{self.length} from{year} {_either(self.starts_on)}{ends}"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a record must be kept (``at_least``) or may be kept (``at_most``).

    ``length`` runs from ``starts_on``; ``until`` is an event before which it may not go.
    """

    records: tuple[str, ...]
    bound: Bound
    length: Length | None
    starts_on: str | None
    until: str | None

    @classmethod
    def read(cls, reader: Reader, nation: str) -> Retention:
        """Read the parameters of one dated value: a length from an event, or an event, or both."""
        records = reader.words("records", tuple(RECORDS))
        if not records:
            raise ValueFault(reader.key("records"), "is empty", "Name a record")
        bound = cast("Bound", reader.word("bound", ("at_least", "at_most"), "at_least"))
        until = reader.word("until", tuple(EVENTS), "") if reader.has("until") else None
        length, starts_on = None, None
        if reader.has("length") or until is None:
            length = _length(reader, nation)
            starts_on = reader.word("starts_on", tuple(EVENTS))
        if until is not None and bound == "at_most":
            raise ValueFault(reader.key("until"), "only keeps a record", "Remove it")
        return cls(records, bound, length, starts_on, until)

    def in_short(self) -> str:
        """Say its parameters in a few words."""
        bound = "" if self.bound == "at_least" else "at most "
        length = f"{bound}{self.length} from {self.starts_on}" if self.length else ""
        until = f"until {self.until}" if self.until else ""
        return f"{', '.join(self.records)}: {' and '.join(filter(None, (length, until)))}"


@dataclass(frozen=True, slots=True)
class Window:
    """Something that could be done from ``opens`` to ``closes``, both days included.

    It covers only what happened from ``covers_from`` to ``covers_to`` and, with ``amount_max``,
    amounts of up to so many minor units of ``currency``.
    """

    opens: date
    closes: date
    covers_from: date | None
    covers_to: date | None
    amount_minor_max: int | None
    currency: str | None

    @classmethod
    def read(cls, reader: Reader, nation: str) -> Window:
        """Read the parameters of one dated value."""
        del nation
        opens, closes = reader.take("opens", date), reader.take("closes", date)
        if closes < opens:
            raise ValueFault(reader.key("closes"), "is before opens", "Correct the dates")
        amount = reader.at_least("amount_minor_max", 0, None)
        return cls(
            opens,
            closes,
            reader.take("covers_from", date, None),
            reader.take("covers_to", date, None),
            amount,
            reader.word("currency", CURRENCIES) if amount is not None else None,
        )

    def in_short(self) -> str:
        """Say its parameters in a few words."""
        return f"{self.opens} to {self.closes}"


Kind = Period | Limitation | Retention | Window
KINDS: dict[str, type[Kind]] = {
    "period": Period,
    "limitation": Limitation,
    "retention": Retention,
    "window": Window,
}


def _length(reader: Reader, nation: str) -> Length:
    count = reader.at_least("length", 0)
    unit = cast("Unit", reader.word("unit", UNITS))
    if unit != "business_days":
        return Length(count, unit)
    holidays = reader.take("holidays", str, nation)
    if not _PLACE.fullmatch(holidays):
        raise ValueFault(reader.key("holidays"), f"is {holidays!r}", "Write a place, as GB-ENG")
    return Length(count, unit, holidays)


def _either(events: tuple[str, ...]) -> str:
    return " or ".join(events)


def _events(reader: Reader, name: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
    found = reader.words(name, tuple(EVENTS), () if may_be_empty else None)
    if not found and not may_be_empty:
        raise ValueFault(reader.key(name), "is empty", "Name an event")
    return found
