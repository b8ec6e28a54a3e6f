"""Messages for tests: what one collector says in a call, with facts of which nothing is begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from forbear.core.speech.audit.values import Facts, Message, Turn

EN = Facts(
    balance_minor=87340,
    currency="USD",
    overdue_principal_minor=15721,
    late_fee_minor=2900,
    interest_minor=1834,
    dpd=38,
    legal_status="none",
    credit_reported=False,
    offers=(),
    visit_scheduled=False,
    recipient="cardholder",
    collector_is="creditor",
    time_local=datetime(2026, 3, 12, 10, 15),  # noqa: DTZ001 - the contract's local time
)
ZH = replace(
    EN,
    balance_minor=873400,
    currency="CNY",
    overdue_principal_minor=157210,
    late_fee_minor=29000,
    interest_minor=18340,
)


def said(
    text: str,
    language: str = "en",
    *,
    channel: str = "call",
    role: str = "collector",
    speaker: str = "collector",
    **facts: object,
) -> Message:
    """One turn of a call."""
    base = EN if language == "en" else ZH
    turn = Turn(speaker, text, 0, speaker.startswith("collector"))
    return Message(language, channel, role, (turn,), replace(base, **facts))  # type: ignore[arg-type]
