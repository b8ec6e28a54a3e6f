"""What a period asks, as a sentence: how long, from what, and what may then be done."""

from __future__ import annotations

from forbear.core.law.periods.events import EVENTS, RECORDS
from forbear.core.law.periods.kinds import Kind, Limitation, Period, Retention
from forbear.core.law.periods.lengths import Length
from forbear.core.law.saying.joining import Said, listed, named, sentence

_UNITS = {
    "days": "天",
    "business_days": "个工作日",
    "weeks": "周",
    "months": "个月",
    "years": "年",
}


def period_said(kind: Kind) -> Said:
    """Say what a period asks."""
    if isinstance(kind, Period):
        return _period(kind)
    if isinstance(kind, Limitation):
        return _limitation(kind)
    if isinstance(kind, Retention):
        return _retention(kind)
    return sentence(
        (f"From {kind.opens} to {kind.closes}", f"自 {kind.opens} 至 {kind.closes}"),
    )


def _length(length: Length) -> Said:
    return (str(length), f"{length.count} {_UNITS[length.unit]}")


def _events(events: tuple[str, ...]) -> Said:
    return listed(named(events, EVENTS))


def _period(kind: Period) -> Said:
    length, event = _length(kind.length), _events(kind.starts_on)
    if kind.bound == "at_most":
        return sentence((f"At most {length[0]} from: {event[0]}", f"{event[1]}后最多 {length[1]}"))
    if kind.bound == "at_least":
        return sentence((f"At least {length[0]} from: {event[0]}", f"{event[1]}后至少 {length[1]}"))
    return sentence((f"{length[0]} from: {event[0]}", f"{event[1]}后 {length[1]}"))


def _limitation(kind: Limitation) -> Said:
    length, event = _length(kind.length), _events(kind.starts_on)
    after = (" the end of the year of", "当年年末") if kind.starts_at_year_end else ("", "")
    en = f"{length[0]} from{after[0]}: {event[0]}"
    zh = f"自{event[1]}{after[1]}起 {length[1]}"
    if kind.restarts_on:
        again = _events(kind.restarts_on)
        en, zh = f"{en}; begun anew by: {again[0]}", f"{zh}；重新起算：{again[1]}"
    if kind.long_stop_years is not None:
        en = f"{en}; never beyond {kind.long_stop_years} years"
        zh = f"{zh}；最长不超过 {kind.long_stop_years} 年"
    if kind.extinguishes:
        en, zh = f"{en}; then the debt itself ends", f"{zh}；届满后债务消灭"
    return sentence((en, zh))


def _retention(kind: Retention) -> Said:
    records = listed(named(kind.records, RECORDS))
    parts: list[Said] = []
    if kind.length is not None and kind.starts_on is not None:
        length, event = _length(kind.length), _events((kind.starts_on,))
        bound = ("at most ", "最多 ") if kind.bound == "at_most" else ("at least ", "至少 ")
        parts.append(
            (f"{bound[0]}{length[0]} from: {event[0]}", f"{event[1]}后{bound[1]}{length[1]}")
        )
    if kind.until is not None:
        until = _events((kind.until,))
        parts.append((f"not before: {until[0]}", f"不早于{until[1]}"))
    how = listed(parts, last=("and", "且"))
    return sentence((f"{records[0]}: {how[0]}", f"{records[1]}：{how[1]}"))
