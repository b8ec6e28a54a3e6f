"""References for other payers by the API: given once, sent once, ended; nothing of who pays."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.services.payments.payers import pay_open, pay_token
from forbear.store.models import Account, AuditEntry, PayReference, PlannedContact
from forbear.wiring import clock
from forbear.wiring.adapters import issuer
from tests.services.payments.test_files import AT, owed
from tests.services.payments.test_payers import take, transfer
from tests.store.make import point
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", "https://pay.bank.example")


@pytest.fixture
def card() -> Account:
    of = owed(card_last4="4821")
    point(of.person, kind="email", value="jane@example.com")
    return of


def test_a_reference_is_given_once_and_shown(card: Account) -> None:
    host, place = System(), f"accounts/{card.reference}/payer"
    assert host.get(place).json()["code"] == "PAY_REFERENCE_NONE"
    first = host.post(place, {})
    assert first.status_code == 200, first.content
    assert host.post(place, {}).json() == first.json() == host.get(place).json()
    row = PayReference.objects.get()
    told = pay_open(pay_token(row.pk), issuer=issuer())
    assert told is not None
    assert (first.json()["reference"], first.json()["iban"]) == (told.reference, told.iban)
    assert first.json()["message"] is None
    assert not PlannedContact.objects.exists()
    assert AuditEntry.objects.get(action="payer.reference_given").actor == "api:host"


def test_the_cardholder_is_told_of_it_once(card: Account) -> None:
    host, place = System(), f"accounts/{card.reference}/payer"
    assert host.post(place, {"is_sent": True}).json()["message"] == "planned"
    PlannedContact.objects.update(state="sent")
    assert host.post(place, {"is_sent": True}).json()["message"] == "sent"
    assert PlannedContact.objects.count() == 1
    again = host.post(place, {"is_sent": True, "is_again": True})
    assert again.json()["message"] == "planned"
    assert PlannedContact.objects.count() == 2


def test_what_came_is_listed_without_a_word_of_who_paid(card: Account, tmp_path: Path) -> None:
    host, place = System(), f"accounts/{card.reference}/payer"
    reference = host.post(place, {}).json()["reference"]
    assert take(tmp_path, transfer(reference, "100.00")).posted == 1
    found = host.get(place)
    [payment] = found.json()["payments"]
    assert (payment["amount_minor"], payment["currency"]) == (10_000, card.currency)
    assert "Joe" not in found.content.decode()
    assert "FR14" not in found.content.decode()


def test_it_is_ended_once(card: Account) -> None:
    host, place = System(), f"accounts/{card.reference}/payer"
    host.post(place, {})
    assert host.post(f"{place}/end", {}).json()["account"] == card.reference
    again = host.post(f"{place}/end", {})
    assert (again.status_code, again.json()["code"]) == (404, "PAY_REFERENCE_NONE")
    assert host.get(place).status_code == 404


def test_where_nothing_is_paid_to_us_there_is_none(card: Account) -> None:
    host, place = System(), f"accounts/{card.reference}/payer"
    host.post(place, {})
    Account.objects.filter(pk=card.pk).update(status="settled")
    for answer in (host.get(place), host.post(place, {})):
        assert (answer.status_code, answer.json()["code"]) == (409, "PAY_ACCOUNT_CLOSED")


@pytest.mark.parametrize(
    ("body", "scope", "status"),
    [
        ({"is_sent": "yes"}, "payers:write", 422),
        ({"to": "joe@example.com"}, "payers:write", 422),
        ({}, "payers:read", 403),
        ({}, "payments:write", 403),
    ],
)
def test_what_does_not_fit_makes_none(
    card: Account, body: dict[str, object], scope: str, status: int
) -> None:
    answer = System("other", scope).post(f"accounts/{card.reference}/payer", body)
    assert answer.status_code == status
    assert not PayReference.objects.exists()
