"""How the conditions of texts are asked of the facts: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from forbear.core.speech.facts import MessageFacts

Holds = Callable[[MessageFacts], bool | None]

# Consumer Credit Act 1974 s.88(2): not less than fourteen days after service; so in Belgium (Law of
# 20 December 2002 art 6) and the Netherlands (BW 6:96(6)). National Credit Code s.88(2): thirty.
_REMEDY = timedelta(days=14)
_REMEDY_IN = {"AU": timedelta(days=30)}


def above(name: str) -> Holds:
    """Ask whether an amount is known and above zero."""
    return lambda facts: None if (got := getattr(facts, name)) is None else got > 0


def among(name: str, *words: object) -> Holds:
    """Ask whether a word is one of some."""
    return lambda facts: None if (got := getattr(facts, name)) is None else got in words


def from_today(name: str) -> Holds:
    """Ask whether a day is still ahead or is today."""

    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on >= facts.as_of

    return holds


def all_of(*asked: Holds) -> Holds:
    """Join questions: false if one is, not known if one is not known, else true."""

    def holds(facts: MessageFacts) -> bool | None:
        answers = [one(facts) for one in asked]
        if False in answers:
            return False
        return None if None in answers else True

    return holds


def offer_stands(*kinds: str) -> Holds:
    """Ask whether an offer of one of these kinds stands; of any kind if none is named."""

    def holds(facts: MessageFacts) -> bool | None:
        offer = facts.offer
        if offer is None or facts.as_of is None:
            return None
        is_open = offer.expires is None or offer.expires >= facts.as_of
        return is_open and (not kinds or offer.type in kinds)

    return holds


def not_ahead(name: str) -> Holds:
    """Ask whether a day is today or has passed."""

    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on <= facts.as_of

    return holds


def itemised(facts: MessageFacts) -> bool | None:
    """Ask whether the itemization adds up: it would be untrue in a way that nobody notices."""
    pieces = (
        facts.itemised_minor,
        facts.itemised_interest_minor,
        facts.itemised_fees_minor,
        facts.itemised_payments_minor,
        facts.itemised_credits_minor,
        facts.itemised_now_minor,
    )
    if None in pieces or facts.itemised_on is None or facts.as_of is None:
        return None
    then, interest, fees, payments, credits_, now = (piece or 0 for piece in pieces)
    return now == then + interest + fees - payments - credits_ and facts.itemised_on <= facts.as_of


def known(name: str) -> Holds:
    """Ask whether something is known at all: it is never false."""
    return lambda facts: True if getattr(facts, name) is not None else None


def remedy_ahead(facts: MessageFacts) -> bool | None:
    """Ask whether the days that the law gives to put things right are still ahead."""
    if facts.remedy_by is None or facts.as_of is None:
        return None
    nation = facts.places[0] if facts.places else ""
    return facts.remedy_by >= facts.as_of + _REMEDY_IN.get(nation, _REMEDY)


def report_ahead(facts: MessageFacts) -> bool | None:
    """Ask whether a default may be told of that is reported later: not what is disputed."""
    if facts.report_from is None or facts.as_of is None or facts.dispute is None:
        return None
    return facts.report_from > facts.as_of and facts.dispute != "open"


def plan_missed(facts: MessageFacts) -> bool | None:
    """Ask whether a payment of a plan is missing, whether or not the plan still stands."""
    if facts.plan_state in {"missed", "broken"} or facts.plan == "broken":
        return True
    return None if facts.plan is None else False


def past(name: str) -> Holds:
    """Ask whether a day has passed."""

    def holds(facts: MessageFacts) -> bool | None:
        on = getattr(facts, name)
        return None if on is None or facts.as_of is None else on < facts.as_of

    return holds
