"""The facts that a message may state, each with its type."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

SlotType = Literal["money", "date", "days", "name", "text", "phone", "url"]
Language = Literal["en", "zh-Hans"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What is true of one case at the moment of sending. ``None`` means not known.

    Money is in minor units of ``currency``. ``party`` is who will read or hear the message. The
    facts that end in ``_way``, and ``reason`` and ``legal_basis``, are whole sentences in the
    language of the message.
    """

    party: str
    issuer_name: str | None = None
    person_name: str | None = None
    currency: str | None = None
    card_last4: str | None = None
    overdue_minor: int | None = None
    minimum_minor: int | None = None
    balance_minor: int | None = None
    oldest_due_on: date | None = None
    due_on: date | None = None
    as_of: date | None = None
    dpd: int | None = None
    pay_way: str | None = None
    reach_way: str | None = None
    query_way: str | None = None
    opt_out_way: str | None = None
    dispute_way: str | None = None
    reason: str | None = None
    legal_basis: str | None = None
    reference: str | None = None
    # by which anyone can ask whether the message is genuine
    message_code: str | None = None
    # who speaks: creditor, agency or buyer; the last two by their own name, never the creditor's
    collector_kind: str | None = None
    collector_name: str | None = None
    caller_name: str | None = None
    # a business name that says nothing of debts
    neutral_name: str | None = None
    reach_phone: str | None = None
    check_url: str | None = None
    visit_on: date | None = None
    visitor_names: str | None = None
    # a debit that is announced: how much, when, under which mandate, from an account ending in
    debit_minor: int | None = None
    debit_on: date | None = None
    mandate_reference: str | None = None
    debit_account: str | None = None
    creditor_name: str | None = None
    creditor_id: str | None = None


SLOTS: dict[str, SlotType] = {
    "issuer_name": "name",
    "person_name": "name",
    "card_last4": "text",
    "overdue": "money",
    "minimum": "money",
    "balance": "money",
    "oldest_due_on": "date",
    "due_on": "date",
    "as_of": "date",
    "dpd": "days",
    "pay_way": "text",
    "reach_way": "text",
    "query_way": "text",
    "opt_out_way": "text",
    "dispute_way": "text",
    "reason": "text",
    "legal_basis": "text",
    "reference": "text",
    "message_code": "text",
    "sender": "name",
    "collector_name": "name",
    "caller_name": "name",
    "neutral_name": "name",
    "reach_phone": "phone",
    "check_url": "url",
    "visit_on": "date",
    "visitor_names": "text",
    "debit": "money",
    "debit_on": "date",
    "mandate_reference": "text",
    "debit_account": "text",
    "creditor_name": "name",
    "creditor_id": "text",
}
# A slot that tells its reader that there is a debt.
DEBT_SLOTS = frozenset(
    {
        "card_last4",
        "overdue",
        "minimum",
        "balance",
        "oldest_due_on",
        "due_on",
        "dpd",
        "pay_way",
        "dispute_way",
        "reason",
        "legal_basis",
        "debit",
        "debit_on",
        "mandate_reference",
        "debit_account",
    }
)


def fact_name(slot: str) -> str:
    """Return the field of MessageFacts that fills ``slot``."""
    return f"{slot}_minor" if SLOTS[slot] == "money" else slot


_FIELDS = {field.name for field in fields(MessageFacts)}
# not a fact of its own: made of collector_kind, collector_name and issuer_name
SENDER = "sender"
assert all(fact_name(slot) in _FIELDS for slot in SLOTS if slot != SENDER)
