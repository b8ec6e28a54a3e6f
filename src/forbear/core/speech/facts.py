"""The facts that a message may state, each with its type."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, get_args

from forbear.core.speech.audit.values import Offer

SlotType = Literal[
    "money", "date", "days", "name", "text", "long", "phone", "url", "identity", "stage", "offer"
]
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
    # the same in few words, for a text message; without them it uses the long ones
    pay_way_short: str | None = None
    reach_way_short: str | None = None
    opt_out_way_short: str | None = None
    dispute_way_short: str | None = None
    reason: str | None = None
    legal_basis: str | None = None
    reference: str | None = None
    # by which anyone can ask whether the message is genuine
    message_code: str | None = None
    # the recipient's own page of wishes: to stop, or to say how they would rather be reached
    preferences_url: str | None = None
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
    # where the case stands: places from the nation to the city, and the words of the case's columns
    places: tuple[str, ...] | None = None
    stage: str | None = None
    status: str | None = None
    legal_status: str | None = None
    time_barred: bool | None = None
    dispute: str | None = None
    plan: str | None = None
    # where an agreed plan stands by its payments, and the next of them that is not met
    plan_state: str | None = None
    instalment_minor: int | None = None
    instalment_on: date | None = None
    # the day on which the bank last failed to pay a debit
    debit_failed_on: date | None = None
    hardship_until: date | None = None
    missed_statements: int | None = None
    credit_reported_since: date | None = None
    collector_authorised: bool | None = None
    # whether the reader asked for no more messages by this channel
    opted_out: bool | None = None
    # the latest promise and where it stands; the latest payment, and the latest that came back
    promise_minor: int | None = None
    promise_on: date | None = None
    promise_state: str | None = None
    payment_minor: int | None = None
    payment_on: date | None = None
    returned_minor: int | None = None
    returned_on: date | None = None
    # all that was paid since the oldest due that is not met
    repaid_minor: int | None = None
    # the standing offer, recorded with its end
    offer: Offer | None = None
    offer_until: date | None = None
    # an offer that waits for a signature: where it is signed and until when, by when a settlement
    # is paid, how many days a plan's payment may be late, what becomes of interest (a sentence),
    # what a waiver comes to (a sentence), and the last day of a pause or of lower interest
    sign_url: str | None = None
    sign_until: date | None = None
    agreed_pay_by: date | None = None
    agreed_grace: int | None = None
    agreed_interest: str | None = None
    agreed_terms: str | None = None
    agreed_until: date | None = None
    # under which reference another person may pay, and where they are shown how
    payer_reference: str | None = None
    pay_url: str | None = None
    # what was owed on the itemization date, and how it changed to what is owed now
    itemised_on: date | None = None
    itemised_minor: int | None = None
    itemised_interest_minor: int | None = None
    itemised_fees_minor: int | None = None
    itemised_payments_minor: int | None = None
    itemised_credits_minor: int | None = None
    itemised_now_minor: int | None = None
    validation_until: date | None = None
    # the earliest day by which a default notice may ask for the remedy
    remedy_by: date | None = None
    # what the law lets be charged for collecting once that day has passed without a payment
    collection_cost_minor: int | None = None
    # the earliest day on which a default may be reported, if it is told of today
    report_from: date | None = None
    # a fee for being late, and its day; the day on which the debt was sold
    default_sum_minor: int | None = None
    default_sum_on: date | None = None
    transferred_on: date | None = None
    # who takes grievances, and to which authority one can complain: whole sentences
    grievance_way: str | None = None
    authority_way: str | None = None
    # the day on which an open complaint arrived; whether the reader is not the one we look for
    complaint_on: date | None = None
    # what people call them; the days by which they are answered
    complaint_reference: str | None = None
    complaint_answer_by: date | None = None
    dispute_reference: str | None = None
    dispute_answer_by: date | None = None
    # which papers we asked for, in the words of whoever asked
    dispute_asked: str | None = None
    # of the latest answer: what came of it, why, what was taken off for it, where else to turn
    dispute_outcome: str | None = None
    dispute_reasons: str | None = None
    dispute_corrected_minor: int | None = None
    complaint_outcome: str | None = None
    complaint_reasons: str | None = None
    redress_minor: int | None = None
    complaint_answered_on: date | None = None
    ombudsman_way: str | None = None
    # the call that they asked for, by their clock; and the nearest time at which one is lawful
    call_back_on: date | None = None
    call_back_at: str | None = None
    call_nearest_on: date | None = None
    call_nearest_at: str | None = None
    wrong_person: bool | None = None
    # the guarantee of whoever reads: by whom, of which kind, up to how much, since and until when,
    # and what is due under it now
    guarantor_name: str | None = None
    guarantee_kind: str | None = None
    guarantee_limit_minor: int | None = None
    guarantee_owed_minor: int | None = None
    guarantee_signed_on: date | None = None
    guarantee_until: date | None = None
    person_address: str | None = None
    collector_address: str | None = None


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
    "preferences_url": "url",
    "sender": "identity",
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
    "stage": "stage",
    "offer": "offer",
    "offer_until": "date",
    "sign_url": "url",
    "sign_until": "date",
    "agreed_pay_by": "date",
    "agreed_grace": "days",
    "agreed_interest": "text",
    "agreed_terms": "text",
    "agreed_until": "date",
    "payer_reference": "text",
    "pay_url": "url",
    "instalment": "money",
    "instalment_on": "date",
    "debit_failed_on": "date",
    "hardship_until": "date",
    "credit_reported_since": "date",
    "promise": "money",
    "promise_on": "date",
    "payment": "money",
    "payment_on": "date",
    "returned": "money",
    "returned_on": "date",
    "repaid": "money",
    "itemised_on": "date",
    "itemised": "money",
    "itemised_interest": "money",
    "itemised_fees": "money",
    "itemised_payments": "money",
    "itemised_credits": "money",
    "itemised_now": "money",
    "validation_until": "date",
    "remedy_by": "date",
    "collection_cost": "money",
    "report_from": "date",
    "default_sum": "money",
    "default_sum_on": "date",
    "transferred_on": "date",
    "grievance_way": "text",
    "authority_way": "text",
    "complaint_on": "date",
    "complaint_reference": "text",
    "complaint_answer_by": "date",
    "dispute_reference": "text",
    "dispute_answer_by": "date",
    "dispute_asked": "long",
    "dispute_outcome": "text",
    "dispute_reasons": "long",
    "dispute_corrected": "money",
    "complaint_outcome": "text",
    "complaint_reasons": "long",
    "redress": "money",
    "complaint_answered_on": "date",
    "ombudsman_way": "text",
    "call_back_on": "date",
    "call_back_at": "text",
    "call_nearest_on": "date",
    "call_nearest_at": "text",
    "person_address": "text",
    "collector_address": "text",
    "guarantor_name": "name",
    "guarantee_limit": "money",
    "guarantee_owed": "money",
    "guarantee_signed_on": "date",
    "guarantee_until": "date",
}
GUARANTEE_SLOTS = (
    "guarantor_name",
    "guarantee_limit",
    "guarantee_owed",
    "guarantee_signed_on",
    "guarantee_until",
)
# All that a guarantor may be told: their own guarantee, whose card it is about, and whom to ask.
# What else is true of the cardholder is none of theirs.
GUARANTOR_SLOTS = frozenset(
    {
        *GUARANTEE_SLOTS,
        "person_name",
        "card_last4",
        "issuer_name",
        "as_of",
        "reference",
        "message_code",
        "preferences_url",
        "sender",
        "collector_name",
        "collector_address",
        "caller_name",
        "reach_phone",
        "check_url",
        "reach_way",
        "query_way",
        "dispute_way",
        "opt_out_way",
        "grievance_way",
        "authority_way",
    }
)
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
        "stage",
        "offer",
        "offer_until",
        "sign_until",
        "agreed_pay_by",
        "agreed_grace",
        "agreed_interest",
        "agreed_terms",
        "agreed_until",
        "instalment",
        "instalment_on",
        "debit_failed_on",
        "hardship_until",
        "credit_reported_since",
        "promise",
        "promise_on",
        "payment",
        "payment_on",
        "returned",
        "returned_on",
        "repaid",
        "validation_until",
        "remedy_by",
        "collection_cost",
        "report_from",
        "dispute_reference",
        "dispute_answer_by",
        "dispute_asked",
        "dispute_outcome",
        "dispute_reasons",
        "dispute_corrected",
        "complaint_reasons",
        "redress",
        "default_sum",
        "default_sum_on",
        "transferred_on",
        *GUARANTEE_SLOTS,
        *(slot for slot in SLOTS if slot.startswith("itemised")),
    }
)


WAYS = ("pay_way", "reach_way", "opt_out_way", "dispute_way")


def in_short(facts: MessageFacts) -> MessageFacts:
    """Return the facts with their short ways, as a text message tells them."""
    short = {way: got for way in WAYS if (got := getattr(facts, f"{way}_short")) is not None}
    return replace(facts, **short)


def fact_name(slot: str) -> str:
    """Return the field of MessageFacts that fills ``slot``."""
    return f"{slot}_minor" if SLOTS[slot] == "money" else slot


_FIELDS = {field.name for field in fields(MessageFacts)}
# not a fact of its own: made of collector_kind, collector_name and issuer_name
SENDER = "sender"
assert all(fact_name(slot) in _FIELDS for slot in SLOTS if slot != SENDER)
