"""The gate's answer to a case in words: verdict, reasons, window, and what must be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from forbear.core.gate.answers import Answer, Reason
from forbear.web.compliance.form.labels import LABELS
from forbear.web.compliance.prefill import PATHS
from forbear.web.compliance.shelf import Line, line_of
from forbear.web.shared import formats, words
from forbear.web.shared.lines import ReasonLine, reason_line

_FACTS = re.compile(r"unknown: (.+); the rule needs it")
_FACT_NAMES: Mapping[str, object] = {
    **{column: LABELS[path] for column, path in PATHS.items()},
    "time_zones": LABELS["zones"],
    "is_verified": LABELS["contact_point.verified"],
    "is_connected_to_other": LABELS["contact_point.connected_to_other"],
    "collector_authorised": LABELS["collector.authorised"],
    "collector_licensed": LABELS["collector.licensed"],
    "overdue_minor": LABELS["account.overdue_minor"],
    "balance_minor": LABELS["account.balance_minor"],
    "currency": LABELS["account.currency"],
    "attorney_responded": LABELS["person.attorney.responded"],
    "attorney_consents": LABELS["person.attorney.consents"],
    "collection_started_on": LABELS["account.collection_started_on"],
}


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """One reason with the line of its rule, if the book has it, and the facts that are unknown."""

    line: ReasonLine
    rule: Line | None
    rule_id: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, ready to be read. Times are those of the first zone, which ``clock`` names."""

    is_permitted: bool
    moment: str
    clock: str
    window: tuple[str, str] | None
    window_day: str
    reasons: tuple[ReasonShown, ...]
    must_say: tuple[str, ...]
    packs: tuple[tuple[str, str], ...]


def shown(answer: Answer, zones: tuple[str, ...], *, at: datetime) -> Shown:
    """Return an answer in the language of the page, on the cardholder's clock."""
    zone = ZoneInfo(zones[0]) if zones else ZoneInfo("UTC")
    local = at.astimezone(zone)
    window = answer.window
    return Shown(
        is_permitted=answer.is_permitted,
        moment=f"{formats.day(local.date())} {local:%H:%M}",
        clock=formats.place_of(zone) if zones else "UTC",
        window=(_edge(window.start, zone, at=at), _edge(window.end, zone, at=at))
        if window
        else None,
        window_day=formats.day_short(window.start.astimezone(zone).date()) if window else "",
        reasons=tuple(_reason(reason, zone, at=at) for reason in answer.reasons),
        must_say=tuple(str(words.DISCLOSURE.get(code, code)) for code in answer.must_disclose),
        packs=tuple(sorted(answer.packs.items())),
    )


def _edge(moment: datetime, zone: ZoneInfo, *, at: datetime) -> str:
    """Write an edge of the window; the end of the day as 24:00."""
    local = moment.astimezone(zone)
    is_next_day = local.date() > at.astimezone(zone).date()
    return "24:00" if is_next_day and f"{local:%H:%M}" == "00:00" else f"{local:%H:%M}"


def _reason(reason: Reason, zone: ZoneInfo, *, at: datetime) -> ReasonShown:
    found = _FACTS.fullmatch(reason.because)
    names = [str(_FACT_NAMES.get(fact, fact)) for fact in found[1].split(", ")] if found else []
    held = line_of(reason.rule_id)
    return ReasonShown(
        line=reason_line(reason, zone, now=at),
        rule=held[-1] if held else None,
        rule_id=reason.rule_id,
        unknown=str(_(", ")).join(names),
    )
