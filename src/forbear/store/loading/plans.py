"""How each imported table goes into the store: its model, its key, and whom it points to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import models

from forbear.store.models import (
    Account,
    Consent,
    Contact,
    ContactPoint,
    Due,
    HostStatement,
    InconvenientTime,
    LedgerTransaction,
    OptOut,
    Person,
    Promise,
)

# snapshot: rows follow the file. history: rows are added and never changed.
# wish: like history, but a row has no number of its own; equal rows are one. ledger: see ledger.py.
Way = Literal["snapshot", "history", "wish", "ledger"]


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a row of another table by its reference."""

    column: str
    field: str
    model: type[models.Model]
    # the two must belong to the same person
    of_person: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How one table is merged. ``key`` is in columns of the model; ``has_batch``: rows name it."""

    model: type[models.Model]
    way: Way
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()
    has_batch: bool = False

    @property
    def table(self) -> str:
        """The name of the table in the database."""
        return self.model._meta.db_table  # noqa: SLF001 - Django's own way to ask


_PERSON = Link("person_reference", "person_id", Person)
_ACCOUNT = Link("account_reference", "account_id", Account)
_ITS_ACCOUNT = Link("account_reference", "account_id", Account, of_person=True)
_ITS_POINT = Link("contact_point_reference", "contact_point_id", ContactPoint, of_person=True)

# equal statements are one; two that differ are both kept, for reconciliation to tell
_STATEMENT = (
    "account_id",
    "statement_on",
    "currency",
    "balance_minor",
    "minimum_minor",
    "due_on",
    "principal_minor",
    "interest_minor",
    "compound_interest_minor",
    "late_fee_minor",
    "other_fee_minor",
    "cost_minor",
)

PLANS: dict[str, Plan] = {
    "persons": Plan(Person, "snapshot", ("reference",)),
    "accounts": Plan(Account, "snapshot", ("reference",), (_PERSON,)),
    "contact_points": Plan(ContactPoint, "snapshot", ("reference",), (_PERSON,)),
    "contacts": Plan(
        Contact,
        "history",
        ("reference",),
        (_PERSON, _ITS_ACCOUNT, _ITS_POINT),
        has_batch=True,
    ),
    "opt_outs": Plan(
        OptOut, "wish", ("person_id", "channel", "contact_point_id", "at"), (_PERSON, _ITS_POINT)
    ),
    "consents": Plan(
        Consent,
        "wish",
        ("person_id", "channel", "contact_point_id", "kind", "at"),
        (_PERSON, _ITS_POINT),
    ),
    "inconvenient": Plan(
        InconvenientTime, "wish", ("person_id", "from_time", "to_time", "days", "place"), (_PERSON,)
    ),
    "dues": Plan(Due, "snapshot", ("account_id", "due_on"), (_ACCOUNT,)),
    "promises": Plan(Promise, "snapshot", ("account_id", "made_at"), (_ACCOUNT,)),
    "postings": Plan(LedgerTransaction, "ledger", ("reference", "component"), (_ACCOUNT,)),
    "statements": Plan(HostStatement, "wish", _STATEMENT, (_ACCOUNT,)),
}


def filler(plan: Plan, given: list[str]) -> dict[str, object]:
    """Return what the model itself puts into the columns that a file leaves out."""
    found: dict[str, object] = {}
    for field in plan.model._meta.concrete_fields:  # noqa: SLF001 - Django's own way to ask
        column = field.column
        if column is None or field.primary_key or column in given or field.null:
            continue
        if field.has_default():
            found[column] = field.get_default()
        elif field.empty_strings_allowed and field.blank:
            found[column] = ""
    return found
