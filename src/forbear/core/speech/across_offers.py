"""Offers across the texts of a case: those that contradict one another, and those taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forbear.core.speech.audit.values import Claim, Offer
from forbear.core.speech.case_texts import CaseFinding, CaseText, ours
from forbear.core.speech.said_who import denies_offers

_OFFERED = frozenset({"offer", "waiver", "installment"})


@dataclass(frozen=True, slots=True)
class _Stated:
    text: CaseText
    claim: Claim
    until: date | None


def offers_across(texts: Sequence[CaseText]) -> Iterator[CaseFinding]:
    """Offers that contradict one another, and offers that are gone before their end."""
    stated = [
        _Stated(text, claim, _until(claim, text.message.facts.offers))
        for text in texts
        for claim in text.report.claims
        if claim.role in _OFFERED and claim.verdict != "not_asserted"
    ]
    yield from _differing(stated)
    for one in stated:
        later = [text for text in texts if _is_while_it_stands(one, text)]
        denied = [
            text.key
            for text in later
            if any(denies_offers(turn.text, text.message.language) for turn in ours(text))
        ]
        gone = [text.key for text in later if _lacks(text.message.facts.offers, one)]
        values = (("text", one.text.key),)
        if denied:
            keys = (one.text.key, *denied)
            yield CaseFinding("contradictory_offers", "high", "denied", keys, values)
        if gone:
            keys = (one.text.key, *gone)
            yield CaseFinding("contradictory_offers", "medium", "gone", keys, values)


def _differing(stated: Sequence[_Stated]) -> Iterator[CaseFinding]:
    """Two texts that state no figure of an offer in common, and not both are true."""
    by_text: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for one in stated:
        by_text[one.claim.role, one.claim.kind][one.text.key].append(one.claim)
    for (role, kind), texts in by_text.items():
        said: dict[tuple[frozenset[object], frozenset[str]], list[str]] = defaultdict(list)
        for key, claims in texts.items():
            verdicts = frozenset(claim.verdict for claim in claims) - {"consistent"}
            said[frozenset(map(_value, claims)), verdicts].append(key)
        keys: list[str] = []
        untrue: set[str] = set()
        for (values, verdicts), named in said.items():
            for other, others in said:
                if not values & other and (verdicts or others):
                    keys += named
                    untrue |= verdicts | others
        if keys:
            severity = "high" if "contradicted" in untrue else "medium"
            what = (("kind", kind),)
            yield CaseFinding("contradictory_offers", severity, f"differ_{role}", tuple(keys), what)


def _value(claim: Claim) -> tuple[object, ...]:
    return claim.value_minor, claim.currency, claim.rate, claim.period, claim.count


def _until(claim: Claim, offers: tuple[Offer, ...] | None) -> date | None:
    """Return the last day of the offer that a claim states; ``None`` if it has none."""
    ends = [offer.expires for offer in offers or () if offer.expires and _states(claim, offer)]
    return max(ends, default=None)


def _states(claim: Claim, offer: Offer) -> bool:
    sums = {offer.amount_minor, offer.monthly_minor} - {None}
    return claim.value_minor in sums or (claim.rate is not None and claim.rate == offer.apr)


def _is_while_it_stands(one: _Stated, text: CaseText) -> bool:
    """Whether a text came after an offer was stated and before its end (at any time if none)."""
    if text.at is None or one.text.at is None or text.at <= one.text.at:
        return False
    return one.until is None or text.at.date() <= one.until


def _lacks(offers: tuple[Offer, ...] | None, one: _Stated) -> bool:
    """Whether an offer with an end is not among those that stand, though it should."""
    if offers is None or one.until is None:
        return False
    return not any(_states(one.claim, offer) for offer in offers)
