"""Spelling an answer out: bits become reasons, with citation, end moment and plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from forbear.core.gate.answers import Answer, Reason, Window
from forbear.core.gate.forms import Form
from forbear.core.gate.judge import WORD, Judged
from forbear.core.gate.places import zones_of
from forbear.core.law.book import RuleBook
from forbear.core.law.kinds import Disclose, FrequencyCap, Hours, Kind
from forbear.core.law.rules import FORCES
from forbear.core.tables.candidates import CANDIDATES

# Hours of several layers and zones settle on a common opening within a few steps.
_TRIES = 20
# What an empty column may mean, of which a reason says that the fact is unknown.
_NOT_KNOWN = ("unknown", "refused")

NO_PACK = Reason(
    code="UNKNOWN_FACT",
    rule_id="no-pack",
    citation="no pack of this jurisdiction is loaded",
    force="house",
    is_presumption=False,
    until=None,
    because="no law of this place is loaded, and unknown means no",
    because_zh="未载入该地区的法规;未知即不允许",
)


def answers(judged: Judged, book: RuleBook) -> Iterator[tuple[int, Answer]]:
    """Return each candidate's ``ix`` with its answer. Needs a judgement made with ``detail``."""
    versions = book.versions_for(judged.nation)
    frame = judged.frame
    # a single row is read faster by itself
    rows = (frame.row(0, named=True),) if frame.height == 1 else frame.iter_rows(named=True)
    for row in rows:
        reasons = _reasons(judged, row) if judged.rules else (NO_PACK,)
        yield (
            row["ix"],
            Answer(
                verdict="denied" if reasons else "permitted",
                reasons=reasons,
                window=_window(row) if not reasons else None,
                must_disclose=_must_disclose(judged, row["disclose"]),
                packs=versions,
            ),
        )


def _reasons(judged: Judged, row: Mapping[str, object]) -> tuple[Reason, ...]:
    found = []
    for word in range(judged.words):
        left, unknown = row[f"fired_{word}"], row[f"unknown_{word}"]
        assert isinstance(left, int)
        assert isinstance(unknown, int)
        while left:
            lowest = left & -left
            left ^= lowest
            form = judged.plan.forms[word * WORD + lowest.bit_length() - 1]
            found.append(_reason(judged, form, row, is_unknown=bool(unknown & lowest)))
    return tuple(sorted(found, key=_strictness))


def _strictness(reason: Reason) -> tuple[bool, float, int]:
    """Sort what never ends first, then what ends last, then by force."""
    ends = reason.until.timestamp() if reason.until else 0.0
    return reason.until is not None, -ends, FORCES.index(reason.force)


def _reason(judged: Judged, form: Form, row: Mapping[str, object], *, is_unknown: bool) -> Reason:
    rule, kind, name = form.rule, form.kind, form.name
    zones = _zones(row)
    until = _until(judged, kind, name, row)
    if is_unknown:
        facts = ", ".join(_unknown(form, row)) or "a fact"
        words = (f"unknown: {facts}; the rule needs it", f"规则所需的事实未知：{facts}")
        until = None
    else:
        words = kind.because(name, row, zones[0] if zones else None)
    return Reason(
        code="UNKNOWN_FACT" if is_unknown else rule.code,
        rule_id=rule.rule_id,
        citation=rule.citation,
        force=rule.force,
        is_presumption=rule.is_presumption,
        until=until.astimezone(ZoneInfo(zones[0])) if until and zones else until,
        because=words[0] or rule.question,
        because_zh=words[1],
        citation_zh=rule.citation_zh,
        confidence=rule.confidence,
    )


def _until(judged: Judged, kind: Kind, name: str, row: Mapping[str, object]) -> datetime | None:
    zones, at = _zones(row), row.get("at")
    if isinstance(kind, Hours):
        return kind.next_opening(at, zones) if zones and isinstance(at, datetime) else None
    until = row.get(f"{name}_until")
    if not isinstance(until, datetime):
        return None
    return _at_opening(until, judged, row) if isinstance(kind, FrequencyCap) and zones else until


def _unknown(form: Form, row: Mapping[str, object]) -> list[str]:
    """Return the facts that the rule reads and nobody knows, by their column names.

    Those too that a file must fill: a single contact may leave them out.
    """
    needs = sorted(form.reads | {"time_zones"})
    return [
        name
        for name in needs
        if name in row and row[name] is None and CANDIDATES[name].null_means in _NOT_KNOWN
    ]


def _at_opening(until: datetime, judged: Judged, row: Mapping[str, object]) -> datetime:
    """Move the start of a day to the first moment at which contact is allowed."""
    binding = [
        form.hours
        for form in judged.plan.forms
        if form.hours is not None and row.get(f"{form.name}_binds")
    ]
    moment = until
    for _ in range(_TRIES):
        openings = [hours.next_opening(moment, _zones(row)) for hours in binding]
        known = [opening for opening in openings if opening is not None]
        if len(known) < len(openings):
            return until
        later = max(known, default=moment)
        if later == moment:
            break
        moment = later
    return moment


def _zones(row: Mapping[str, object]) -> tuple[str, ...]:
    zones = row["time_zones"]
    return zones_of(zones if isinstance(zones, str) else None)


def _window(row: Mapping[str, object]) -> Window | None:
    start, end = row["window_from"], row["window_to"]
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    zones = _zones(row)
    zone = ZoneInfo(zones[0]) if zones else ZoneInfo("UTC")
    return Window(start.astimezone(zone), end.astimezone(zone))


def _must_disclose(judged: Judged, bits: object) -> tuple[str, ...]:
    assert isinstance(bits, int)
    said: list[str] = []
    for index, form in enumerate(judged.plan.says):
        kind = form.rule.kind
        if bits >> index & 1 and isinstance(kind, Disclose):
            said += [code for code in kind.codes if code not in said]
    return tuple(said)
