"""The tables of the platform. History is append-only: the database itself refuses to edit it."""

from forbear.store.models.accounts import Account, Due, Promise
from forbear.store.models.agreements import (
    Approval,
    ApprovalAnswer,
    AuthorityLimit,
    HouseholdBudget,
    Offer,
    OfferStep,
    Plan,
    PlanInstalment,
    Relief,
)
from forbear.store.models.answers import GateAnswer, PackText
from forbear.store.models.audit import AuditEntry
from forbear.store.models.cards import (
    CardEvent,
    CardEventPending,
    CardPending,
    CardState,
    CardStatement,
    NightWork,
)
from forbear.store.models.contacts import Contact, Permit, PlannedContact
from forbear.store.models.days import DayInput, DayRun, Decision
from forbear.store.models.debits import (
    Debit,
    DebitFailure,
    DebitResultFile,
    DebitRun,
    Mandate,
    Refund,
    RefundRun,
)
from forbear.store.models.evidence import Seal, SealedPart
from forbear.store.models.genuine import (
    CallerNumber,
    FakeNote,
    FakeReport,
    MessageWithdrawal,
    PublicRequest,
    VisitorCard,
)
from forbear.store.models.imports import ImportBatch
from forbear.store.models.ledger import HostStatement, LedgerTransaction, PeriodLock, Posting
from forbear.store.models.letters import LetterCertificate
from forbear.store.models.messages import ChannelRate, ChannelSwitch, MessageEvent
from forbear.store.models.payments import BankEntry, BankFile, Payment, PaymentDue
from forbear.store.models.people import Consent, ContactPoint, InconvenientTime, OptOut, Person
from forbear.store.models.preferences import Preference, Representative, UnwantedTime
from forbear.store.models.tokens import ApiToken

__all__ = [
    "Account",
    "ApiToken",
    "Approval",
    "ApprovalAnswer",
    "AuditEntry",
    "AuthorityLimit",
    "BankEntry",
    "BankFile",
    "CallerNumber",
    "CardEvent",
    "CardEventPending",
    "CardPending",
    "CardState",
    "CardStatement",
    "ChannelRate",
    "ChannelSwitch",
    "Consent",
    "Contact",
    "ContactPoint",
    "DayInput",
    "DayRun",
    "Debit",
    "DebitFailure",
    "DebitResultFile",
    "DebitRun",
    "Decision",
    "Due",
    "FakeNote",
    "FakeReport",
    "GateAnswer",
    "HostStatement",
    "HouseholdBudget",
    "ImportBatch",
    "InconvenientTime",
    "LedgerTransaction",
    "LetterCertificate",
    "Mandate",
    "MessageEvent",
    "MessageWithdrawal",
    "NightWork",
    "Offer",
    "OfferStep",
    "OptOut",
    "PackText",
    "Payment",
    "PaymentDue",
    "PeriodLock",
    "Permit",
    "Person",
    "Plan",
    "PlanInstalment",
    "PlannedContact",
    "Posting",
    "Preference",
    "Promise",
    "PublicRequest",
    "Refund",
    "RefundRun",
    "Relief",
    "Representative",
    "Seal",
    "SealedPart",
    "UnwantedTime",
    "VisitorCard",
]
