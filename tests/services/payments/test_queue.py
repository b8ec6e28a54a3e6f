"""Money that waits: matched by hand, put aside, sent back; every step leaves a trace."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from forbear.services.payments import queue
from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.services.payments.returning import payment_return
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, Payment, Posting
from tests.interchange.bank.make import camt053, entry, statement
from tests.store.make import account

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 5)
AT = datetime(2026, 3, 5, 8, tzinfo=UTC)
DOER = {"at": AT, "actor": "a"}


def waiting(tmp_path: Path, *entries: str) -> Payment:
    path = tmp_path / f"{Payment.objects.count()}.xml"
    path.write_bytes(camt053(statement(*(entries or (entry("10"),)), number=path.stem)))
    assert isinstance(bank_file_take(path=path, on=ON, **DOER), BankFileResult)
    return Payment.objects.exclude(state="posted").latest("pk")


def owed(**given: object) -> Account:
    return account(**{"currency": "EUR", **given})


def books() -> dict[str, int]:
    rows = Posting.objects.values("book").annotate(total=Sum("amount_minor"))
    return {row["book"]: row["total"] for row in rows if row["total"]}


def code(found: Payment | Refusal) -> str:
    return found.code if isinstance(found, Refusal) else found.state


def test_money_that_waits_is_matched_by_hand(tmp_path: Path) -> None:
    payment, one = waiting(tmp_path), owed()
    assert books() == {"cash": 1000, "suspense": -1000}
    done = queue.payment_match(payment_id=payment.pk, account_id=one.pk, on=ON, **DOER)
    assert code(done) == "posted"
    one.refresh_from_db()
    assert one.balance_minor == 540_000 - 1000
    assert books() == {"cash": 1000, "receivable": -1000}
    assert AuditEntry.objects.get(action="payment.matched").data["account"] == one.pk
    again = queue.payment_match(payment_id=payment.pk, account_id=one.pk, on=ON, **DOER)
    assert code(again) == "PAYMENT_NOT_WAITING"


def test_a_payment_matched_by_hand_can_go_back(tmp_path: Path) -> None:
    payment, one = waiting(tmp_path), owed()
    queue.payment_match(payment_id=payment.pk, account_id=one.pk, on=ON, **DOER)
    found = payment_return(payment_id=payment.pk, on=ON, reason="AC04", **DOER)
    assert code(found) == "returned"
    assert books() == {}


@pytest.mark.parametrize("by_hand", [True, False])
def test_money_taken_back_is_matched_to_its_payment_by_hand(
    by_hand: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
) -> None:
    one = owed()
    if by_hand:
        queue.payment_match(payment_id=waiting(tmp_path).pk, account_id=one.pk, on=ON, **DOER)
    else:
        detail = f"<RmtInf><Ustrd>for {one.reference}0000</Ustrd></RmtInf>"
        Account.objects.filter(pk=one.pk).update(reference=f"{one.reference}0000")
        path = tmp_path / "in.xml"
        path.write_bytes(camt053(statement(entry("10", details=[detail]))))
        assert isinstance(bank_file_take(path=path, on=ON, **DOER), BankFileResult)
    posted = Payment.objects.get(state="posted")
    back = waiting(tmp_path, entry("10", way="DBIT", more="<RvslInd>true</RvslInd>"))
    assert back.amount_minor == -1000
    refused = queue.payment_match(payment_id=back.pk, account_id=one.pk, on=ON, **DOER)
    assert code(refused) == "PAYMENT_WENT_OUT"
    done = queue.payment_match_return(payment_id=back.pk, returned_id=posted.pk, on=ON, **DOER)
    assert code(done) == "returned"
    posted.refresh_from_db()
    assert posted.state == "returned"
    assert books() == {}
    one.refresh_from_db()
    assert one.balance_minor == 540_000


@pytest.mark.parametrize(("amount", "expected"), [("11", "AMOUNT_DIFFERS"), ("9", "returned")])
def test_no_more_than_was_paid_goes_back(amount: str, expected: str, tmp_path: Path) -> None:
    one = owed()
    before = one.balance_minor
    queue.payment_match(payment_id=waiting(tmp_path).pk, account_id=one.pk, on=ON, **DOER)
    posted = Payment.objects.get(state="posted")
    back = waiting(tmp_path, entry(amount, way="DBIT", more="<RvslInd>true</RvslInd>"))
    done = queue.payment_match_return(payment_id=back.pk, returned_id=posted.pk, on=ON, **DOER)
    assert code(done) == expected
    if expected == "returned":
        rest = Payment.objects.get(key=f"rest:{posted.pk}")
        assert (rest.state, rest.amount_minor, rest.booked_on) == ("posted", 100, posted.booked_on)
        assert books() == {"cash": 100, "receivable": -100}
        one.refresh_from_db()
        assert one.balance_minor == before - 100


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "posted"),
        ({"status": "settled"}, "posted"),
        ({"status": "sold"}, "ACCOUNT_SOLD"),
        ({"currency": "USD"}, "WRONG_CURRENCY"),
    ],
)
def test_a_person_may_match_what_the_machine_held(
    given: dict[str, object], expected: str, tmp_path: Path
) -> None:
    payment, one = waiting(tmp_path), owed(**given)
    found = queue.payment_match(payment_id=payment.pk, account_id=one.pk, on=ON, **DOER)
    assert code(found) == expected


def test_money_is_put_aside_with_a_reason_and_taken_up_again(tmp_path: Path) -> None:
    payment = waiting(tmp_path)
    assert code(queue.payment_put_aside(payment_id=payment.pk, note=" ", **DOER)) == "NOTE_MISSING"
    assert code(queue.payment_put_aside(payment_id=payment.pk, note="ask", **DOER)) == "aside"
    assert code(queue.payment_take_up(payment_id=payment.pk, **DOER)) == "unmatched"
    actions = AuditEntry.objects.filter(subject="payment").values_list("action", flat=True)
    assert list(actions) == ["payment.put_aside", "payment.taken_up"]


def test_money_is_sent_back_in_two_steps(tmp_path: Path) -> None:
    payment = waiting(tmp_path)
    early = queue.payment_refunded(payment_id=payment.pk, on=ON, **DOER)
    assert code(early) == "REFUND_NOT_ASKED"
    asked = queue.payment_refund_ask(payment_id=payment.pk, note="not ours", **DOER)
    assert code(asked) == "refund_asked"
    assert books() == {"cash": 1000, "suspense": -1000}
    assert code(queue.payment_refunded(payment_id=payment.pk, on=ON, **DOER)) == "refunded"
    assert books() == {}
