"""Refunds by the API: what another payer paid too much is asked back, and a person decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.services.refunds import refund_decide
from forbear.store.models import Account, Refund
from forbear.wiring import clock
from tests.services.agreements.make import code
from tests.services.payments.test_files import AT, owed
from tests.services.payments.test_payers import PAYER, given, take, transfer
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def card(tmp_path: Path) -> Account:
    """Return an account for which somebody else paid 50.00 too much."""
    of = owed(10_000)
    _, told = given(of)
    take(tmp_path, transfer(told.reference, "150.00"))
    return of


def test_it_is_asked_for_once_and_a_person_decides(card: Account) -> None:
    host, place = System(), f"accounts/{card.reference}/payer/refund"
    first = host.post(place, {"reason": "paid too much"})
    assert first.status_code == 201, first.content
    assert host.post(place, {"reason": "paid too much"}).json() == first.json()
    row = Refund.objects.get()
    assert (row.iban, row.amount_minor, row.requested_by) == (PAYER, 5_000, "api:host")
    [told] = first.json()
    assert (told["state"], told["to_end"], told["amount_minor"]) == ("requested", PAYER[-4:], 5_000)
    assert PAYER not in first.content.decode()
    own = refund_decide(refund_id=row.pk, is_approved=True, at=AT, actor="api:host")
    assert code(own) == "FOUR_EYES"
    refund_decide(refund_id=row.pk, is_approved=True, at=AT, actor="mori")
    [shown] = host.get(f"accounts/{card.reference}/refunds").json()
    assert shown["state"] == "approved"
    again = host.post(place, {"reason": "once more"})
    assert (again.status_code, again.json()["code"]) == (409, "NOTHING_TOO_MUCH")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "DOES_NOT_FIT"),
        ({"reason": ""}, 422, "DOES_NOT_FIT"),
        ({"reason": "a\nb"}, 422, "DOES_NOT_FIT"),
        ({"reason": "x" * 201}, 422, "DOES_NOT_FIT"),
        ({"reason": "x", "iban": PAYER}, 422, "DOES_NOT_FIT"),
        ({"reason": "x"}, 409, "NOTHING_TOO_MUCH"),
    ],
)
def test_what_cannot_be_is_said(body: dict[str, str], status: int, code: str) -> None:
    of = owed(10_000)
    answer = System().post(f"accounts/{of.reference}/payer/refund", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Refund.objects.exists()


def test_an_account_that_is_not_there_and_a_scope_that_is_missing(card: Account) -> None:
    assert System().post("accounts/nobody/payer/refund", {"reason": "x"}).status_code == 404
    assert System().get("accounts/nobody/refunds").status_code == 404
    reader = System("reader", "refunds:read", "payers:write")
    answer = reader.post(f"accounts/{card.reference}/payer/refund", {"reason": "x"})
    assert answer.json()["code"] == "SCOPE_MISSING"
