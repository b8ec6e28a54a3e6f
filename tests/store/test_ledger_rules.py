"""What the database itself refuses of the ledger, whoever writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from forbear.store.models import Account, LedgerTransaction, PeriodLock, Posting
from tests.store.make import account

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 1)
pytestmark = pytest.mark.django_db
Leg = tuple[str, str, str, int]
PURCHASE: tuple[Leg, ...] = (
    ("receivable", "cardholder", "principal", 900),
    ("cash", "issuer", "principal", -900),
)
OPPOSITE = tuple((*leg[:3], -leg[3]) for leg in PURCHASE)


def head(owed: Account | None, key: str = "k1", **given: object) -> LedgerTransaction:
    on = given.get("on", ON)
    return LedgerTransaction.objects.create(
        **{
            "account": owed,
            "kind": "purchase",
            "on": on,
            "value_on": on,
            "currency": owed.currency if owed else "USD",
            "posted_at": AT,
            "idempotency_key": key,
            **given,
        }
    )


def book(entry: LedgerTransaction, legs: Sequence[Leg] = PURCHASE, **given: object) -> None:
    Posting.objects.bulk_create(
        Posting(
            **{
                "transaction": entry,
                "account": entry.account,
                "on": entry.on,
                "book": name,
                "side": side,
                "component": component,
                "currency": entry.currency,
                "amount_minor": amount,
                **given,
            }
        )
        for name, side, component, amount in legs
    )


def settle(_written: LedgerTransaction | None = None) -> None:
    """Ask now what the database asks at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def mixed(*amounts: tuple[str, str, int]) -> None:
    entry = head(None, kind="suspense_in")
    Posting.objects.bulk_create(
        Posting(
            transaction=entry,
            on=ON,
            book=name,
            side="issuer",
            component="payment",
            currency=currency,
            amount_minor=amount,
        )
        for name, currency, amount in amounts
    )


def test_currencies_do_not_make_up_for_each_other() -> None:
    with pytest.raises(IntegrityError, match="minor units of"), transaction.atomic():
        mixed(("cash", "USD", 5), ("suspense", "EUR", -5))
    mixed(("cash", "USD", 5), ("suspense", "USD", -5))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({"currency": "EUR"}, "or differs from it", id="currency"),
        pytest.param({"on": ON + timedelta(days=1)}, "or differs from it", id="day"),
        pytest.param({"account": None}, "posting_without_account", id="nobody's debt"),
        pytest.param({"book": "petty_cash"}, "posting_book_is_known", id="unknown book"),
        pytest.param({"side": "issuer"}, "posting_side_fits_book", id="receivable of the issuer"),
        pytest.param({"lot": "gambling"}, "posting_lot_of_principal", id="unknown lot"),
        pytest.param(
            {"lot": "purchase", "component": "interest"}, "posting_lot_of_principal", id="lot"
        ),
    ],
)
def test_a_leg_that_does_not_fit_is_refused(given: dict[str, object], reason: str) -> None:
    owed = account()
    with pytest.raises(IntegrityError, match=reason), transaction.atomic():
        book(head(owed), **given)


def test_a_leg_of_somebody_elses_account_is_refused() -> None:
    one, other = account(), account()
    with pytest.raises(IntegrityError, match="differs from it"), transaction.atomic():
        book(head(one), account=other)


def test_a_transaction_in_another_currency_than_its_account_is_refused() -> None:
    owed = account(currency="USD")
    with pytest.raises(IntegrityError, match="currency of its account"), transaction.atomic():
        head(owed, currency="EUR")


def test_only_suspense_belongs_to_nobody() -> None:
    book(
        head(None, kind="suspense_in"),
        [("cash", "issuer", "payment", 5), ("suspense", "issuer", "payment", -5)],
    )
    with pytest.raises(IntegrityError, match="only_suspense_has_no_account"), transaction.atomic():
        head(None, "k2", kind="payment")


def test_a_transaction_without_legs_is_refused_at_the_end() -> None:
    owed = account()
    with pytest.raises(IntegrityError, match="has no legs"), transaction.atomic():
        settle(head(owed))
    book(head(owed))
    settle()


def test_legs_cannot_be_added_to_what_was_booked_before() -> None:
    entry = head(account())
    book(entry)
    with pytest.raises(IntegrityError, match="has its legs already"), transaction.atomic():
        book(entry)


def test_a_reversal_is_equal_and_opposite() -> None:
    owed = account()
    entry = head(owed)
    book(entry)
    less = tuple((*leg[:3], leg[3] // 2) for leg in OPPOSITE)
    other = tuple((*leg[:2], "interest", leg[3]) for leg in OPPOSITE)
    with pytest.raises(IntegrityError, match="not equal and opposite"), transaction.atomic():
        book(head(owed, "r0", kind="reversal", reverses=entry), less)
    with pytest.raises(IntegrityError, match="not equal and opposite"), transaction.atomic():
        book(head(owed, "r0", kind="reversal", reverses=entry), other)
    book(head(owed, "r1", kind="reversal", reverses=entry), OPPOSITE)
    with pytest.raises(IntegrityError, match="reverses_id"), transaction.atomic():
        head(owed, "r2", kind="reversal", reverses=entry)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"kind": "payment"}, "only_a_reversal_reverses"),
        ({"kind": "reversal", "on": ON - timedelta(days=1)}, "comes before it"),
    ],
)
def test_what_reverses_is_a_reversal_and_comes_after(given: dict[str, object], reason: str) -> None:
    owed = account()
    entry = head(owed)
    book(entry)
    with pytest.raises(IntegrityError, match=reason), transaction.atomic():
        head(owed, "r1", reverses=entry, **given)


def test_a_reversal_of_another_account_is_refused() -> None:
    entry = head(account())
    book(entry)
    stranger = account()
    with pytest.raises(IntegrityError, match="differs from what it reverses"), transaction.atomic():
        head(stranger, "r1", kind="reversal", reverses=entry)


def test_a_posting_into_a_locked_period_is_refused_and_the_latest_lock_holds() -> None:
    owed = account()
    PeriodLock.objects.create(locked_through=ON, at=AT, actor="a")
    with pytest.raises(IntegrityError, match="closed through 2026-03-01"), transaction.atomic():
        head(owed)
    book(head(owed, "next", on=ON + timedelta(days=1)))
    PeriodLock.objects.create(locked_through=ON - timedelta(days=1), at=AT, actor="a")
    book(head(owed))
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        PeriodLock.objects.all().delete()


def test_a_leg_without_a_transaction_is_refused() -> None:
    owed = account()
    entry = head(owed)
    book(entry)
    with pytest.raises(IntegrityError, match="has none"), transaction.atomic():
        book(entry, transaction=LedgerTransaction(pk=entry.pk + 1))
