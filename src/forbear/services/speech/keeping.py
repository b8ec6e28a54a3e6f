"""Keeping a text with what the auditor found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.values import Facts, Message, Report, Turn
from forbear.core.speech.audit.verdict import verdict_of
from forbear.packs.speech.versions import model_hash, words_version
from forbear.store.models import Account, SpokenText, TextAudit, TextFinding
from forbear.store.selectors.offers import offer_facts


@dataclass(frozen=True, slots=True)
class Voice:
    """One turn as it is kept; times in milliseconds from the begin of the recording."""

    speaker: str
    text: str
    ours: bool
    start_ms: int | None = None
    end_ms: int | None = None


def facts_of(account: Account | None, *, on: date, today: date) -> Facts:
    """Return what is true of an account on the day ``on``.

    Sums and days are known of today only: of an earlier day a claim about them stays unverifiable.
    """
    if account is None:
        return Facts()
    facts: dict[str, Any] = {
        "currency": account.currency,
        "recipient": "cardholder",
        "collector_is": "creditor" if account.collector_kind == "creditor" else "agency",
        "jurisdiction": account.nation,
    }
    if on == today:
        oldest = account.oldest_unpaid_due_on
        facts |= {
            "balance_minor": account.balance_minor,
            "overdue_principal_minor": account.overdue_minor,
            "min_payment_minor": account.next_due_minor or None,
            "dpd": max((on - oldest).days, 0) if oldest else None,
            "due_date": account.next_due_on,
            "legal_status": account.litigation,
            "time_barred": account.time_barred,
            "disputed": account.dispute == "open",
            "offers": offer_facts(account.pk, on=on),
        }
    return Facts(**facts)


def message_of(text: SpokenText, facts: Facts) -> Message:
    """Return a kept text as the auditor reads it."""
    turns = tuple(
        Turn(turn["speaker"], turn["text"], number, turn["ours"])
        for number, turn in enumerate(text.turns)
    )
    return Message(text.language, text.channel, "collector", turns, facts)


def text_audit(text: SpokenText, facts: Facts, *, auditor: Auditor, at: datetime) -> TextAudit:
    """Read a kept text and keep what was found, with the words and weights that read it."""
    is_draft = text.source == "draft"
    report = auditor.audit(message_of(text, facts), is_ours_to_send=is_draft)
    if is_draft:
        report = without_sender(report)
    audit = TextAudit.objects.create(
        text=text,
        at=at,
        verdict=report.verdict,
        claims=[plain(asdict(claim)) for claim in report.claims],
        words_sha256=words_version(),
        model_sha256=model_hash(),
    )
    TextFinding.objects.bulk_create(
        [
            TextFinding(
                audit=audit,
                category=one.category,
                severity=one.severity,
                turn=one.span.turn or 0,
                start=one.span.start,
                end=one.span.end,
                because=one.because,
                by=one.by,
                confidence=one.confidence,
            )
            for one in report.findings
        ]
    )
    return audit


def without_sender(report: Report) -> Report:
    """Return what was found in a draft: it names nobody, for its sender is added when it leaves."""
    found = tuple(one for one in report.findings if one.category != "missing_identification")
    if len(found) == len(report.findings):
        return report
    return Report(verdict_of(found, report.claims), found, report.claims)


def plain(value: object) -> Any:
    """Return a value as JSON holds it, without what is not known.

    >>> plain({"dpd": 8, "apr": Decimal("0.21"), "offers": None})
    {'dpd': 8, 'apr': '0.21'}
    """
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
