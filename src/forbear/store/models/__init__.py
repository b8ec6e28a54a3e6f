"""The tables of the platform. History is append-only: the database itself refuses to edit it."""

from forbear.store.models.accounts import Account, Due, Promise
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
from forbear.store.models.imports import ImportBatch
from forbear.store.models.ledger import (
    BookSum,
    HostStatement,
    LedgerTransaction,
    PeriodLock,
    Posting,
    ReconciliationRun,
)
from forbear.store.models.payments import BankEntry, BankFile, Payment, PaymentDue
from forbear.store.models.people import Consent, ContactPoint, InconvenientTime, OptOut, Person
from forbear.store.models.tokens import ApiToken

__all__ = [
    "Account",
    "ApiToken",
    "AuditEntry",
    "BankEntry",
    "BankFile",
    "BookSum",
    "CardEvent",
    "CardEventPending",
    "CardPending",
    "CardState",
    "CardStatement",
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
    "GateAnswer",
    "HostStatement",
    "ImportBatch",
    "InconvenientTime",
    "LedgerTransaction",
    "Mandate",
    "NightWork",
    "OptOut",
    "PackText",
    "Payment",
    "PaymentDue",
    "PeriodLock",
    "Permit",
    "Person",
    "PlannedContact",
    "Posting",
    "Promise",
    "ReconciliationRun",
    "Refund",
    "RefundRun",
]
