"""The closed lists of words that columns may hold. Codes are never renamed and never reused."""

from __future__ import annotations

import polars as pl

CHANNELS = ("call", "sms", "email", "letter", "visit", "voicemail", "chat", "social")
PURPOSES = (
    "collect",
    "locate",
    "reply",
    "notice",
    "confirm_opt_out",
    "validation",
    "estate",
)
DIRECTIONS = ("out", "in")
FORMS = ("ordinary", "limited_content", "postcard", "public")
PLACES = ("home", "work", "other")
COLLECTOR_KINDS = ("creditor", "agency", "buyer")
DATA_SOURCES = ("contract", "cardholder", "public", "lawful_trace", "unlawful")
POINT_KINDS = ("mobile", "home", "work", "email", "work_email", "postal", "social", "none")
POINT_STATES = ("open", "closed")
# why a contact point is closed, and by which door we were told
CLOSE_REASONS = (
    "wrong_person",
    "reassigned",
    "not_in_service",
    "no_such_address",
    "moved",
    "deceased",
    "other",
)
CLOSE_DOORS = ("call", "bounce", "post", "inbound", "desk", "cli", "api", "import")
# By which channels a contact point of each kind can be reached; a call comes first.
CHANNELS_OF = {
    "mobile": ("call", "sms"),
    "home": ("call",),
    "work": ("call",),
    "email": ("email",),
    "work_email": ("email",),
    "postal": ("letter", "visit"),
}
PARTIES = (
    "cardholder",
    "spouse",
    "parent",
    "guardian",
    "representative",
    "attorney",
    "family",
    "guarantor",
    "joint_debtor",
    "employer",
    "other_contact",
    "heir",
)
# Whom a past contact was with: any party, and two that are never a contact point's.
HISTORY_PARTIES = (*PARTIES, "creditor", "credit_bureau", "unknown")
OUTCOMES = (
    "no_answer",
    "busy",
    "not_in_service",
    "voicemail",
    "limited_content",
    "answered_dropped",
    "conversation",
    "delivered",
    "bounced",
    "replied",
    "refused",
    # a permit not yet used: it counts as an attempt, or two could pass a cap together
    "pending",
)
# What a provider says of a message after it took it, the weakest word first: of several the
# strongest holds, so that the order in which they arrive does not matter.
RECEIPTS = (
    "unknown",
    "bounced_soft",
    "expired",
    "undelivered",
    "rejected",
    "delivered",
    "bounced_hard",
    "complaint",
)
# What else becomes of a message on its way.
MESSAGE_EVENTS = (
    "accepted",
    "refused",
    "failed",
    "waiting",
    "held",
    "unanswered",
    "redriven",
    *RECEIPTS,
)
# What a call provider reports, the weakest word first: of several the strongest holds, so that the
# order in which they arrive does not matter.
CALL_EVENTS = ("ringing", "answered", "machine", "failed", "busy", "no_answer", "ended")
# starting: to be handed to the provider; unknown: handed over, the answer was lost; agent_missed:
# the collector's own phone was not picked up, so nobody else was called
LINE_STATES = ("starting", "unknown", "refused", "dialling", "agent_missed", *CALL_EVENTS)
RECORDING_CONSENTS = ("announced", "consented", "not_needed", "unknown", "refused")
CALL_BACK_STATES = ("open", "done", "cancelled")
CALL_BACK_SOURCES = ("call", "desk", "page", "reply", "api")
BANKRUPTCY = ("none", "filed", "discharged")
CEASE_FORMS = ("written", "oral")
ACCOUNT_STATUS = ("open", "charged_off", "settled", "paid", "sold")
DISPUTES = ("none", "open", "answered")
PLANS = ("none", "kept", "broken")
LITIGATION = ("none", "pre_legal", "suit_filed", "judgment")
PROMISE_STATES = ("open", "kept", "part_kept", "broken", "cancelled")
PLAN_STATES = ("kept", "missed", "broken", "completed")
RELIEF_KINDS = ("pause", "reduced_payment", "advice_hold", "breathing_space", "crisis_space")
# as much as has to be known, and no more
RELIEF_REASONS = (
    "income_lost",
    "illness",
    "family",
    "disaster",
    "debts",
    "life_event",
    "vulnerable",
    "by_law",
    "other",
)
TRANSACTION_KINDS = (
    "opening",
    "purchase",
    "cash_advance",
    "transfer",
    "refund",
    "interest",
    "fee",
    "cost",
    "payment",
    "waiver",
    "charge_off",
    "recovery",
    "credit_refund",
    "credit_paid_out",
    "suspense_in",
    "suspense_out",
    "reversal",
    # between the parts of what is owed, where the night allots a payment otherwise
    "allocation",
)
# What happens to a card account without moving money.
CARD_EVENT_KINDS = ("pause", "plan", "plan_broken", "statement")
# What a host's file may call a transaction: what changes a cardholder's balance.
HOST_KINDS = (
    "opening",
    "purchase",
    "cash_advance",
    "transfer",
    "refund",
    "interest",
    "fee",
    "cost",
    "payment",
    "waiver",
    "reversal",
)
# What a balance of principal comes from; each may have a rate of its own.
LOTS = ("purchase", "cash_advance", "transfer", "instalment")
# Where the two sides of a transaction stand; see docs/concepts/ledger.md.
BOOKS = (
    "receivable",
    "charge_off",
    "cash",
    "suspense",
    "interest_income",
    "fee_income",
    "waiver_expense",
    "recovery",
    "refund_payable",
    "opening",
)
COMPONENTS = (
    "principal",
    "interest",
    "compound_interest",
    "late_fee",
    "other_fee",
    "cost",
    "waiver",
    "payment",
    "credit",
)
# A payment is posted to an account; or waits (unmatched, held, put aside) in the book `suspense`;
# or went back: returned by the bank, to be sent back by us (refund_asked), sent back (refunded).
PAYMENT_STATES = (
    "posted",
    "unmatched",
    "held",
    "aside",
    "returned",
    "refund_asked",
    "refunded",
)
PAYMENT_WAITS = ("unmatched", "held", "aside")
PAYMENT_SOURCES = ("bank", "api", "desk", "debit")
# what a token of the API may do
API_SCOPES = (
    "payments:write",
    "payments:read",
    "balances:read",
    # offers, plans, promises; how much is bounded by the authority of the role "api:NAME"
    "agreements:read",
    "agreements:write",
    # signed papers name the cardholder and what is owed
    "agreements:papers",
    "approvals:read",
    "approvals:write",
    # notes are words about a person
    "notes:read",
    "notes:write",
    "timeline:read",
    "disputes:write",
    "disputes:read",
    # steps, our evidence, answers within the authority of the role "api:NAME"
    "disputes:answer",
    "complaints:write",
    "complaints:read",
    "complaints:answer",
    # what was given as evidence: it is about people
    "disputes:papers",
    "complaints:papers",
    # whose a case is
    "cases:read",
    "cases:write",
    # references for other people who pay
    "payers:read",
    "payers:write",
    # asked for; a person decides
    "refunds:read",
    "refunds:write",
    # whoever proves a guarantee has seen its document: a person, on the desk
    "guarantees:read",
    "guarantees:write",
    "guarantees:end",
    # rest for somebody in difficulty; its end takes protection away
    "relief:read",
    "relief:write",
    "relief:end",
    "callbacks:read",
    "callbacks:write",
    # wishes; numbers that are wrong, deaths
    "contacts:read",
    "contacts:write",
    # what reviewers confirmed about people here; who appeals or judges is a person, vouched for
    "findings:read",
    "appeals:read",
    "appeals:write",
    "appeals:decide",
)
# what may become of a version of a template
TEMPLATE_STEPS = ("submitted", "approved", "rejected", "ended")
CONSENT_KINDS = ("contact", "hours", "frequency", "third_party", "exceed_cap")
# What happened, or is about to, that a cardholder is told of once; see core/strategy/events.py.
EVENTS = (
    "promise_due",
    "promise_kept",
    "promise_broken",
    "instalment_due",
    "plan_broken",
    "offer_made",
    "offer_ends",
    "payment",
    "payment_returned",
    "debit_failed",
    "paid_in_full",
    "charge_off",
    "first_missed",
    "second_missed",
    "default_sum",
    "guarantee_ends",
    "dispute_received",
    "dispute_asked",
    "dispute_answered",
    "complaint_received",
    "complaint_answered",
)
STAGES = ("current", "early", "late", "pre_legal", "legal", "recovery")
# Lower bound included: M1 is 1-30 days past due, M7+ is 181 and over.
BUCKETS = ("current", "M1", "M2", "M3", "M4", "M5", "M6", "M7+")
ACTIONS = ("contact", "refer", "hold", "none")
CURRENCIES = ("CNY", "USD", "GBP", "EUR", "AUD", "INR")


def words(values: tuple[str, ...]) -> pl.Enum:
    """Return the column type of a closed list."""
    return pl.Enum(values)
