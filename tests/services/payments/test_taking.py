"""One door for money in: what it settles, what it leaves alone, and how it comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.models import Sum

from forbear.core.ledger.books import Part, legs_of
from forbear.services.ledger import period_lock, transaction_post
from forbear.services.payments.returning import payment_return
from forbear.services.payments.taking import payment_take
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, Due, LedgerTransaction, Payment, Posting
from forbear.store.selectors.ledger import balance_list
from tests.store.make import account, person

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 5)
AT = datetime(2026, 3, 5, 8, tzinfo=UTC)


def take(owed: Account, amount_minor: int = 1000, **given: object) -> Payment | Refusal:
    return payment_take(
        **{
            "account_id": owed.pk,
            "amount_minor": amount_minor,
            "currency": "USD",
            "value_on": ON,
            "key": f"k{Payment.objects.count()}",
            "source": "desk",
            "on": ON,
            "at": AT,
            "actor": "a",
            **given,
        }
    )


def taken(owed: Account, amount_minor: int = 1000, **given: object) -> Payment:
    found = take(owed, amount_minor, **given)
    assert isinstance(found, Payment), found
    return found


def charge(owed: Account, kind: str, *parts: Part, on: date = date(2026, 1, 1)) -> None:
    made = transaction_post(
        key=f"{kind}{LedgerTransaction.objects.count()}",
        kind=kind,
        on=on,
        currency="USD",
        legs=legs_of(kind, parts),
        at=AT,
        actor="a",
        account_id=owed.pk,
    )
    assert isinstance(made, LedgerTransaction)


def components(owed: Account) -> dict[str, int]:
    rows = balance_list(as_of=date(2026, 12, 31), account_ids=[owed.pk])
    return {row.lot or row.component: row.owed_minor for row in rows}


def owing(**given: object) -> Account:
    owed = account(**given)
    charge(owed, "purchase", Part("principal", 5000, "purchase"))
    charge(owed, "cash_advance", Part("principal", 700, "cash_advance"))
    charge(owed, "interest", Part("interest", 300))
    charge(owed, "fee", Part("late_fee", 200))
    return owed


@pytest.mark.parametrize(
    ("nation", "amount_minor", "days_late", "left"),
    [
        ("CN", 100, 10, {"purchase": 5000, "cash_advance": 700, "interest": 200, "late_fee": 200}),
        ("CN", 600, 90, {"purchase": 5000, "cash_advance": 600}),
        ("CN", 600, 91, {"purchase": 5000, "cash_advance": 100, "interest": 300, "late_fee": 200}),
        ("US", 600, 91, {"purchase": 5000, "cash_advance": 600}),
        ("CN", 6200, 10, {}),
        ("CN", 6500, 91, {"credit": -300}),
    ],
)
def test_a_payment_settles_charges_first_and_in_china_principal_when_very_late(
    nation: str, amount_minor: int, days_late: int, left: dict[str, int]
) -> None:
    oldest = date.fromordinal(ON.toordinal() - days_late)
    owed = owing(nation=nation, region=None, oldest_unpaid_due_on=oldest)
    payment = taken(owed, amount_minor)
    assert components(owed) == left
    assert payment.transaction.kind == "payment"


def test_a_balance_of_unknown_parts_is_paid_as_a_whole() -> None:
    owed = account()
    taken(owed, 1000)
    assert components(owed) == {"payment": -1000}


def test_what_was_charged_off_is_recovered() -> None:
    owed = owing(status="charged_off")
    charge(owed, "charge_off", Part("principal", 5000, "purchase"), Part("interest", 300))
    payment = taken(owed, 1400, value_on=ON)
    assert payment.transaction.kind == "recovery"
    rows = Posting.objects.values_list("book", "side").annotate(total=Sum("amount_minor"))
    books = {(book, side): total for book, side, total in rows if total}
    assert sum(books.values()) == 0
    # charges first: 300 of interest and 200 of fee, then the cash advance, then 200 of purchases
    assert books["charge_off", "cardholder"] == 5300 - 300 - 200
    assert books["recovery", "issuer"] == -500
    assert books["charge_off", "issuer"] == 500
    assert components(owed) == {"purchase": 4800}


def due(owed: Account, due_on: date, amount_minor: int) -> Due:
    return Due.objects.create(account=owed, due_on=due_on, amount_minor=amount_minor)


def test_the_oldest_dues_are_settled_first_and_the_account_ages_by_what_is_left() -> None:
    owed = account(
        overdue_minor=3000,
        next_due_minor=1500,
        oldest_unpaid_due_on=date(2026, 1, 20),
        missed_statements=2,
    )
    days = date(2026, 1, 20), date(2026, 2, 20), date(2026, 3, 20)
    dues = [due(owed, day, 1500) for day in days]
    taken(owed, 2000)
    for one in (owed, *dues):
        one.refresh_from_db()
    assert [one.paid_minor for one in dues] == [1500, 500, 0]
    assert (owed.overdue_minor, owed.next_due_minor) == (1000, 1500)
    assert (owed.oldest_unpaid_due_on, owed.missed_statements) == (days[1], 1)
    taken(owed, 1500)
    owed.refresh_from_db()
    assert (owed.overdue_minor, owed.next_due_minor) == (0, 1000)
    assert (owed.oldest_unpaid_due_on, owed.missed_statements) == (days[2], 0)


@pytest.mark.parametrize("amount_minor", [1, 999, 1000, 1001, 120_000, 999_999])
@pytest.mark.parametrize("has_dues", [True, False])
def test_a_part_payment_never_leads_to_a_harsher_stage(
    amount_minor: int,
    has_dues: bool,  # noqa: FBT001 - a column of the table
) -> None:
    oldest = date(2026, 2, 1)
    owed = account(oldest_unpaid_due_on=oldest, missed_statements=1, step=2)
    if has_dues:
        # the store may hold older dues than the host's own day says
        due(owed, date(2025, 12, 1), 1000)
        due(owed, oldest, 119_000)
    taken(owed, amount_minor)
    owed.refresh_from_db()
    assert owed.oldest_unpaid_due_on is None or owed.oldest_unpaid_due_on >= oldest
    assert owed.missed_statements <= 1
    assert owed.overdue_minor == max(0, 120_000 - amount_minor)
    assert (owed.step, owed.status) == (2, "open")


def test_a_return_puts_everything_back() -> None:
    owed = owing(oldest_unpaid_due_on=date(2026, 2, 1), missed_statements=1, next_due_minor=500)
    one = due(owed, date(2026, 2, 1), 1000)
    before = {**components(owed)}, Account.objects.values().get(pk=owed.pk)
    payment = taken(owed, 2000)
    found = payment_return(payment_id=payment.pk, on=ON, at=AT, actor="a", reason="AM04")
    assert isinstance(found, Payment)
    assert found.state == "returned"
    after = components(owed), Account.objects.values().get(pk=owed.pk)
    assert after[0] == before[0]
    assert after[1] == before[1] | {"last_payment_on": ON}
    one.refresh_from_db()
    assert one.paid_minor == 0
    again = payment_return(payment_id=payment.pk, on=ON, at=AT, actor="a", reason="AM04")
    assert isinstance(again, Refusal)
    assert again.code == "PAYMENT_NOT_POSTED"


@pytest.mark.parametrize(
    ("kept", "given", "code"),
    [
        ({}, {"currency": "EUR"}, "WRONG_CURRENCY"),
        ({"status": "sold"}, {}, "ACCOUNT_SOLD"),
        ({"status": "settled"}, {}, "ACCOUNT_SETTLED"),
        ({"status": "paid"}, {}, "ACCOUNT_PAID"),
        ({}, {"account_id": 0}, "ACCOUNT_UNKNOWN"),
        ({}, {"amount_minor": 0}, "AMOUNT_NOT_ABOVE_ZERO"),
        ({}, {"amount_minor": -1}, "AMOUNT_NOT_ABOVE_ZERO"),
        ({}, {"key": ""}, "KEY_UNUSABLE"),
        ({}, {"key": "k" * 91}, "KEY_UNUSABLE"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    kept: dict[str, object], given: dict[str, object], code: str
) -> None:
    found = take(account(**kept), **given)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert not Payment.objects.exists()
    assert not LedgerTransaction.objects.exists()


def test_the_same_key_is_the_same_payment_and_never_another() -> None:
    owed = account()
    first = taken(owed, key="K")
    assert taken(owed, key="K").pk == first.pk
    other = take(owed, 2000, key="K")
    assert isinstance(other, Refusal)
    assert other.code == "IDEMPOTENCY_CONFLICT"
    assert Payment.objects.count() == 1


def test_a_payment_of_a_closed_period_goes_on_the_first_open_day_with_its_true_value_day() -> None:
    owed = account()
    period_lock(locked_through=date(2026, 3, 31), at=AT, actor="a")
    payment = taken(owed, value_on=date(2026, 3, 2))
    assert payment.transaction.on == date(2026, 4, 1)
    assert payment.transaction.value_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("paid_by", "expected"),
    [("", None), ("DOE, JANE", False), ("Mrs Jane Doe", False), ("John Doe", True), ("王伟", True)],
)
def test_a_payer_other_than_the_cardholder_is_kept(
    paid_by: str,
    expected: bool | None,  # noqa: FBT001 - a column of the table
) -> None:
    payment = taken(account(person(name="Jane Doe")), paid_by=paid_by)
    assert (payment.paid_by, payment.is_by_other) == (paid_by, expected)


def test_every_payment_leaves_an_audit_entry() -> None:
    payment = taken(account())
    entry = AuditEntry.objects.get(action="payment.taken")
    assert (entry.subject_id, entry.data["amount_minor"]) == (payment.pk, 1000)
