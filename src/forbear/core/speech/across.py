"""What only shows across the texts of one case: masks, broken words, choirs and floods.

Each text was read by the auditor alone. Here they are laid side by side. Every finding rests on
texts that are there: an innocent text more never takes one away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from forbear.core.speech.across_offers import offers_across
from forbear.core.speech.audit.values import Finding, Turn
from forbear.core.speech.case_texts import Cap, CaseFinding, CaseText, ours
from forbear.core.speech.said_who import (
    FOREIGN,
    SaidWho,
    does_favours,
    is_neutral_office,
    said_who,
)

KINDS = (
    "persona_play",
    "contradictory_offers",
    "same_threat_by_several",
    "harassment_by_volume",
    "unregistered_identity",
)
THREATS = frozenset(
    {
        "threat_of_violence_or_arrest",
        "false_legal_status",
        "third_party_disclosure",
        "pressure_on_relatives",
        "fake_visit_claim",
        "time_barred_threat",
        "credit_record_misstatement",
        "misuse_of_personal_data",
    }
)
_CHOIR = 3
_PERIODS = ("day", "week", "month")


def across(texts: Iterable[CaseText], *, caps: Sequence[Cap] = ()) -> tuple[CaseFinding, ...]:
    """Return what shows across the texts of one case, in a fixed order.

    Texts of equal times may come in any order. A text of unknown time counts for everything but
    volume and what came after what.
    """
    ordered = sorted(texts, key=_order)
    places = {text.key: number for number, text in enumerate(ordered)}
    found = [
        *_personas(ordered),
        *_good_and_bad(ordered),
        *offers_across(ordered),
        *_choirs(ordered),
        *_floods(ordered, caps),
        *_strangers(ordered),
    ]
    return tuple(
        CaseFinding(
            one.category,
            one.severity,
            one.key,
            tuple(sorted(set(one.texts), key=places.__getitem__)),
            one.values,
        )
        for one in sorted(found, key=lambda one: (KINDS.index(one.category), one.key, one.values))
    )


def _order(text: CaseText) -> tuple[bool, str, str]:
    return text.at is None, text.at.isoformat() if text.at else "", text.key


def _who(text: CaseText, turn: Turn) -> str:
    """Return who really speaks: a second voice of a call is another person."""
    one = text.collector or text.sender or ""
    voice = turn.speaker.partition("_")[2]
    if voice.isdigit():
        return f"{one or text.key}#{voice}"
    return one or text.message.role


def _personas(texts: Sequence[CaseText]) -> Iterator[CaseFinding]:
    """One person under several names, or in several offices."""
    said: dict[str, list[tuple[str, SaidWho]]] = defaultdict(list)
    # a shared line has many people behind it: only a person can wear two names
    lines: set[str] = set()
    for text in texts:
        if text.collector is None and text.sender is None:
            continue
        for turn in ours(text):
            who = said_who(turn.text, text.message.language, firm=text.message.facts.agency_name)
            own_names = who.names if text.collector else frozenset[str]()
            if own_names or who.offices:
                said[_who(text, turn)].append((text.key, SaidWho(own_names, who.offices)))
            if text.collector is None:
                lines.add(_who(text, turn))
    for one, rows in said.items():
        names = _apart({name for _, who in rows for name in who.names})
        if names:
            named = tuple(key for key, who in rows if who.names)
            values = (("names", ", ".join(names)), ("who", one))
            yield CaseFinding("persona_play", "high", "names", named, values)
        offices = {office for _, who in rows for office in who.offices}
        if len(offices) > 1 and (one not in lines or offices & FOREIGN):
            grave = offices - {"collector", "manager"}
            values = (("offices", ", ".join(sorted(offices))), ("who", one))
            held = tuple(key for key, who in rows if who.offices)
            yield CaseFinding(
                "persona_play", "high" if grave else "medium", "offices", held, values
            )


def _apart(names: set[str]) -> list[str]:
    """Return the names that cannot be one person's: Reed may be Sam Reed, but not Ann Cole."""
    return sorted(name for name in names if any(not _may_be_one(name, other) for other in names))


def _may_be_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return set(short.split()) <= set(long.split()) or (len(short) == 1 and long.startswith(short))


def _good_and_bad(texts: Sequence[CaseText]) -> Iterator[CaseFinding]:
    """Someone threatens, someone plays the friend, someone plays the neutral office."""
    bad = {text.key for text in texts if any(True for _ in _threats(text))}
    good, neutral = set[str](), set[str]()
    for text in texts:
        for turn in ours(text):
            if does_favours(turn.text, text.message.language):
                good.add(text.key)
            if is_neutral_office(turn.text, text.message.language):
                neutral.add(text.key)
    if bad and good:
        severity = "high" if neutral else "medium"
        yield CaseFinding("persona_play", severity, "good_and_bad", (*bad, *good, *neutral))


def _threats(text: CaseText) -> Iterator[tuple[Finding, str]]:
    turns = {turn.index: turn for turn in text.message.turns}
    for finding in text.report.findings:
        if finding.category in THREATS and finding.severity != "low":
            turn = turns.get(finding.span.turn) or text.message.turns[0]
            yield finding, _who(text, turn)


def _choirs(texts: Sequence[CaseText]) -> Iterator[CaseFinding]:
    """The same threat by several people."""
    by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for text in texts:
        for finding, who in _threats(text):
            by_kind[finding.category].append((text.key, who))
    for category, rows in by_kind.items():
        people = sorted({who for _, who in rows})
        if len(people) > 1:
            severity = "high" if len(people) >= _CHOIR else "medium"
            keys = tuple(key for key, _ in rows)
            values = (("category", category), ("people", str(len(people))))
            yield CaseFinding("same_threat_by_several", severity, "threat", keys, values)


def _floods(texts: Sequence[CaseText], caps: Sequence[Cap]) -> Iterator[CaseFinding]:
    """More texts in some days than the law allows."""
    for cap in sorted(set(caps), key=_cap_order):
        counted = [
            (text.at, text.key)
            for text in texts
            if text.at is not None
            and cap.counts(text.message.channel)
            and any(True for _ in ours(text))
        ]
        over: set[str] = set()
        most, first = 0, 0
        for last, (at, _key) in enumerate(counted):
            while not cap.holds_both(counted[first][0], at):
                first += 1
            within = counted[first : last + 1]
            if len(within) > cap.most:
                over |= {key for _, key in within}
                most = max(most, len(within))
        if over:
            key = f"cap_{cap.period}" if cap.period in _PERIODS else "cap"
            values = _flood_values(cap, most)
            yield CaseFinding("harassment_by_volume", "high", key, tuple(over), values)


def _cap_order(cap: Cap) -> tuple[str, tuple[str, ...], str, int, int, str]:
    return cap.channel or "", cap.channels, cap.period, cap.days, cap.most, cap.cite


def _flood_values(cap: Cap, count: int) -> tuple[tuple[str, str], ...]:
    named: Mapping[str, str] = {
        "channel": cap.channel or ", ".join(cap.channels),
        "cite": f" ({cap.cite})" if cap.cite else "",
        "count": str(count),
        "days": str(cap.days),
        "most": str(cap.most),
    }
    return tuple(named.items())


def _strangers(texts: Sequence[CaseText]) -> Iterator[CaseFinding]:
    """Texts from a number, an address or a name that is not registered as ours."""
    by_sender: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if text.is_registered is False:
            by_sender[text.sender or ""].append(text.key)
    for sender, keys in by_sender.items():
        values = (("sender", sender or "?"),)
        yield CaseFinding("unregistered_identity", "high", "sender", tuple(keys), values)
