"""How many texts the law allows: the contact caps of the packs, as caps on the texts of a case.

Only what is said matters here, so a cap that counts talks alone counts every text of a talk. What
cannot be known of a text, such as a consent to more calls, is not asked: a person judges.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from forbear.core.law.book import RuleBook
from forbear.core.law.kinds.cap import FrequencyCap
from forbear.core.law.rules import Rule
from forbear.core.speech.audit.values import CHANNELS
from forbear.core.speech.case_texts import Cap
from forbear.core.tables.candidates import CANDIDATES

_TALK = ("conversation",)


def law_caps(book: RuleBook, *, place: str, on: date, collector: str | None) -> tuple[Cap, ...]:
    """Return the caps in force on a day at a place, such as ``CN`` or ``US-NY``.

    ``collector`` is ``creditor`` or ``agency``; a rule that binds only one of them is left out
    where it is not known. Caps of a single number or address are left out: texts do not name it.
    """
    nation = place.split("-", maxsplit=1)[0]
    # one text stands in several sources: it is one cap, with all of them
    cites: dict[Cap, list[str]] = defaultdict(list)
    for rule in book.in_force(nation, on, on):
        if rule.is_law_of(place):
            for cap in _caps_of(rule, collector):
                cites[cap].append(rule.citation)
    caps = [replace(cap, cite="; ".join(dict.fromkeys(named))) for cap, named in cites.items()]
    return tuple(sorted(caps, key=lambda cap: (cap.channels, cap.period, cap.days, cap.most)))


def _caps_of(rule: Rule, collector: str | None) -> list[Cap]:
    kind = rule.kind
    # a wait after an event is a cap too, but of one, and of talks that went otherwise
    if type(kind) is not FrequencyCap:
        return []
    counted = kind.counted
    if counted.per == "point" or counted.period == "ever" or "out" not in counted.directions:
        return []
    # what was said was said to someone: attempts that reached nobody are not among the texts
    if "conversation" not in (counted.outcomes or _TALK) or "conversation" in counted.not_outcomes:
        return []
    channels = tuple(
        channel
        for channel in CHANNELS
        if channel in counted.channels and _applies(rule, channel, collector)
    )
    if not channels:
        return []
    period = counted.period or "days"
    return [Cap(kind.max, counted.days or 1, channels=channels, period=period)]


def _applies(rule: Rule, channel: str, collector: str | None) -> bool:
    """Whether a rule binds an ordinary text to the cardholder: where that is unknown, no."""
    known: dict[str, object] = {
        "channel": channel,
        "direction": "out",
        "purpose": "collect",
        "party": "cardholder",
        "collector_kind": collector,
    }
    answer = CANDIDATES.frame([known]).select(rule.applies.alias("it"))
    return answer["it"].item() is True
