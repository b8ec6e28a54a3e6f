"""What is kept of an account at all: one question instead of one for each table.

Most accounts have no dispute, no mandate, no call-back. A page that knows it does not ask.
"""

from __future__ import annotations

from django.db.models import Model

from forbear.store.models import (
    Account,
    AcrossAppeal,
    CallBack,
    CaseAssignment,
    CaseHold,
    Complaint,
    Debit,
    Dispute,
    FindingAppeal,
    Guarantee,
    Mandate,
    Offer,
    OptOut,
    PointCheck,
    PointClosing,
    Posting,
    Promise,
    Relief,
    Representative,
    SearchTask,
)
from forbear.store.prepared import question

_OF_ACCOUNT: tuple[type[Model], ...] = (
    Complaint,
    Debit,
    Dispute,
    Guarantee,
    Mandate,
    Offer,
    Posting,
    Promise,
)
_OF_PERSON: tuple[type[Model], ...] = (
    CallBack,
    CaseAssignment,
    CaseHold,
    OptOut,
    PointClosing,
    Relief,
    Representative,
    SearchTask,
)


_OF_TEXT = (
    "EXISTS (SELECT 1 FROM store_findingappeal p JOIN store_textfinding f ON f.id = p.finding_id"
    " JOIN store_textaudit a ON a.id = f.audit_id JOIN store_spokentext t ON t.id = a.text_id"
    " WHERE t.account_id = %(account)s)"
)
_OF_CASE = (
    "EXISTS (SELECT 1 FROM store_acrossappeal p JOIN store_acrossfinding f"
    " ON f.id = p.finding_id WHERE f.account_id = %(account)s)"
)


def _asked() -> str:
    """Write the question: a column for each kind of row, true where there is one."""
    columns = [
        f"EXISTS (SELECT 1 FROM {kind._meta.db_table} WHERE {whose}_id = %({whose})s)"  # noqa: S608, SLF001 - the tables are ours; Django's documented name
        for whose, kinds in (("account", _OF_ACCOUNT), ("person", _OF_PERSON))
        for kind in kinds
    ]
    columns.append(
        f"EXISTS (SELECT 1 FROM {PointCheck._meta.db_table} c JOIN store_contactpoint p"  # noqa: S608, SLF001 - the same
        " ON p.id = c.contact_point_id WHERE p.person_id = %(person)s)"
    )
    columns += [_OF_TEXT, _OF_CASE]
    return f"SELECT {', '.join(columns)}"


_ASKED = _asked()
KINDS: tuple[type[Model], ...] = (
    *_OF_ACCOUNT,
    *_OF_PERSON,
    PointCheck,
    FindingAppeal,
    AcrossAppeal,
)
Kept = frozenset[type[Model]]


def kept_of(account: Account) -> Kept:
    """Return of which models an account, or its cardholder, has a row, whatever its state."""
    [row] = question(_ASKED, {"account": account.pk, "person": account.person_id})
    return frozenset(kind for kind, is_there in zip(KINDS, row, strict=True) if is_there)
