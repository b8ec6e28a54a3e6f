"""A dated period of a pack, with its source: read as strictly as a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forbear.core.law.dated import OfPlace, need_source, read_dates, read_values
from forbear.core.law.faults import Fault, ValueFault
from forbear.core.law.periods.kinds import KINDS, Kind, Period
from forbear.core.law.rules import CONFIDENCES, EVERYWHERE, FORCES
from forbear.core.law.values import Reader
from forbear.core.tables.words import COLLECTOR_KINDS

_PLACE = re.compile(r"\*|[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}")
_ALL_FOLDERS = "house"


@dataclass(frozen=True, slots=True)
class LawPeriod(OfPlace):
    """One dated value. ``begins_on`` and ``ends_on`` are both in force.

    ``collectors`` are those whom it binds; ``text`` is the value as it stands in the pack.
    """

    rule_id: str
    question: str
    jurisdiction: str
    kind_name: str
    kind: Kind
    collectors: tuple[str, ...]
    begins_on: date
    ends_on: date | None
    citation: str
    citation_zh: str
    force: str
    confidence: str
    note: str
    file: str
    text: Mapping[str, object]


def is_period(document: Mapping[str, object]) -> bool:
    """Return whether a pack file holds periods, by its kind."""
    return document.get("kind") in KINDS


def read_periods(
    document: Mapping[str, object], *, file: str
) -> tuple[list[LawPeriod], list[Fault]]:
    """Read one pack file of periods: one question with its dated values, perhaps by state.

    Returns the periods that could be read and every fault found.
    """
    try:
        head = Reader(document)
        question = head.take("question", str)
        kind = head.word("kind", tuple(KINDS))
        jurisdiction = read_place(head, head.take("jurisdiction", str), file)
        collectors = head.words("collectors", COLLECTOR_KINDS, COLLECTOR_KINDS)
        common = head.take("common", dict, {})
        values = head.take("values", list)
        head.take("note", str, "")
        head.finish()
    except ValueFault as fault:
        return [], [Fault(file, fault.key, fault.problem, fault.cure)]
    head_of = (question, jurisdiction, kind, collectors, file)
    return read_values(
        values, file, lambda reader, value: _read_value(reader, value, common, head_of)
    )


def _read_value(
    reader: Reader,
    text: Mapping[str, object],
    common: Mapping[str, object],
    head: tuple[str, str, str, tuple[str, ...], str],
) -> LawPeriod:
    question, jurisdiction, kind, collectors, file = head
    place = reader.take("jurisdiction", str, jurisdiction)
    if place != jurisdiction and not read_place(reader, place, file).startswith(f"{jurisdiction}-"):
        raise ValueFault(
            reader.key("jurisdiction"), f"{place!r} is no part of {jurisdiction}", "Correct it"
        )
    begins, ends = read_dates(reader)
    given = {**common, **(reader.take("value", dict, {}) if common else reader.take("value", dict))}
    inner = Reader(given, at=reader.key("value"))
    parameters = KINDS[kind].read(inner, place.split("-")[0])
    inner.finish()
    period = LawPeriod(
        rule_id=reader.take("rule_id", str),
        question=reader.take("question", str, question),
        jurisdiction=place,
        kind_name=kind,
        kind=parameters,
        collectors=reader.words("collectors", COLLECTOR_KINDS, collectors),
        begins_on=begins,
        ends_on=ends,
        citation=reader.take("cite", str),
        citation_zh=reader.take("cite_zh", str, ""),
        force=reader.word("force", FORCES),
        confidence=reader.word("confidence", CONFIDENCES),
        note=reader.take("note", str, ""),
        file=file,
        text={**text, "value": given},
    )
    reader.take("seen", str, "")
    reader.finish()
    need_source(reader, period.citation)
    return period


def read_place(reader: Reader, place: str, file: str) -> str:
    """Return the place if it is written as one and the file lies in its nation's folder."""
    folder = file.split("/", maxsplit=1)[0]
    if not _PLACE.fullmatch(place):
        raise ValueFault(
            reader.key("jurisdiction"), f"is {place!r}", "Write US, US-NY, US-NY-NYC or *"
        )
    if folder != (_ALL_FOLDERS if place == EVERYWHERE else place.split("-", maxsplit=1)[0].lower()):
        raise ValueFault(
            reader.key("jurisdiction"),
            f"{place} is not the place of the folder {folder}",
            "Move the file, or correct the place",
        )
    return place


def dangling(periods: Iterable[LawPeriod]) -> list[Fault]:
    """Return a fault for each period that is said to begin with another one that is not there."""
    known = {period.rule_id: period for period in periods}
    faults = []
    for period in known.values():
        if isinstance(period.kind, Period) and period.kind.assumed is not None:
            other = known.get(period.kind.assumed)
            if other is None or not isinstance(other.kind, Period):
                problem = f"assumed names {period.kind.assumed}, which is no period"
                faults.append(Fault(period.file, period.rule_id, problem, "Name a rule_id"))
            elif other.kind.assumed is not None:
                problem = f"{other.rule_id} is itself assumed"
                faults.append(Fault(period.file, period.rule_id, problem, "One step is enough"))
    return faults
