"""What a foreign key would refuse is refused, though it is checked once a statement."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from forbear.store.models import Account, Due, Payment
from tests.store.make import account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
NOBODY = 987_654_321


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def waiting(owed: Account | None = None) -> Payment:
    return Payment.objects.create(
        key=f"k{owed and owed.pk}",
        source="manual",
        state="held",
        account=owed,
        amount_minor=500,
        currency="USD",
        booked_on=ON,
        value_on=ON,
        at=AT,
        actor="a",
    )


def due_of(owed: Account) -> Due:
    return Due.objects.create(account=owed, due_on=ON, amount_minor=500)


@pytest.mark.parametrize("column", ["account_id", "entry_id", "transaction_id"])
def test_a_payment_names_what_is_there(column: str) -> None:
    payment = waiting(account())
    with pytest.raises(IntegrityError, match=f"{column} of store_payment names a row {NOBODY}"):
        run(f"UPDATE store_payment SET {column} = %s WHERE id = %s", NOBODY, payment.pk)
    names = ", ".join(
        f.column for f in Payment._meta.fields if f.column not in {"id", "key", column}
    )
    with pytest.raises(IntegrityError, match=f"names a row {NOBODY}"):
        run(
            f"INSERT INTO store_payment ({names}, key, {column})"
            f" SELECT {names}, 'other', %s FROM store_payment",
            NOBODY,
        )


@pytest.mark.parametrize("column", ["payment_id", "due_id"])
def test_a_settled_due_names_both(column: str) -> None:
    owed = account()
    named = {"payment_id": waiting(owed).pk, "due_id": due_of(owed).pk, column: NOBODY}
    with pytest.raises(IntegrityError, match=f"{column} of store_paymentdue names a row {NOBODY}"):
        run(
            "INSERT INTO store_paymentdue (payment_id, due_id, amount_minor) VALUES (%s, %s, 1)",
            named["payment_id"],
            named["due_id"],
        )


def test_a_transaction_names_an_account_that_is_there() -> None:
    with pytest.raises(IntegrityError, match="store_ledgertransaction names a row"):
        run(
            'INSERT INTO store_ledgertransaction (account_id, kind, "on", value_on, currency,'
            " idempotency_key, request_hash, posted_at, actor, note)"
            " VALUES (%s, 'purchase', %s, %s, 'USD', 'k', '', %s, '', '')",
            NOBODY,
            ON,
            ON,
            AT,
        )


def test_what_is_named_is_neither_deleted_nor_numbered_anew() -> None:
    owed = account()
    payment, due = waiting(owed), due_of(owed)
    run(
        "INSERT INTO store_paymentdue (payment_id, due_id, amount_minor) VALUES (%s, %s, 1)",
        payment.pk,
        due.pk,
    )
    for table, number in (("due", due.pk), ("payment", payment.pk), ("account", owed.pk)):
        with pytest.raises(IntegrityError, match=f"row {number} of store_{table} is still named"):
            run(f"DELETE FROM store_{table} WHERE id = %s", number)
        with pytest.raises(IntegrityError, match="cannot be changed"):
            run(f"UPDATE store_{table} SET id = -1 WHERE id = %s", number)


def test_what_nothing_names_can_go() -> None:
    owed = account()
    due = due_of(owed)
    payment = waiting()
    run("DELETE FROM store_due WHERE id = %s", due.pk)
    run("DELETE FROM store_payment WHERE id = %s", payment.pk)
    run("DELETE FROM store_account WHERE id = %s", owed.pk)
    assert not Account.objects.filter(pk=owed.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_who_deletes_waits_for_who_names() -> None:
    owed = account()
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            waiting(owed)
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute("DELETE FROM store_account WHERE id = %s", [owed.pk])
    finally:
        other.close()
    with pytest.raises(IntegrityError, match="is still named"):
        run("DELETE FROM store_account WHERE id = %s", owed.pk)
