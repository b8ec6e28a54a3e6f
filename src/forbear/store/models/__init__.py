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
from forbear.store.models.calls import CallStep
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
from forbear.store.models.desk import CaseHold, QueuePlace
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
from forbear.store.models.inbound import InboundMatch, InboundMessage, InboundPart, InboundVerdict
from forbear.store.models.ledger import (
    BookSum,
    HostStatement,
    LedgerTransaction,
    PeriodLock,
    Posting,
    ReconciliationRun,
)
from forbear.store.models.letters import (
    LetterCertificate,
    PostBatch,
    PostEvent,
    PostLetter,
    PostRange,
)
from forbear.store.models.lost import (
    DeathReport,
    Guarantee,
    PointCheck,
    PointClosing,
    SearchStep,
    SearchTask,
)
from forbear.store.models.messages import ChannelRate, ChannelSwitch, MessageEvent
from forbear.store.models.notes import CaseNote
from forbear.store.models.payments import BankEntry, BankFile, Payment, PaymentDue
from forbear.store.models.people import Consent, ContactPoint, InconvenientTime, OptOut, Person
from forbear.store.models.preferences import Preference, Representative, UnwantedTime
from forbear.store.models.seats import Seat
from forbear.store.models.senders import SenderIdentity
from forbear.store.models.speech import (
    Draft,
    DraftSending,
    SpokenText,
    TextAudit,
    TextFinding,
    TextReview,
)
from forbear.store.models.tokens import ApiToken
from forbear.store.models.wording import TemplateStep, TemplateVersion

__all__ = [
    "Account",
    "ApiToken",
    "Approval",
    "ApprovalAnswer",
    "AuditEntry",
    "AuthorityLimit",
    "BankEntry",
    "BankFile",
    "BookSum",
    "CallStep",
    "CallerNumber",
    "CardEvent",
    "CardEventPending",
    "CardPending",
    "CardState",
    "CardStatement",
    "CaseHold",
    "CaseNote",
    "ChannelRate",
    "ChannelSwitch",
    "Consent",
    "Contact",
    "ContactPoint",
    "DayInput",
    "DayRun",
    "DeathReport",
    "Debit",
    "DebitFailure",
    "DebitResultFile",
    "DebitRun",
    "Decision",
    "Draft",
    "DraftSending",
    "Due",
    "FakeNote",
    "FakeReport",
    "GateAnswer",
    "Guarantee",
    "HostStatement",
    "HouseholdBudget",
    "ImportBatch",
    "InboundMatch",
    "InboundMessage",
    "InboundPart",
    "InboundVerdict",
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
    "PointCheck",
    "PointClosing",
    "PostBatch",
    "PostEvent",
    "PostLetter",
    "PostRange",
    "Posting",
    "Preference",
    "Promise",
    "PublicRequest",
    "QueuePlace",
    "ReconciliationRun",
    "Refund",
    "RefundRun",
    "Relief",
    "Representative",
    "Seal",
    "SealedPart",
    "SearchStep",
    "SearchTask",
    "Seat",
    "SenderIdentity",
    "SpokenText",
    "TemplateStep",
    "TemplateVersion",
    "TextAudit",
    "TextFinding",
    "TextReview",
    "UnwantedTime",
    "VisitorCard",
]
