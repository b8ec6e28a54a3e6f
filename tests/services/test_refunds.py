from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction

from forbear.services.debits import debits_read_results
from forbear.services.refunds import (
    refund_credit,
    refund_decide,
    refund_request,
    refunds_write_file,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, LedgerTransaction, Refund
from tests.interchange.sepa.test_results import camt, entry
from tests.services.debits.make import BANK, at, code, owed

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 3)  # Good Friday


def in_credit(minor: int = 5_000, **given: object) -> Account:
    return owed(balance_minor=-minor, next_due_on=None, next_due_minor=0, **given)


def request(of: Account, amount_minor: int = 5_000, **given: object) -> Refund | Refusal:
    return refund_request(
        **{
            "account_id": of.pk,
            "amount_minor": amount_minor,
            "holder": "Zoë Müller",
            "iban": "FR14 2004 1010 0505 0001 3M02 606",
            "reason": "paid twice",
            "key": "1",
            "at": at(ON),
            "actor": "asker",
            **given,
        }
    )


def approved(of: Account, **given: object) -> Refund:
    asked = request(of, **given)
    assert isinstance(asked, Refund), asked
    found = refund_decide(refund_id=asked.pk, is_approved=True, at=at(ON), actor="approver")
    assert isinstance(found, Refund), found
    return found


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"amount_minor": 5_001}, "ABOVE_CREDIT"),
        ({"amount_minor": 0}, "AMOUNT_INVALID"),
        ({"amount_minor": -1}, "AMOUNT_INVALID"),
        ({"iban": "FR15 2004 1010 0505 0001 3M02 606"}, "IBAN_INVALID"),
        ({"bic": "X"}, "BIC_INVALID"),
        ({"holder": "王芳"}, "NAME_UNWRITABLE"),
        ({"key": "x" * 40}, "KEY_INVALID"),
        ({"key": "a//b"}, "KEY_INVALID"),
        ({}, None),
    ],
)
def test_a_refund_is_asked_for_within_the_credit(
    given: dict[str, object], refused: str | None
) -> None:
    assert code(request(in_credit(), **given)) == refused
    assert Refund.objects.count() == (1 if refused is None else 0)


def test_an_account_that_owes_has_nothing_to_refund_and_only_euro_goes_out() -> None:
    assert code(request(owed(), 1)) == "ABOVE_CREDIT"
    assert code(request(in_credit(currency="USD"))) == "WRONG_CURRENCY"


def test_the_same_request_twice_is_one_and_another_needs_another_key() -> None:
    held = in_credit()
    assert request(held, 3_000) == request(held, 3_000)
    assert code(request(held, 2_000)) == "KEY_USED"
    assert code(request(held, 2_001, key="2")) == "ABOVE_CREDIT"
    assert code(request(held, 2_000, key="2")) is None
    assert refund_credit(held) == 0


def test_nobody_approves_what_they_asked_for_themselves() -> None:
    asked = request(in_credit())
    assert isinstance(asked, Refund)
    for is_approved in (True, False):
        found = refund_decide(refund_id=asked.pk, is_approved=is_approved, at=at(ON), actor="asker")
        assert code(found) == "FOUR_EYES"
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(decided_by="asker")
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(state="approved")


def test_a_refund_is_decided_once() -> None:
    refund = approved(in_credit())
    again = refund_decide(refund_id=refund.pk, is_approved=True, at=at(ON), actor="other")
    assert isinstance(again, Refund)
    assert again.decided_by == "approver"
    no = refund_decide(refund_id=refund.pk, is_approved=False, at=at(ON), actor="other")
    assert code(no) == "REFUND_STATE"


def test_a_refusal_frees_the_credit() -> None:
    held = in_credit()
    asked = request(held)
    assert isinstance(asked, Refund)
    refund_decide(refund_id=asked.pk, is_approved=False, at=at(ON), actor="other")
    assert code(request(held, key="2")) is None


def test_the_file_is_written_once_on_a_day_of_banks_and_posts_nothing() -> None:
    refund = approved(in_credit())
    (run,) = refunds_write_file(on=ON, bank=BANK, at=at(ON))
    (again,) = refunds_write_file(on=ON, bank=BANK, at=at(ON, 12))
    assert (run.pk, run.count, run.sum_minor) == (again.pk, 1, 5_000)
    root = ET.fromstring(bytes(run.content))
    found = {
        name: root.findtext(f".//{{*}}{name}")
        for name in ("EndToEndId", "InstdAmt", "ReqdExctnDt/{*}Dt")
    }
    assert list(found.values()) == [refund.end_to_end_id, "50.00", "2026-04-07"]
    refund.refresh_from_db()
    assert refund.state == "sent"
    assert not LedgerTransaction.objects.exists()


def test_a_refund_that_was_not_approved_is_not_written() -> None:
    request(in_credit())
    assert refunds_write_file(on=ON, bank=BANK, at=at(ON)) == []


def test_credit_that_is_gone_is_not_paid_out() -> None:
    held = in_credit()
    refund = approved(held)
    Account.objects.update(balance_minor=-4_999)
    assert refunds_write_file(on=ON, bank=BANK, at=at(ON)) == []
    refund.refresh_from_db()
    assert refund.state == "refused"


def test_a_refund_that_comes_back_is_told() -> None:
    refund = approved(in_credit())
    refunds_write_file(on=ON, bank=BANK, at=at(ON))
    content = camt(entry(refund.end_to_end_id, "AC04", amount="50.00"))
    found = debits_read_results(content, name="a", on=ON, at=at(ON))
    assert [row.pk for row in found.refunds] == [refund.pk]
    again = debits_read_results(content + b"\n", name="b", on=ON, at=at(ON))
    assert (again.known, again.refunds) == (1, ())
