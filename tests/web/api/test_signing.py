"""Signing by link through the API: sent, opened, signed, fetched; and never the link itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse

from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements import links
from forbear.services.agreements.links import sign_token
from forbear.services.agreements.papers import Papers
from forbear.services.agreements.proving import pass_of, reader_verify
from forbear.store.models import AuditEntry, Offer, PlannedContact, SignedAgreement, SignLink
from forbear.web.api import signing as pages
from forbear.wiring import clock
from tests.services.agreements.make import AT, PLAN, made, owing
from tests.services.agreements.signing import (
    NAME,
    PUBLIC,
    VISITOR,
    cardholder,
    linked,
    papers,
    read,
    sign,
)
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Papers:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", PUBLIC)
    made_by = papers(tmp_path)
    monkeypatch.setattr(pages, "papers", lambda: made_by)
    return made_by


@pytest.fixture
def offer() -> Offer:
    return made(cardholder(), PLAN)


def sent(offer: Offer, body: object = None) -> HttpResponse:
    return System().post(f"offers/{offer.pk}/sign-link", body or {})


def stands(offer: Offer) -> dict[str, object]:
    answer = System().get(f"offers/{offer.pk}/sign-link")
    assert answer.status_code == 200, answer.content
    return answer.json()


def left(state: str = "sent") -> None:
    PlannedContact.objects.filter(template="agreement_link").update(state=state)


def test_a_link_is_sent_to_the_cardholder_and_given_to_no_system(offer: Offer) -> None:
    answer = sent(offer)
    assert answer.status_code == 201, answer.content
    link = SignLink.objects.get()
    assert answer.json() == stands(offer)
    assert answer.json() | {"state": "open", "message": "planned", "opened_at": None} == (
        answer.json()
    )
    step = read(link)
    told = answer.content.decode() + str(stands(offer))
    for secret in (sign_token(link.pk), sign_token(link.pk).partition(".")[2], pass_of(step)):
        assert secret not in told
    assert PUBLIC not in told
    assert NAME not in told
    assert AuditEntry.objects.get(action="agreement.link_planned").actor == "api:host"


def test_one_that_opens_is_not_sent_twice_unless_it_is_asked_for(offer: Offer) -> None:
    first = sent(offer).json()["id"]
    assert sent(offer, {"is_again": True}).json()["id"] == first, "it waits"
    left()
    assert sent(offer).json()["id"] == first
    second = sent(offer, {"is_again": True}).json()["id"]
    assert second != first
    left("refused")
    assert sent(offer).json()["id"] not in {first, second}, "what did not leave reached nobody"


def test_after_too_many_wrong_tries_another_is_sent(offer: Offer) -> None:
    first = sent(offer).json()["id"]
    left()
    for _ in range(3):
        typed = {"card_last4": "0000", "mobile": "9999"}
        reader_verify(link_id=first, typed=typed, at=AT, visitor=VISITOR)
    assert stands(offer) | {"state": "closed", "tries_left": 0} == stands(offer)
    assert sent(offer).json()["id"] != first


def test_what_was_signed_is_shown_and_its_paper_fetched(house: Papers) -> None:
    link = linked()
    offer = link.offer
    step = read(link)
    assert stands(offer)["opened_at"] is not None
    assert stands(offer)["signed"] is None
    missing = System().get(f"offers/{offer.pk}/signed")
    assert (missing.status_code, missing.json()["code"]) == (404, "NOT_SIGNED")
    signed = sign(step, house)
    assert isinstance(signed, SignedAgreement), signed
    found = stands(offer)
    assert found["state"] == "signed"
    told = found["signed"]
    assert told["pdf_sha256"] == signed.pdf_sha256
    assert told["code"] == signed.code
    assert NAME not in str(found)
    paper = System("archive", "agreements:papers").get(f"offers/{offer.pk}/signed")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Cache-Control"] == "no-store"
    assert paper.content.startswith(b"%PDF")
    other = System("host", "agreements:read", "agreements:write").get(f"offers/{offer.pk}/signed")
    assert (other.status_code, other.json()["code"]) == (403, "SCOPE_MISSING")


def test_a_paper_that_was_changed_is_not_handed_over(tmp_path: Path) -> None:
    link = linked()
    sign(read(link), papers(tmp_path))
    (pdf,) = tmp_path.rglob("agreement-*.pdf")
    pdf.write_bytes(b"%PDF-1.7 other")
    answer = System().get(f"offers/{link.offer_id}/signed")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"


def test_it_stays_signed_when_the_page_shows_no_copy_any_more(
    house: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = linked()
    sign(read(link), house)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=200))
    assert stands(link.offer)["state"] == "signed"


@pytest.mark.parametrize(
    ("make", "url", "status", "code"),
    [
        (lambda: made(cardholder(), PLAN), "", 409, "NO_PUBLIC_PAGES"),
        (lambda: made(owing(card_last4="4821"), PLAN), PUBLIC, 409, "NO_LINK_ADDRESS"),
        (lambda: Offer(pk=999_999), PUBLIC, 404, "OFFER_MISSING"),
    ],
)
def test_what_cannot_be_signed_is_refused(
    make: object, url: str, status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", url)
    only_plans = replace(load_agreement_rules(), sign_types=("installment",))
    monkeypatch.setattr(links, "load_agreement_rules", lambda: only_plans)
    answer = sent(make())  # type: ignore[operator]
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not SignLink.objects.exists()


def test_the_house_says_which_kinds_are_signed(
    offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = replace(load_agreement_rules(), sign_types=("settlement",))
    monkeypatch.setattr(links, "load_agreement_rules", lambda: none)
    answer = sent(offer)
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_SIGNABLE")


def test_where_no_link_was_sent_there_is_none(offer: Offer) -> None:
    answer = System().get(f"offers/{offer.pk}/sign-link")
    assert (answer.status_code, answer.json()["code"]) == (404, "LINK_MISSING")
    answer = System().get("offers/999999/sign-link")
    assert (answer.status_code, answer.json()["code"]) == (404, "OFFER_MISSING")
