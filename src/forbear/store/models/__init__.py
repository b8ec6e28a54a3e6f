"""The tables of the platform. History is append-only: the database itself refuses to edit it."""

from forbear.store.models.accounts import Account, Due, Promise
from forbear.store.models.across import AcrossFinding, AcrossReview
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
from forbear.store.models.appeals import (
    AcrossAppeal,
    AcrossJudgement,
    AppealJudgement,
    FindingAppeal,
    SecondReading,
)
from forbear.store.models.audit import AuditEntry
from forbear.store.models.call_backs import CallBack
from forbear.store.models.calls import (
    AgentLine,
    CallEvent,
    CallRecording,
    CallStep,
    ProviderCall,
)
from forbear.store.models.cards import (
    CardEvent,
    CardEventPending,
    CardPending,
    CardState,
    CardStatement,
    NightWork,
)
from forbear.store.models.cases import (
    CaseFile,
    Complaint,
    ComplaintStep,
    Dispute,
    DisputeStep,
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
from forbear.store.models.guarantees import Guarantee, GuaranteeStep
from forbear.store.models.imports import ImportBatch
from forbear.store.models.inbound import InboundMatch, InboundMessage, InboundPart, InboundVerdict
from forbear.store.models.lead import (
    AuthorityProposal,
    CaseAssignment,
    CaseMove,
    CaseMoved,
    CoachingNote,
    CoachingStep,
    Listening,
    ShiftException,
    ShiftPattern,
)
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
    PointCheck,
    PointClosing,
    SearchStep,
    SearchTask,
)
from forbear.store.models.messages import ChannelRate, ChannelSwitch, MessageEvent
from forbear.store.models.notes import CaseNote
from forbear.store.models.passkeys import Passkey
from forbear.store.models.payers import PayerPayment, PayReference
from forbear.store.models.payments import BankEntry, BankFile, Payment, PaymentDue
from forbear.store.models.people import Consent, ContactPoint, InconvenientTime, OptOut, Person
from forbear.store.models.preferences import Preference, Representative, UnwantedTime
from forbear.store.models.seats import RecoveryCode, Seat, SignInDevice
from forbear.store.models.senders import SenderIdentity
from forbear.store.models.signing import SignedAgreement, SignLink, SignStep
from forbear.store.models.speech import (
    Draft,
    DraftSending,
    SpokenText,
    TextAudit,
    TextFinding,
    TextReview,
)
from forbear.store.models.teams import TeamPlace
from forbear.store.models.tokens import ApiToken
from forbear.store.models.webhooks import (
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from forbear.store.models.wording import TemplateStep, TemplateVersion

__all__ = [
    "Account",
    "AcrossAppeal",
    "AcrossFinding",
    "AcrossJudgement",
    "AcrossReview",
    "AgentLine",
    "ApiToken",
    "AppealJudgement",
    "Approval",
    "ApprovalAnswer",
    "AuditEntry",
    "AuthorityLimit",
    "AuthorityProposal",
    "BankEntry",
    "BankFile",
    "BookSum",
    "CallBack",
    "CallEvent",
    "CallRecording",
    "CallStep",
    "CallerNumber",
    "CardEvent",
    "CardEventPending",
    "CardPending",
    "CardState",
    "CardStatement",
    "CaseAssignment",
    "CaseFile",
    "CaseHold",
    "CaseMove",
    "CaseMoved",
    "CaseNote",
    "ChannelRate",
    "ChannelSwitch",
    "CoachingNote",
    "CoachingStep",
    "Complaint",
    "ComplaintStep",
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
    "Dispute",
    "DisputeStep",
    "Draft",
    "DraftSending",
    "Due",
    "FakeNote",
    "FakeReport",
    "FindingAppeal",
    "GateAnswer",
    "Guarantee",
    "GuaranteeStep",
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
    "Listening",
    "Mandate",
    "MessageEvent",
    "MessageWithdrawal",
    "NightWork",
    "Offer",
    "OfferStep",
    "OptOut",
    "PackText",
    "Passkey",
    "PayReference",
    "PayerPayment",
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
    "ProviderCall",
    "PublicRequest",
    "QueuePlace",
    "ReconciliationRun",
    "RecoveryCode",
    "Refund",
    "RefundRun",
    "Relief",
    "Representative",
    "Seal",
    "SealedPart",
    "SearchStep",
    "SearchTask",
    "Seat",
    "SecondReading",
    "SenderIdentity",
    "ShiftException",
    "ShiftPattern",
    "SignInDevice",
    "SignLink",
    "SignStep",
    "SignedAgreement",
    "SpokenText",
    "TeamPlace",
    "TemplateStep",
    "TemplateVersion",
    "TextAudit",
    "TextFinding",
    "TextReview",
    "UnwantedTime",
    "VisitorCard",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
