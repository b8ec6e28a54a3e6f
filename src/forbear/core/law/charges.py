"""What the law says of charges: the third family of values of a pack. It never meets a contact.

A file holds one question with its dated values. Each value names a ``bound``, that is what it asks
of the terms or events of an account, and carries its source as every value of a pack does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forbear.core.law.dated import OfPlace, need_source, read_dates, read_values
from forbear.core.law.faults import Fault, ValueFault
from forbear.core.law.periods.reading import read_place
from forbear.core.law.rules import CONFIDENCES, FORCES
from forbear.core.law.values import Reader
from forbear.core.money.rates import e10_of

KIND = "charge"

# bound -> its parameters, by type; a rate is decimal text
BOUNDS: dict[str, dict[str, str]] = {
    "no_interest_on_fees": {},
    "no_fee": {"for": "word"},
    "daily_rate_band": {"max": "rate", "min": "rate"},
    "grace_at_least": {"days": "whole", "amount_minor": "whole"},
    "principal_first_when_late": {"after_days": "whole"},
    "above_minimum_to_highest_rate": {},
    "highest_rate_first": {},
    "late_fee_not_above_minimum": {},
    "no_double_cycle": {},
    "pause_holds_all": {"reason": "word"},
    "yearly_ceiling": {"rate": "rate"},
}


@dataclass(frozen=True, slots=True)
class LawCharge(OfPlace):
    """One dated value. ``begins_on`` and ``ends_on`` are both in force.

    ``parameters`` are whole numbers (a rate in units of 10^-10) and words.
    """

    rule_id: str
    question: str
    jurisdiction: str
    bound: str
    parameters: Mapping[str, int | str]
    begins_on: date
    ends_on: date | None
    citation: str
    citation_zh: str
    force: str
    confidence: str
    note: str
    file: str
    text: Mapping[str, object]

    def number(self, name: str) -> int:
        """Return a parameter that is a whole number."""
        return int(self.parameters[name])


def is_charge(document: Mapping[str, object]) -> bool:
    """Return whether a pack file bounds charges, by its kind."""
    return document.get("kind") == KIND


def read_charges(
    document: Mapping[str, object], *, file: str
) -> tuple[list[LawCharge], list[Fault]]:
    """Read one pack file that bounds charges: one question with its dated values.

    Returns the values that could be read and every fault found.
    """
    try:
        head = Reader(document)
        question = head.take("question", str)
        head.word("kind", (KIND,))
        jurisdiction = read_place(head, head.take("jurisdiction", str), file)
        values = head.take("values", list)
        head.finish()
    except ValueFault as fault:
        return [], [Fault(file, fault.key, fault.problem, fault.cure)]
    return read_values(
        values,
        file,
        lambda reader, value: _read_value(reader, value, question, jurisdiction, file),
    )


def _read_value(
    reader: Reader, text: Mapping[str, object], question: str, jurisdiction: str, file: str
) -> LawCharge:
    begins, ends = read_dates(reader)
    bound = reader.word("bound", tuple(BOUNDS))
    inner = Reader(reader.take("value", dict, {}), at=reader.key("value"))
    charge = LawCharge(
        rule_id=reader.take("rule_id", str),
        question=reader.take("question", str, question),
        jurisdiction=jurisdiction,
        bound=bound,
        parameters={name: _parameter(inner, name, kind) for name, kind in BOUNDS[bound].items()},
        begins_on=begins,
        ends_on=ends,
        citation=reader.take("cite", str),
        citation_zh=reader.take("cite_zh", str, ""),
        force=reader.word("force", FORCES),
        confidence=reader.word("confidence", CONFIDENCES),
        note=reader.take("note", str, ""),
        file=file,
        text=text,
    )
    inner.finish()
    reader.take("seen", str, "")
    reader.finish()
    need_source(reader, charge.citation)
    return charge


def _parameter(reader: Reader, name: str, kind: str) -> int | str:
    if kind == "whole":
        return reader.at_least(name, 0)
    text = reader.take(name, str)
    if kind == "word":
        return text
    rate = e10_of(text)
    if rate is None:
        raise ValueFault(reader.key(name), f"is {text!r}", 'Write a decimal text, as "0.0005"')
    return rate
