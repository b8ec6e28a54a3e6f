"""The page for somebody who pays for another: whom, where, which reference, and not a word more."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forbear.core.payments.references import in_fours
from forbear.packs.issuers import load_issuer
from forbear.services.payments.payers import pay_reference_give, pay_to, pay_token
from forbear.store.models import Account, AuditEntry, PayReference
from forbear.web.agreements import payers as desk_pages
from tests.store.make import account, person, point
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
ISSUER = load_issuer()
# debt words of both languages; the person, the card and the sums of the account below
GIVEN_AWAY = (
    r"debt|owe|overdue|arrears|collect|loan|card|balance|plan|settle|account ending|"
    r"欠|逾期|催|信用卡|贷|余额|Ada|Kowalski|4821|1,200|1200|5,400|5400"
)


@pytest.fixture
def of() -> Account:
    return account(person(name="Ada Kowalski"), card_last4="4821", currency="EUR")


def given(of: Account) -> PayReference:
    found = pay_reference_give(
        account_id=of.pk, issuer=ISSUER, code_key=b"k", at=portfolio.AT, actor="a"
    )
    assert isinstance(found, PayReference)
    return found


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_tells_whom_to_pay_and_nothing_else(client: Client, of: Account, language: str) -> None:
    row = given(of)
    before = AuditEntry.objects.count()
    answer = client.get(f"/pay/{pay_token(row.pk)}/", {"lang": language})
    page = answer.content.decode()
    told = pay_to(row, issuer=ISSUER)
    assert told is not None
    for part in (told.name, in_fours(told.iban), told.bic, in_fours(told.reference), "EUR"):
        assert part in page
    main = page.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<[^>]+>", " ", main).replace(in_fours(told.iban), "")
    assert re.findall(GIVEN_AWAY, text, re.IGNORECASE) == []
    assert of.reference not in page
    assert not answer.cookies
    assert AuditEntry.objects.count() == before


def test_of_an_account_that_needs_nothing_it_tells_nothing(client: Client, of: Account) -> None:
    row = given(of)
    Account.objects.filter(pk=of.pk).update(status="settled")
    for token in (pay_token(row.pk), "1.x", "x" * 3000, f"{row.pk}." + "A" * 22):
        answer = client.get(f"/pay/{token}/")
        assert answer.status_code == 404
        assert "This page is not in use" in answer.content.decode()


def test_the_desk_sends_it_to_the_cardholder_and_ends_it(
    monkeypatch: pytest.MonkeyPatch, of: Account
) -> None:
    monkeypatch.setattr(desk_pages, "public_url", lambda: "https://pay.bank.example")
    monkeypatch.setattr(desk_pages, "code_key", lambda: b"k")
    point(of.person, kind="email", value="ada@example.com")
    desk = Client()
    desk.force_login(portfolio.collector(), portfolio.BACKEND)
    place = f"/accounts/{of.pk}/payer/"
    page = desk.post(place, {"to": "send"}, follow=True).content.decode()
    row = PayReference.objects.get()
    told = pay_to(row, issuer=ISSUER)
    assert told is not None
    assert in_fours(told.reference) in page
    assert row.planned is not None
    assert row.planned.contact_point.party == "cardholder"
    desk.post(place, {"to": "end"})
    row.refresh_from_db()
    assert row.ended_at is not None
    assert desk.post(place, {"to": "x"}).status_code == 404
