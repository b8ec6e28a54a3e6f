"""A rule: one dated value of one legal question, with its source, as a column expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from forbear.core.law.conditions import condition
from forbear.core.law.dated import OfPlace, need_source, read_dates, read_values
from forbear.core.law.faults import Fault, ValueFault
from forbear.core.law.kinds import KINDS, Disclose, Kind
from forbear.core.law.values import Reader
from forbear.core.tables.candidates import CANDIDATES

# Strictest first where two reasons end at the same moment.
FORCES = (
    "statute",
    "regulation",
    "judicial",
    "departmental",
    "notice",
    "standard",
    "association",
    "contract",
    "house",
)
CONFIDENCES = ("primary", "secondary", "single_source", "memory", "house")
CODES = frozenset(
    {
        "QUIET_HOURS",
        "INCONVENIENT",
        "CALL_FREQUENCY",
        "CONVERSATION_COOL_OFF",
        "CONTACT_FREQUENCY",
        "OPTED_OUT",
        "NO_CONSENT",
        "CEASED",
        "REPRESENTED",
        "EMPLOYER_PROHIBITS",
        "WORK_CHANNEL",
        "THIRD_PARTY",
        "THIRD_PARTY_REPEAT",
        "GUARANTOR_FREQUENCY",
        "THIRD_PARTY_REFUSED",
        "NOT_LOST_CONTACT",
        "DECEASED",
        "MINOR",
        "BANKRUPT",
        "BREATHING_SPACE",
        "DISPUTE_OPEN",
        "VALIDATION_FIRST",
        "PLAN_KEPT",
        "HARDSHIP",
        "SETTLED",
        "TIME_BARRED",
        "NOT_AUTHORISED",
        "UNVERIFIED_POINT",
        "HEIR_LIMIT",
        "AMOUNT_TOO_SMALL",
        "STAGE_TOO_EARLY",
        "VISIT_NOT_ALLOWED",
        "PUBLIC_CHANNEL",
        "PRERECORDED_LIMIT",
        "DEBT_DISCLOSED",
        "OPT_OUT_TEXT_MISSING",
        "RECORDING_REQUIRED",
        "VISIT_STAFFING",
        "UNLAWFUL_SOURCE",
        "UNKNOWN_FACT",
        "POINT_CLOSED",
    }
)
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Rule(OfPlace):
    """One dated value. ``begins_on`` and ``ends_on`` are both in force."""

    rule_id: str
    code: str
    question: str
    jurisdiction: str
    applies: pl.Expr
    kind: Kind | Disclose
    begins_on: date
    ends_on: date | None
    citation: str
    citation_zh: str
    force: str
    confidence: str
    is_presumption: bool
    file: str
    text: Mapping[str, object]
    # as the pack writes them, for people: whom the question binds, and what is noted of it
    applies_text: str = "TRUE"
    question_note: str = ""

    @property
    def strictness(self) -> tuple[int, str]:
        """Return its place in the order of force."""
        return FORCES.index(self.force), self.rule_id

    def binds(self, first: date, last: date) -> pl.Expr:
        """Return whether the rule is in force there on that day and applies to the contact.

        All local days that are asked about lie between ``first`` and ``last``: what holds on each
        of them is not tested.
        """
        tests = [self.applies]
        if self.begins_on > first:
            tests.append(pl.col("law_on_last") >= self.begins_on)
        if self.ends_on is not None and self.ends_on < last:
            tests.append(pl.col("law_on_first") <= self.ends_on)
        depth = self.jurisdiction.count("-")
        if depth:
            column = "region" if depth == 1 else "city"
            tests.append((pl.col(column) == self.jurisdiction).fill_null(value=False))
        return pl.all_horizontal(tests)

    def needs(self) -> set[str]:
        """Return the columns of a candidate that its conditions read."""
        names = {*self.applies.meta.root_names()}
        return names if isinstance(self.kind, Disclose) else names | self.kind.needs()

    def fires(self, name: str, first: date, last: date) -> pl.Expr:
        """Return whether it objects; null where a fact that it needs is unknown."""
        assert not isinstance(self.kind, Disclose), "a disclosure never objects"
        return self.binds(first, last) & self.kind.fires(name)


def read_rules(document: Mapping[str, object], *, file: str) -> tuple[list[Rule], list[Fault]]:
    """Read one pack file: one legal question with its dated values.

    Returns the rules that could be read and every fault found.
    """
    try:
        head = Reader(document)
        question = head.take("question", str)
        kind = head.word("kind", tuple(KINDS))
        code = "" if kind == "disclose" else head.take("code", str)
        if code and code not in CODES:
            raise ValueFault("code", f"is {code!r}", "Use a documented reason code")
        jurisdiction = head.take("jurisdiction", str)
        applies_text = head.take("applies", str, "TRUE")
        applies = (
            pl.lit(True)
            if applies_text == "TRUE"
            else condition(applies_text, key="applies", table=CANDIDATES)
        )
        values = head.take("values", list)
        note = head.take("note", str, "")
        head.finish()
    except ValueFault as fault:
        return [], [Fault(file, fault.key, fault.problem, fault.cure)]

    def read_one(reader: Reader, value: Mapping[str, object]) -> Rule:
        shared = (code, question, jurisdiction, applies, file, value)
        rule = _read_value(reader, kind=KINDS[kind], shared=shared)
        return replace(rule, applies_text=applies_text, question_note=note)

    return read_values(values, file, read_one)


def _read_value(
    reader: Reader,
    *,
    kind: type[Kind | Disclose],
    shared: tuple[str, str, str, pl.Expr, str, Mapping[str, object]],
) -> Rule:
    code, question, jurisdiction, applies, file, text = shared
    begins, ends = read_dates(reader)
    inner = Reader(reader.take("value", dict), at=reader.key("value"))
    parameters = kind.read(inner)
    inner.finish()
    rule = Rule(
        rule_id=reader.take("rule_id", str),
        code=code,
        question=question,
        jurisdiction=jurisdiction,
        applies=applies,
        kind=parameters,
        begins_on=begins,
        ends_on=ends,
        citation=reader.take("cite", str),
        citation_zh=reader.take("cite_zh", str, ""),
        force=reader.word("force", FORCES),
        confidence=reader.word("confidence", CONFIDENCES),
        is_presumption=reader.take("is_presumption", bool, default=False),
        file=file,
        text=text,
    )
    reader.take("seen", str, "")
    reader.take("note", str, "")
    reader.finish()
    need_source(reader, rule.citation)
    return rule
