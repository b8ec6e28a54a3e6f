"""How to pay, on the page of wishes: our own ways, a reference that names nothing, no debt told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from forbear.core.payments.references import creditor_reference, in_fours
from forbear.packs.issuers import load_issuer
from forbear.services.payments.payers import pay_open, pay_reference_end, pay_token
from forbear.services.preferences import link_token
from forbear.store.models import Contact, PayerPayment, Payment, PayReference, PlannedContact
from forbear.web.portal import paying
from tests.services.agreements.make import code
from tests.services.payments.test_payers import give, take, transfer
from tests.store.make import account, person, planned, point
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
ISSUER = load_issuer()
ASKED = {"wish": "pay"}


def sent(
    template: str = "first_reminder", party: str = "cardholder", **given: object
) -> PlannedContact:
    owed = account(
        person(name="Ada Kowalski"), **{"currency": "EUR", "card_last4": "4821", **given}
    )
    address = point(owed.person, kind="email", value="ada@example.com", party=party)
    return planned(
        owed,
        at=portfolio.AT,
        channel="email",
        contact_point=address,
        state="sent",
        template=template,
    )


def url(message: PlannedContact, *, days_old: int = 0) -> str:
    return f"/p/{link_token(message.pk, at=portfolio.AT - timedelta(days=days_old))}/"


def shown(client: Client, message: PlannedContact, **given: str) -> str:
    return client.post(url(message), {**ASKED, **given}).content.decode()


def test_looking_makes_nothing_and_a_press_shows_our_own_account(client: Client) -> None:
    message = sent()
    page = client.get(url(message)).content.decode()
    assert "Show me how to pay" in page
    assert not PayReference.objects.exists()
    pages = [shown(client, message) for _ in range(2)]
    row = PayReference.objects.get()
    assert row.is_own
    assert row.code is not None
    assert ISSUER.bank is not None
    for page in pages:
        for part in (
            ISSUER.bank.name,
            in_fours(ISSUER.bank.iban),
            ISSUER.bank.bic,
            in_fours(creditor_reference(row.code)),
            ISSUER.words["en"]["pay_way"],
        ):
            assert part in page
        for part in ("Ada", "Kowalski", "4821", message.account.reference, "5,400", "1,200"):
            assert part not in page
    assert ISSUER.words["zh-Hans"]["pay_way"] in shown(client, message, lang="zh-hans")
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        # the reader was told of no debt, so the page tells of none
        {"template": "limited_content"},
        {"template": "call_back_confirmed"},
        {"template": "no_such_words"},
        {"template": ""},
        {"party": "spouse"},
        {"party": "guarantor"},
        {"collector_kind": "buyer"},
        {"status": "settled"},
        {"status": "sold"},
        {"balance_minor": 0},
    ],
    ids=str,
)
def test_where_it_is_not_for_them_nothing_is_offered_nor_made(
    client: Client, given: dict[str, str]
) -> None:
    message = sent(**given)  # type: ignore[arg-type] # passed on
    for page in (client.get(url(message)).content.decode(), shown(client, message)):
        assert "how to pay" not in page.casefold()
        assert "IBAN" not in page
    assert not PayReference.objects.exists()


def test_an_old_link_shows_no_way_to_pay(client: Client) -> None:
    old = url(sent(), days_old=400)
    assert "how to pay" not in client.post(old, ASKED).content.decode().casefold()
    assert not PayReference.objects.exists()


def test_a_house_without_an_account_of_its_own_shows_its_sentence_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "issuer", lambda: replace(ISSUER, bank=None))
    page = shown(client, sent())
    assert ISSUER.words["en"]["pay_way"] in page
    assert "IBAN" not in page


def test_what_comes_under_it_is_the_cardholders_own(client: Client, tmp_path: Path) -> None:
    message = sent()
    shown(client, message)
    own = PayReference.objects.get()
    other = give(message.account)
    assert isinstance(other, PayReference)
    assert other != own
    assert pay_open(pay_token(own.pk), issuer=ISSUER) is None
    references = [creditor_reference(one.code or "") for one in (own, other)]
    entries = [transfer(one, f"1{n}.00") for n, one in enumerate(references)]
    assert take(tmp_path, *entries).posted == 2
    [theirs] = PayerPayment.objects.all()
    assert theirs.reference == other
    assert Payment.objects.filter(account=message.account).count() == 2
    # the other payers' reference is ended, the cardholder's stays
    pay_reference_end(account_id=message.account_id, at=portfolio.AT, actor="a")
    assert code(pay_reference_end(account_id=message.account_id, at=portfolio.AT, actor="a"))
    assert PayReference.objects.get(ended_at=None) == own
