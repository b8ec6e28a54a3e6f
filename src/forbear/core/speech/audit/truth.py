"""What the facts say to the questions that rules ask. ``None``: it is not known."""

from __future__ import annotations

import re
from collections.abc import Callable

from forbear.core.speech.audit.values import Facts, Message

# Who has no right to know of the debt.
STRANGERS = frozenset({"family", "employer", "unknown"})
_HEARERS = frozenset({"family", "employer", "unknown_party"})


def _below(facts: Facts, *statuses: str) -> bool | None:
    return None if facts.legal_status is None else facts.legal_status in statuses


def _offers(facts: Facts, *kinds: str) -> bool | None:
    """Whether none of the kinds is offered."""
    if facts.offers is None:
        return None
    return not any(offer.type in kinds for offer in facts.offers)


def speaks_to_stranger(message: Message) -> bool:
    """Whether the text goes to, or is heard by, someone with no right to know of the debt."""
    if message.facts.recipient in STRANGERS:
        return not any(turn.speaker == "cardholder" for turn in message.turns)
    if message.facts.recipient == "guarantor":
        return False
    speakers = {turn.speaker for turn in message.turns}
    return bool(speakers & _HEARERS) and "cardholder" not in speakers


def _bad_visit(facts: Facts) -> bool | None:
    return None if facts.visit_scheduled is None else not facts.visit_scheduled


_SUFFIX = re.compile(
    (
        r"[ ,]*(?:\b(?:llc|inc|ltd|limited|plc|llp|corp|co|company|group|agency)\b\.?|有限责任公司|"
        r"股份有限公司|有限公司|公司|管理|咨询|服务)+$"
    ),
    re.IGNORECASE,
)


def _agency_unnamed(message: Message) -> bool | None:
    """Whether an agency speaks and does not say so by name."""
    if message.facts.collector_is is None:
        return None
    if message.facts.collector_is != "agency":
        return False
    name = (message.facts.agency_name or "").lower()
    short = _SUFFIX.sub("", name)
    texts = [turn.text.lower() for turn in message.turns if turn.is_ours]
    return not (short and any(short in text for text in texts))


_QUESTIONS: dict[str, Callable[[Message], bool | None]] = {
    "no_case": lambda m: _below(m.facts, "none"),
    "no_suit": lambda m: _below(m.facts, "none", "pre_legal"),
    "no_judgment": lambda m: _below(m.facts, "none", "pre_legal", "suit_filed"),
    "suit": lambda m: _below(m.facts, "suit_filed", "judgment"),
    "no_visit": lambda m: _bad_visit(m.facts),
    "not_reported": lambda m: (
        None if m.facts.credit_reported is None else not m.facts.credit_reported
    ),
    "reported": lambda m: m.facts.credit_reported,
    "no_waiver": lambda m: _offers(m.facts, "fee_waiver"),
    "no_discount": lambda m: _offers(m.facts, "settlement", "fee_waiver"),
    "no_settlement": lambda m: _offers(m.facts, "settlement"),
    "no_installment": lambda m: _offers(m.facts, "installment"),
    "no_pause": lambda m: _offers(m.facts, "payment_pause"),
    "no_rate": lambda m: _offers(m.facts, "rate_reduction", "fee_waiver", "settlement"),
    "time_barred": lambda m: m.facts.time_barred,
    "not_barred": lambda m: not m.facts.time_barred,
    "no_deadline": lambda m: (
        None
        if m.facts.offers is None
        else m.facts.deadline is None and not any(offer.expires for offer in m.facts.offers)
    ),
    "no_offer": lambda m: None if m.facts.offers is None else not m.facts.offers,
    "agency_unnamed": _agency_unnamed,
    "agency": lambda m: None if m.facts.collector_is is None else m.facts.collector_is == "agency",
    "to_stranger": speaks_to_stranger,
    "to_relative": lambda m: (
        m.facts.recipient == "family" or any(t.speaker == "family" for t in m.turns)
    ),
    "to_cardholder": lambda m: not speaks_to_stranger(m),
    "spoken": lambda m: m.channel in ("call", "chat"),
    "not_legal_team": lambda m: m.role != "litigation_team",
    "cn": lambda m: m.facts.jurisdiction in (None, "CN"),
}


def known_questions() -> frozenset[str]:
    """Return the names that a rule's ``if`` may use."""
    return frozenset(_QUESTIONS)


class Truth:
    """The answers for one message, each worked out once."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._known: dict[str, bool | None] = {}

    def all_of(self, names: tuple[str, ...]) -> bool | None:
        """Whether all hold; ``None`` if none fails and one is not known."""
        result: bool | None = True
        for name in names:
            if name not in self._known:
                self._known[name] = _QUESTIONS[name](self._message)
            answer = self._known[name]
            if answer is False:
                return False
            if answer is None:
                result = None
        return result
