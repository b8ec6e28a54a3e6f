from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    LedgerTransaction,
    Permit,
    Posting,
)
from tests.store.make import account, permit

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def legs(entry: LedgerTransaction, *amounts: int) -> list[Posting]:
    return [
        Posting(
            transaction=entry,
            account=entry.account,
            on=entry.on,
            book="receivable",
            side="cardholder",
            component="principal",
            currency=entry.currency,
            amount_minor=amount,
        )
        for amount in amounts
    ]


def entry_of(owed: Account) -> LedgerTransaction:
    return LedgerTransaction.objects.create(
        account=owed,
        kind="purchase",
        on=date(2026, 3, 1),
        value_on=date(2026, 3, 1),
        currency=owed.currency,
        posted_at=AT,
        idempotency_key=f"k{owed.pk}",
    )


def test_a_balanced_transaction_is_kept() -> None:
    Posting.objects.bulk_create(legs(entry_of(account()), 2**62, -(2**62)))
    assert Posting.objects.count() == 2


@pytest.mark.parametrize("amounts", [(100,), (100, -99), (2**62, 2**62, -(2**62))])
def test_an_unbalanced_transaction_is_refused(amounts: tuple[int, ...]) -> None:
    owed = account()
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        Posting.objects.bulk_create(legs(entry_of(owed), *amounts))
    assert Posting.objects.count() == 0


def test_two_unbalanced_transactions_do_not_make_up_for_each_other() -> None:
    one, other = account(), account()
    with pytest.raises(IntegrityError, match="not balanced"), transaction.atomic():
        Posting.objects.bulk_create([*legs(entry_of(one), 100), *legs(entry_of(other), -100)])


def test_history_refuses_to_be_edited_or_deleted() -> None:
    AuditEntry.objects.create(at=AT, actor="a", action="x.done", subject="x")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        AuditEntry.objects.update(actor="someone else")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().actor == "a"


def test_an_outgoing_contact_without_a_permit_is_refused() -> None:
    owed = account()
    with (
        pytest.raises(IntegrityError, match="outgoing_contact_needs_permit"),
        transaction.atomic(),
    ):
        Contact.objects.create(person=owed.person, account=owed, at=AT, channel="call")


def test_a_permit_is_the_key_to_one_contact_only() -> None:
    given = permit(account(), at=AT)
    row = {"person": given.person, "account": given.account, "at": AT, "channel": "call"}
    Contact.objects.create(permit=given, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(permit=given, **row)


def test_a_consumed_permit_cannot_be_touched_again() -> None:
    given = permit(account(), at=AT)
    Permit.objects.filter(pk=given.pk).update(consumed_at=AT)
    with pytest.raises(DatabaseError, match="consumed_once"), transaction.atomic():
        Permit.objects.filter(pk=given.pk).update(consumed_at=None)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        Permit.objects.all().delete()
