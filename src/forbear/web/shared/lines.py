"""A reason of the gate as a line: the sentence, when it ends, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forbear.core.gate.answers import Reason
from forbear.core.law.saying.lists import FORCES
from forbear.web.shared import formats, reasons
from forbear.web.shared.language import in_language, is_chinese


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, spelled out: the sentence, when it ends, and where it is written."""

    code: str
    short: str
    text: str
    end: str
    end_short: str
    source: str
    rule: str
    because: str


def reason_line(reason: Reason, zone: ZoneInfo, *, now: datetime) -> ReasonLine:
    """Spell out one reason in the language of the page."""
    marks = [in_language(FORCES[reason.force])]
    if reason.is_presumption:
        marks.append(_("a presumption"))
    if reason.confidence not in {"primary", "house"}:
        marks.append(_("not yet read in its primary text"))
    return ReasonLine(
        code=reason.code,
        short=reasons.code_short(reason.code),
        text=reasons.code_sentence(reason.code),
        end=formats.end_moment(reason.until, zone, now=now),
        end_short=formats.end_moment_short(reason.until, zone, now=now),
        source=f"{_citation(reason)} · {', '.join(marks)}",
        rule=f"{reason.code} · {reason.rule_id}",
        because=_because(reason),
    )


def _citation(reason: Reason) -> str:
    """Return the source; a law is cited as it is called, a house rule in the page's language."""
    return reason.citation_zh if is_chinese() and reason.citation_zh else reason.citation


def _because(reason: Reason) -> str:
    """Return what a reason turns on, as a sentence; empty where it adds nothing."""
    if reason.code == "UNKNOWN_FACT":
        return ""
    said = reason.because_zh if is_chinese() else reason.because
    if not said:
        return ""
    stop = "。" if is_chinese() else "."
    return said[0].upper() + said[1:] + ("" if said.endswith((".", "。", "!", "?")) else stop)
