"""What every dated value of a pack has: a first day, perhaps a last one, and a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from forbear.core.law.faults import Fault, ValueFault
from forbear.core.law.values import Reader


class Dated(Protocol):
    """A value that holds from ``begins_on`` to ``ends_on``, both included."""

    @property
    def rule_id(self) -> str:
        """Return its name for ever."""

    @property
    def begins_on(self) -> date:
        """Return the first day on which it holds."""

    @property
    def ends_on(self) -> date | None:
        """Return the last one; ``None`` if no end is known."""


Read = TypeVar("Read", bound=Dated)


class OfPlace:
    """What a dated value says of its place and its days; mixed into those that have both."""

    __slots__ = ()

    jurisdiction: str
    begins_on: date
    ends_on: date | None

    @property
    def nation(self) -> str:
        """Return the nation whose law it is, or ``*``."""
        return self.jurisdiction.split("-", maxsplit=1)[0]

    def is_ever_in_force(self, first: date, last: date) -> bool:
        """Return whether it holds on some day from ``first`` to ``last``."""
        return self.begins_on <= last and (self.ends_on is None or self.ends_on >= first)

    def is_in_force(self, on: date) -> bool:
        """Return whether it holds on a day."""
        return self.is_ever_in_force(on, on)

    def is_law_of(self, place: str) -> bool:
        """Return whether it holds in a place: the place's own, its state's or its nation's."""
        return self.jurisdiction == "*" or f"{place}-".startswith(f"{self.jurisdiction}-")


def read_dates(reader: Reader) -> tuple[date, date | None]:
    """Read the first and the last day of a value; raise ``ValueFault`` if they are swapped."""
    begins, ends = reader.take("from", date), reader.take("to", date, None)
    if ends is not None and ends < begins:
        raise ValueFault(reader.key("to"), "is before from", "Swap or correct the dates")
    return begins, ends


def read_values(
    values: Sequence[object], file: str, read: Callable[[Reader, Mapping[str, object]], Read]
) -> tuple[list[Read], list[Fault]]:
    """Read each dated value of a question; return what could be read, and every fault found."""
    found: list[Read] = []
    faults: list[Fault] = []
    for number, value in enumerate(values):
        if not isinstance(value, dict):
            faults.append(Fault(file, f"values[{number}]", "is not a table", "Write [[values]]"))
            continue
        try:
            found.append(read(Reader(value, at=f"values[{number}]"), value))
        except ValueFault as fault:
            faults.append(Fault(file, fault.key, fault.problem, fault.cure))
    return found, faults + overlaps(found, file)


def need_source(reader: Reader, citation: str) -> None:
    """Raise ``ValueFault`` for a value that says nothing of where it is written."""
    if not citation.strip():
        raise ValueFault(reader.key("cite"), "is empty", "A value without a source does not go in")


def overlaps(values: Sequence[Dated], file: str) -> list[Fault]:
    """Return a fault for each rule id that two dated values claim on the same day."""
    faults = []
    for rule_id in sorted({value.rule_id for value in values}):
        dated = sorted((v for v in values if v.rule_id == rule_id), key=lambda v: v.begins_on)
        for earlier, later in pairwise(dated):
            if earlier.ends_on is None or earlier.ends_on >= later.begins_on:
                problem = f"two values hold on {later.begins_on}"
                faults.append(Fault(file, rule_id, problem, "End the earlier one the day before"))
    return faults
