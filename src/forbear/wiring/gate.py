"""The gate, asked about every way to reach one account's cardholder at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.core.gate.answers import Answer


@dataclass(frozen=True, slots=True)
class ContactOption:
    """One contact point and channel, with the gate's answer."""

    contact_point_id: int
    channel: str
    purpose: str
    answer: Answer


def contact_options(account_id: int, *, at: datetime) -> list[ContactOption]:
    """Ask the gate about each open contact point of an account's cardholder, by each channel."""
    del account_id, at
    return []
