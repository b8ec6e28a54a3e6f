"""What the auditor is given and what it answers, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

CATEGORIES = (
    "threat_of_violence_or_arrest",
    "false_legal_status",
    "exaggerated_amount_or_fee",
    "false_urgency",
    "impersonation",
    "third_party_disclosure",
    "harassment_or_insult",
    "false_promise",
    "credit_record_misstatement",
    "off_channel_or_personal_payment",
    "obfuscated_text",
    "missing_identification",
    "pressure_on_relatives",
    "misuse_of_personal_data",
    "time_barred_threat",
    "fake_visit_claim",
    "privacy_leak_in_message",
    "refusal_of_dispute_right",
)
LANGUAGES = ("en", "zh")
CHANNELS = ("sms", "email", "letter", "call", "chat")
WRITTEN = frozenset({"sms", "email", "letter"})
ROLES = (
    "collector",
    "supervisor",
    "system",
    "field_agent",
    "litigation_team",
    "customer_service",
    "trainer",
    "cardholder",
)
LEGAL_STATUSES = ("none", "pre_legal", "suit_filed", "judgment")
RECIPIENTS = ("cardholder", "family", "employer", "guarantor", "unknown")
OFFER_TYPES = ("fee_waiver", "settlement", "installment", "payment_pause", "rate_reduction")


@dataclass(frozen=True, slots=True)
class Offer:
    """One standing offer to the cardholder; sums in minor units, rates per year."""

    type: str
    amount_minor: int | None = None
    months: int | None = None
    monthly_minor: int | None = None
    apr: Decimal | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the account. ``None`` means that it is not known."""

    balance_minor: int | None = None
    currency: str | None = None
    overdue_principal_minor: int | None = None
    late_fee_minor: int | None = None
    interest_minor: int | None = None
    min_payment_minor: int | None = None
    dpd: int | None = None
    legal_status: str | None = None
    credit_reported: bool | None = None
    credit_reported_since: str | None = None
    offers: tuple[Offer, ...] | None = None
    visit_scheduled: bool | None = None
    visit_date: date | None = None
    recipient: str | None = None
    collector_is: str | None = None
    agency_name: str | None = None
    time_local: datetime | None = None
    jurisdiction: str | None = None
    due_date: date | None = None
    apr: Decimal | None = None
    daily_rate: Decimal | None = None
    case_ref: str | None = None
    deadline: date | None = None
    time_barred: bool | None = None
    disputed: bool | None = None
    # the balance on an earlier day that the text names beside today's, as an itemization does
    earlier_balance_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says. ``index`` is ``None`` where the text has no turns."""

    speaker: str
    text: str
    index: int | None = None
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be read, with who says it, through which channel, and what is true."""

    language: str
    channel: str
    role: str
    turns: tuple[Turn, ...]
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` (exclusive) of a turn's original text."""

    start: int
    end: int
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be said. ``confidence`` is in thousandths."""

    category: str
    severity: str
    span: Span
    because: str
    by: str = "rule"
    confidence: int = 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the text states of the account, and whether the facts bear it out."""

    kind: str
    role: str
    span: Span
    verdict: str
    value_minor: int | None = None
    currency: str | None = None
    rate: Decimal | None = None
    period: str | None = None
    date: date | None = None
    count: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer for one text: ``clean``, ``review`` or ``blocked``, and why."""

    verdict: str
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]


Because = Mapping[str, Mapping[str, str]]
