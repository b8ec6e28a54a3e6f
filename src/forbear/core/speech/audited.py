"""A written message as the auditor reads it, with the facts by which it judges."""

from __future__ import annotations

from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.values import Facts, Finding, Message, Offer, Turn
from forbear.core.speech.facts import Language, MessageFacts
from forbear.core.speech.render import Text

_READERS = {
    "cardholder": "cardholder",
    "guarantor": "guarantor",
    "employer": "employer",
    "spouse": "family",
    "parent": "family",
    "family": "family",
}
# These speak or act for the cardholder, or owe with them.
_AS_CARDHOLDER = {"guardian", "representative", "attorney", "joint_debtor", "heir"}


def _offers(facts: MessageFacts) -> tuple[Offer, ...]:
    """Return what stands: an offer, and the payment that an agreed plan asks for next."""
    standing = () if facts.offer is None else (facts.offer,)
    if facts.instalment_minor is None:
        return standing
    return (*standing, Offer("installment", monthly_minor=facts.instalment_minor))


def _first(*known: int | None) -> int | None:
    return next((one for one in known if one is not None), None)


def audit_facts(facts: MessageFacts) -> Facts:
    """Return what the auditor may know of the case."""
    recipient = "cardholder" if facts.party in _AS_CARDHOLDER else _READERS.get(facts.party)
    return Facts(
        balance_minor=facts.balance_minor,
        currency=facts.currency,
        overdue_principal_minor=facts.overdue_minor,
        interest_minor=facts.itemised_interest_minor,
        late_fee_minor=_first(
            facts.default_sum_minor, facts.collection_cost_minor, facts.itemised_fees_minor
        ),
        min_payment_minor=facts.minimum_minor,
        dpd=facts.dpd,
        legal_status=facts.legal_status,
        credit_reported=None if facts.credit_reported_since is None else True,
        offers=_offers(facts),
        visit_scheduled=facts.visit_on is not None,
        visit_date=facts.visit_on,
        recipient=recipient or "unknown",
        collector_is="agency" if facts.collector_kind == "agency" else "creditor",
        agency_name=facts.collector_name if facts.collector_kind == "agency" else None,
        jurisdiction=facts.places[0] if facts.places else None,
        due_date=facts.due_on,
        case_ref=facts.reference,
        deadline=facts.validation_until or facts.remedy_by,
        time_barred=facts.time_barred,
        earlier_balance_minor=facts.itemised_minor,
        disputed=None if facts.dispute is None else facts.dispute == "open",
    )


def blocked_by(
    auditor: Auditor, text: Text, facts: MessageFacts, language: Language
) -> Finding | None:
    """Return the gravest finding for which a written text may not be sent, or ``None``."""
    whole = whole_text(text)
    message = Message(
        language="en" if language == "en" else "zh",
        channel=text.channel if text.channel in {"sms", "email", "letter"} else "chat",
        role="system",
        turns=(Turn("collector", whole),),
        facts=audit_facts(facts),
    )
    return next(iter(auditor.grave(message)), None)


def whole_text(text: Text) -> str:
    """Return all that a reader sees of a text."""
    lines = (f"{line.label}: {line.value}" for line in text.facts)
    pieces = (text.subject, text.text, *lines, *text.rights, *text.closing, *text.tear_off)
    return "\n".join(piece for piece in pieces if piece)
