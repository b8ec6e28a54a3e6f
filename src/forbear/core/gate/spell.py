"""Spelling an answer out: bits become reasons, with citation, end moment and plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from forbear.core.calendar.clocks import MIDNIGHT
from forbear.core.gate.answers import Answer, Reason, Window
from forbear.core.gate.judge import WORD, Judged
from forbear.core.law.book import RuleBook
from forbear.core.law.kinds import Disclose, FrequencyCap, Hours
from forbear.core.law.rules import FORCES, Rule

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
    for row in judged.frame.iter_rows(named=True):
        reasons = _reasons(judged, row) if judged.rules else (NO_PACK,)
        yield (
            row["ix"],
            Answer(
                verdict="denied" if reasons else "permitted",
                reasons=reasons,
                window=_window(row, judged) if not reasons else None,
                must_disclose=_must_disclose(judged, row["disclose"]),
                packs=versions,
            ),
        )


def _reasons(judged: Judged, row: Mapping[str, object]) -> tuple[Reason, ...]:
    found = []
    for index, rule in enumerate(judged.rules):
        word, bit = divmod(index, WORD)
        fired, unknown = row[f"fired_{word}"], row[f"unknown_{word}"]
        assert isinstance(fired, int)
        assert isinstance(unknown, int)
        if fired >> bit & 1:
            found.append(
                _reason(judged, rule, f"r{index}", row, is_unknown=bool(unknown >> bit & 1))
            )
    return tuple(sorted(found, key=_strictness))


def _strictness(reason: Reason) -> tuple[bool, float, int]:
    """Sort what never ends first, then what ends last, then by force."""
    ends = reason.until.timestamp() if reason.until else 0.0
    return reason.until is not None, -ends, FORCES.index(reason.force)


def _reason(
    judged: Judged, rule: Rule, name: str, row: Mapping[str, object], *, is_unknown: bool
) -> Reason:
    kind = rule.kind
    assert not isinstance(kind, Disclose), "a disclosure never objects"
    zones = judged.clock.zones
    until = row.get(f"{name}_until")
    if not isinstance(until, datetime):
        until = None
    elif isinstance(kind, FrequencyCap):
        until = _at_opening(until, zones, judged, row)
    if is_unknown:
        words = ("a fact that this rule needs is unknown", "该规则所需的事实未知")
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
        confidence=rule.confidence,
    )


def _at_opening(
    until: datetime, zones: tuple[str, ...], judged: Judged, row: Mapping[str, object]
) -> datetime:
    """Move the start of a day to the hour at which contact is allowed on it."""
    opening = MIDNIGHT
    for index, rule in enumerate(judged.rules):
        if isinstance(rule.kind, Hours) and row.get(f"r{index}_binds"):
            opening = max(opening, _opening_on(rule.kind, until, zones))
    if not zones or opening == MIDNIGHT:
        return until
    moved = []
    for zone in zones:
        local = until.astimezone(ZoneInfo(zone))
        moved.append(datetime.combine(local.date(), opening, ZoneInfo(zone)))
    return max(moved)


def _opening_on(hours: Hours, until: datetime, zones: tuple[str, ...]) -> time:
    weekday = until.astimezone(ZoneInfo(zones[0])).isoweekday() if zones else 0
    for day, opens, _closes in hours.weekly:
        if day == weekday:
            return opens
    return hours.opens


def _window(row: Mapping[str, object], judged: Judged) -> Window | None:
    start, end = row["window_from"], row["window_to"]
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    zone = ZoneInfo(judged.clock.zones[0]) if judged.clock.zones else ZoneInfo("UTC")
    return Window(start.astimezone(zone), end.astimezone(zone))


def _must_disclose(judged: Judged, bits: object) -> tuple[str, ...]:
    assert isinstance(bits, int)
    said: list[str] = []
    for index, rule in enumerate(judged.says):
        if bits >> index & 1 and isinstance(rule.kind, Disclose):
            said += [code for code in rule.kind.codes if code not in said]
    return tuple(said)
