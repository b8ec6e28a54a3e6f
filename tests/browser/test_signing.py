"""A paper read and signed in a real browser: without a script, by keyboard, on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forbear.core.agreements.offers import OfferTerms
from forbear.packs.issuers import load_issuer
from forbear.services.agreements.links import sign_token
from forbear.services.payments.payers import pay_reference_give, pay_token
from forbear.store.models import Offer, PayReference, SignedAgreement
from forbear.web.portal import sign as pages
from forbear.wiring import clock
from tests.browser.conftest import Desk, flaws, overflows
from tests.services.agreements.make import AT, PAUSE, RATE, WAIVER
from tests.services.agreements.signing import cardholder, linked, papers
from tests.store.make import account, person
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def house(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: ARG001
    monkeypatch.setattr(clock, "now", lambda: AT)
    made_by = papers(tmp_path)
    monkeypatch.setattr(pages, "papers", lambda: made_by)


def fine(page: Page, name: str) -> None:
    assert flaws(page) == []
    assert not overflows(page)
    if shots := os.environ.get("EM_SHOTS"):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 390), ("zh", "dark", 390)]
)
def test_a_paper_is_read_and_signed(desk: Desk, language: str, scheme: str, width: int) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)
    link = linked(cardholder())
    name = f"sign-{language}-{scheme}-{width}"
    page.goto(f"{desk.address}/s/{sign_token(link.pk)}/")
    fine(page, f"{name}-ask")
    page.locator("#card_last4").fill("4821")
    page.locator("#mobile").fill("9999")
    page.locator("#mobile").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    fine(page, f"{name}-wrong")
    page.locator("#card_last4").fill("4821")
    page.locator("#mobile").fill("0123")
    page.locator("#mobile").press("Enter")
    expect(page.locator("#paper")).to_be_visible()
    fine(page, f"{name}-paper")
    page.locator("#name").fill("Ada Kowalski")
    page.locator("#agree").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ada Kowalski")
    fine(page, f"{name}-signed")
    with page.expect_download() as copy:
        page.locator("button.button-primary").click()
    assert copy.value.path().read_bytes().startswith(b"%PDF")
    assert Offer.objects.get().state == "accepted"
    assert SignedAgreement.objects.count() == 1


@pytest.mark.parametrize("terms", [WAIVER, PAUSE, RATE], ids=lambda terms: terms.type)
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "dark", 1280), ("zh", "light", 390)]
)
def test_waivers_and_relief_are_signed_too(
    desk: Desk, terms: OfferTerms, language: str, scheme: str, width: int
) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)
    link = linked(cardholder(), terms)
    page.goto(f"{desk.address}/s/{sign_token(link.pk)}/")
    page.locator("#card_last4").fill("4821")
    page.locator("#mobile").fill("0123")
    page.locator("#mobile").press("Enter")
    expect(page.locator("#paper")).to_be_visible()
    fine(page, f"sign-{terms.type}-{language}-{scheme}-{width}")
    page.locator("#name").fill("Ada Kowalski")
    page.locator("#agree").check()
    page.locator("#agree").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ada Kowalski")
    assert SignedAgreement.objects.get().offer == link.offer


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "dark", 390), ("zh", "light", 1280)]
)
def test_a_payer_sees_how_to_pay(desk: Desk, language: str, scheme: str, width: int) -> None:
    row = pay_reference_give(
        account_id=account(person(), currency="EUR").pk,
        issuer=load_issuer(),
        code_key=b"k",
        at=portfolio.AT,
        actor="a",
    )
    assert isinstance(row, PayReference)
    page = desk.page(width=width, scheme=scheme, language=language)
    page.goto(f"{desk.address}/pay/{pay_token(row.pk)}/")
    expect(page.locator(".portal-sums .is-total")).to_contain_text("RF")
    fine(page, f"pay-{language}-{scheme}-{width}")


def test_the_desk_s_page_of_agreements_holds_both(desk: Desk) -> None:
    page = desk.sign_in(desk.page(width=390))
    link = linked(cardholder())
    page.goto(f"{desk.address}/accounts/{link.offer.account_id}/agreements/")
    expect(page.get_by_role("button", name="Send a new link to sign")).to_be_visible()
    expect(page.get_by_role("button", name="Send it to the cardholder")).to_be_visible()
    fine(page, "agreements-390")
