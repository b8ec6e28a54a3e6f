"""The page of a link to sign: nothing before it is known who reads, and no step done twice."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from forbear.services.agreements.links import sign_token
from forbear.services.agreements.offers import offer_withdraw
from forbear.services.payments.payers import pay_token
from forbear.store.models import (
    InboundMessage,
    Offer,
    PayReference,
    Plan,
    PlannedContact,
    SignedAgreement,
    SignLink,
    SignStep,
)
from forbear.web.agreements import signing as desk_pages
from forbear.web.portal import sign as pages
from forbear.wiring import clock
from tests.services.agreements.make import AT, PLAN, made
from tests.services.agreements.signing import NAME, PUBLIC, RIGHT, cardholder, linked, papers
from tests.web import portfolio

pytestmark = pytest.mark.django_db
# neither a name nor a sum, nor a word of what it is about
GIVEN_AWAY = (NAME, "Ada", "4821", "debt", "owe", "plan", "settle", "payment", "欠", "还款")


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    made_by = papers(tmp_path)
    for module in (pages, desk_pages):
        monkeypatch.setattr(module, "papers", lambda: made_by)


@pytest.fixture
def link() -> SignLink:
    return linked()


def url(link: SignLink) -> str:
    return f"/s/{sign_token(link.pk)}/"


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def proved(client: Client, link: SignLink, **more: str) -> str:
    return text(client.post(url(link), {"act": "prove", **RIGHT, **more}))


def signing(page: str, **given: str) -> dict[str, str]:
    sent = {"act": "sign", "pass": hidden(page, "pass"), "digest": hidden(page, "digest")}
    return {**sent, "name": NAME, "agree": "yes", **given}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_before_it_is_known_who_reads_nothing_is_given_away(
    client: Client, link: SignLink, language: str
) -> None:
    shown = [client.get(url(link), {"lang": language})]
    wrong = {"act": "prove", "card_last4": "0000", "mobile": "1", "lang": language}
    shown += [client.post(url(link), wrong) for _ in range(4)]
    shown.append(client.post(url(link), {"act": "sign", "name": NAME, "pass": "1.x"}))
    assert [answer.status_code for answer in shown] == [200, 422, 422, 403, 200, 200]
    for answer in shown:
        main = text(answer).partition("<main")[2].partition("</main>")[0].casefold()
        assert not [word for word in GIVEN_AWAY if word.casefold() in main]
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
    assert SignStep.objects.filter(kind="wrong").count() == 3


def test_it_is_read_signed_and_fetched_by_the_same_link(client: Client, link: SignLink) -> None:
    page = proved(client, link)
    for part in (NAME, "4821", "$500.00", "Your rights", "March"):
        assert part in page
    signed = client.post(url(link), signing(page))
    assert "Thank you, Ada Kowalski" in text(signed)
    assert Offer.objects.get().state == "accepted"
    # the back button, the second click, the second tab
    assert "Thank you, Ada Kowalski" in text(client.post(url(link), signing(page)))
    assert Plan.objects.count() == SignedAgreement.objects.count() == 1
    later = proved(Client(), link)
    copy = client.post(url(link), {"act": "copy", "pass": hidden(later, "pass")})
    assert copy.headers["Content-Type"] == "application/pdf"
    assert copy.content.startswith(b"%PDF")
    # a link alone fetches nothing
    assert client.post(url(link), {"act": "copy", "pass": ""}).status_code == 403


def test_the_language_is_changed_without_asking_again(client: Client, link: SignLink) -> None:
    page = proved(client, link)
    chinese = {"act": "show", "pass": hidden(page, "pass"), "lang": "zh-hans"}
    other = text(client.post(url(link), chinese))
    assert "分期还款协议" in other
    assert hidden(other, "digest") != hidden(page, "digest")
    done = client.post(url(link), signing(other, lang="zh-hans"))
    assert done.status_code == 200
    assert SignedAgreement.objects.get().language == "zh-Hans"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "Bob"}, "type your own name"),
        ({"name": "Ada\u202eKowalski"}, "type your own name"),
        ({"agree": ""}, "Please tick"),
        ({"digest": "0" * 64}, "Something has changed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, link: SignLink, given: dict[str, str], said: str
) -> None:
    answer = client.post(url(link), signing(proved(client, link), **given))
    assert answer.status_code == 422
    assert said in text(answer)
    assert hidden(text(answer), "pass")
    assert Offer.objects.get().state == "offered"


def test_a_question_and_a_no(client: Client, link: SignLink) -> None:
    page = proved(client, link)
    asked = {"act": "ask", "pass": hidden(page, "pass"), "question": "What if I lose my job?"}
    for _ in range(2):
        assert "We have your question" in text(client.post(url(link), asked))
    assert InboundMessage.objects.get().text == "What if I lose my job?"
    no = {"act": "decline", "pass": hidden(page, "pass")}
    for _ in range(2):
        assert "You said no" in text(client.post(url(link), no))
    assert Offer.objects.get().state == "declined"
    assert "You said no" in text(client.post(url(link), signing(page)))


def test_what_was_taken_back_says_so_kindly(client: Client, link: SignLink) -> None:
    page = proved(client, link)
    offer_withdraw(offer_id=link.offer_id, at=AT, actor="maker", why="wrong")
    answer = text(client.post(url(link), signing(page)))
    assert "no longer holds" in answer
    assert not Plan.objects.exists()


@pytest.mark.parametrize("token", ["x", "1.aaaa", "a" * 5000, "%00", "1-1", "📧"])
def test_a_link_that_is_none_is_told_politely(client: Client, token: str) -> None:
    answer = client.post(f"/s/{token}/", {"act": "sign"})
    assert answer.status_code == 404
    assert "This link does not open" in text(answer)


def test_the_desk_sends_a_link_and_shows_where_it_stands(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_pages, "public_url", lambda: PUBLIC)
    desk = Client()
    desk.force_login(portfolio.collector(), portfolio.BACKEND)
    of = cardholder()
    offer = made(of, PLAN)
    place = f"/accounts/{of.pk}/agreements/"
    assert "Send a link to sign" in text(desk.get(place))
    for _ in range(2):
        assert desk.post(f"/offers/{offer.pk}/sign-link/").status_code == 302
    link = SignLink.objects.get()
    assert "link waits to be sent" in text(desk.get(place))
    planned = PlannedContact.objects.filter(pk=link.planned_id)
    planned.update(window_from=clock.now() + timedelta(days=1))
    assert "their time" in text(desk.get(place))
    planned.update(state="refused", note="us-dc-electronic-ask")
    assert "as often as the rule allows for now. (D.C. Code 28-3814)" in text(desk.get(place))
    client.post(url(link), signing(proved(client, link)))
    page = text(desk.get(place))
    assert "signed by link" in page
    assert SignedAgreement.objects.get().code in page
    assert desk.get(f"/offers/{offer.pk}/signed/").content.startswith(b"%PDF")


def test_a_reference_for_somebody_else_who_pays_is_shown_to_a_known_reader(
    client: Client, link: SignLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "public_url", lambda: PUBLIC)
    monkeypatch.setattr(pages, "code_key", lambda: b"k")
    assert client.post(url(link), {"act": "payer", "pass": ""}).status_code == 403
    asked = {"act": "payer", "pass": hidden(proved(client, link), "pass")}
    shown = [text(client.post(url(link), asked)) for _ in range(2)]
    row = PayReference.objects.get()
    assert row.account == link.offer.account
    for page in shown:
        assert f"{PUBLIC}/pay/{pay_token(row.pk)}/" in page
        # and the paper is still there to be signed
        assert hidden(page, "digest")
