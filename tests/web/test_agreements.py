"""Offers, plans, relief and four eyes at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.core.agreements.offers import OFFER_STATES
from forbear.core.speech.audit.values import OFFER_TYPES
from forbear.core.tables import words as w
from forbear.store.models import Account, Approval, Offer, Relief
from forbear.web.agreements import words
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
DAY = (portfolio.ON + timedelta(days=20)).isoformat()
PLAN = {
    "type": "installment",
    "key": "one",
    "months": "24",
    "first_due_on": DAY,
    "income": "9000.00",
    "people": "1",
    "out_housing": "1500.00",
    "why": "She asked.",
}
SETTLE = {
    "type": "settlement",
    "key": "two",
    "amount": "6000.00",
    "pay_by": DAY,
    "why": "He asked.",
}


@pytest.fixture
def lead(client: Client) -> Callable[[], Client]:
    def sign_in() -> Client:
        user = User.objects.create_user("okafor")
        user.groups.add(Group.objects.create(name="team_lead"))
        other = Client()
        other.force_login(user, portfolio.BACKEND)
        return other

    del client
    return sign_in


def url(of: Account) -> str:
    return f"/accounts/{of.pk}/agreements/"


def test_the_pages_are_for_those_who_may(client: Client, accounts: list[Account]) -> None:
    user = User.objects.create_user("kasse")
    client.force_login(user, portfolio.BACKEND)
    assert client.get(url(accounts[0])).status_code == 403
    assert client.get("/approvals/").status_code == 403
    assert client.post("/approvals/1/answer/").status_code == 403
    assert client.post("/offers/1/move/").status_code == 403


def test_a_collector_does_not_approve(desk: Client) -> None:
    assert desk.get("/approvals/").status_code == 403


@pytest.mark.parametrize("kind", OFFER_TYPES)
def test_every_kind_has_its_form(kind: str, desk: Client, accounts: list[Account]) -> None:
    page = desk.get(url(accounts[0]), {"type": kind})
    assert page.status_code == 200
    assert str(words.TYPE[kind]) in page.content.decode()


def test_a_plan_is_worked_out_while_it_is_written(desk: Client, accounts: list[Account]) -> None:
    part = desk.post(url(accounts[0]), PLAN, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "They can spare" in part
    assert "¥7,000.00" in part
    assert "Somebody else has to approve it" in part
    assert part.count("<tr") == 25
    whole = desk.post(url(accounts[0]), {**PLAN, "act": "view"}).content.decode()
    assert "They can spare" in whole
    assert not Offer.objects.exists()


def test_a_plan_that_cannot_be_says_why_and_keeps_what_was_written(
    desk: Client, accounts: list[Account]
) -> None:
    answer = desk.post(url(accounts[0]), {**PLAN, "act": "make", "income": "100.00"})
    assert answer.status_code == 422
    assert "Nothing is left to pay with" in answer.content.decode()
    assert "She asked." in answer.content.decode()
    answer = desk.post(url(accounts[0]), {**PLAN, "act": "make", "months": "99", "income": "x"})
    assert "Write the amount in digits" in answer.content.decode()


def test_an_offer_is_made_once_and_accepted(desk: Client, accounts: list[Account]) -> None:
    for _ in range(2):
        given = {**PLAN, "months": "12", "act": "make"}
        assert desk.post(url(accounts[0]), given).status_code == 302
    offer = Offer.objects.get()
    assert offer.state == "offered"
    page = desk.get(url(accounts[0])).content.decode()
    assert "They accept" in page
    done = desk.post(f"/offers/{offer.pk}/move/", {"to": "accepted"}, follow=True)
    assert "They accept" not in done.content.decode()
    assert "¥" in done.content.decode()
    accounts[0].refresh_from_db()
    assert accounts[0].plan == "kept"
    again = desk.post(f"/offers/{offer.pk}/move/", {"to": "withdrawn", "why": "x"}, follow=True)
    assert "it binds us" in again.content.decode()
    assert desk.post(f"/offers/{offer.pk}/move/", {"to": "gold"}).status_code == 404


def test_four_eyes(desk: Client, accounts: list[Account], lead: Callable[[], Client]) -> None:
    desk.post(url(accounts[0]), {**SETTLE, "act": "make"})
    asked = Approval.objects.get()
    boss = lead()
    page = boss.get("/approvals/").content.decode()
    assert "He asked." in page
    assert "Your role may not offer this by itself." in page
    Offer.objects.get()
    done = boss.post(f"/approvals/{asked.pk}/answer/", {"to": "refused"}, follow=True)
    assert "Say why" in done.content.decode()
    boss.post(f"/approvals/{asked.pk}/answer/", {"to": "refused", "why": "too low"}, follow=True)
    assert Offer.objects.get().state == "refused"
    assert "Nothing waits" in boss.get("/approvals/").content.decode()


def test_ones_own_question_has_no_button_to_approve(
    accounts: list[Account], lead: Callable[[], Client]
) -> None:
    boss = lead()
    boss.post(url(accounts[0]), {**SETTLE, "amount": "100.00", "act": "make"})
    assert Offer.objects.get().state == "asked"
    page = boss.get("/approvals/").content.decode()
    assert 'value="given"' not in page
    answer = boss.post(
        f"/approvals/{Approval.objects.get().pk}/answer/", {"to": "given"}, follow=True
    )
    assert "Nobody approves" in answer.content.decode()


def test_relief_is_given_and_ended(desk: Client, accounts: list[Account]) -> None:
    address = f"/accounts/{accounts[0].pk}/relief/"
    given = {"kind": "pause", "reason": "illness", "day": DAY}
    page = desk.post(address, given, follow=True).content.decode()
    assert "Pause until" in page
    relief = Relief.objects.get()
    refused = desk.post(address, {**given, "kind": "breathing_space"})
    assert refused.status_code == 422
    assert "No law gives a breathing space there" in refused.content.decode()
    desk.post(f"/relief/{relief.pk}/end/", {"account": accounts[0].pk})
    relief.refresh_from_db()
    assert relief.ended_on == portfolio.ON


def test_the_case_leads_there_and_the_page_speaks_chinese(
    desk: Client, accounts: list[Account]
) -> None:
    assert url(accounts[0]) in desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
    desk.post(url(accounts[0]), {**SETTLE, "act": "make"})
    page = desk.get(url(accounts[0]), headers={"accept-language": "zh-hans"}).content.decode()
    assert "和解" in page
    assert "待审批" in page


def test_every_word_has_a_translation_in_its_list() -> None:
    assert set(words.TYPE) == set(OFFER_TYPES)
    assert set(words.STATE) == set(OFFER_STATES)
    assert set(words.RELIEF) == set(w.RELIEF_KINDS)
    assert set(words.REASON) == set(w.RELIEF_REASONS)
    assert set(words.PLAN) == set(w.PLAN_STATES)


def test_the_case_page_says_what_is_agreed_and_what_rests(
    desk: Client, accounts: list[Account]
) -> None:
    owed, other = accounts[0], accounts[1]
    desk.post(url(owed), {**PLAN, "months": "12", "act": "make"})
    offer = Offer.objects.get()
    page = desk.get(f"/accounts/{owed.pk}/").content.decode()
    assert "Plan: offered" in page
    desk.post(f"/offers/{offer.pk}/move/", {"to": "accepted"})
    page = desk.get(f"/accounts/{owed.pk}/").content.decode()
    assert "Plan: kept" in page
    assert "Plan: agreed" in desk.get(f"/accounts/{owed.pk}/?show=agreements").content.decode()
    given = {"kind": "pause", "reason": "illness", "day": DAY}
    desk.post(f"/accounts/{owed.pk}/relief/", given)
    assert "Collection rests" in desk.get(f"/accounts/{owed.pk}/").content.decode()
    line = desk.get(f"/accounts/{owed.pk}/?show=reliefs").content.decode()
    assert "Relief: Pause" in line
    # why somebody needs rest is nobody's business here
    assert "illness" not in line
    # another cardholder's page says nothing of it; nor does this one when it is over
    assert "Collection rests" not in desk.get(f"/accounts/{other.pk}/").content.decode()
    desk.post(f"/relief/{Relief.objects.get().pk}/end/", {"account": owed.pk})
    page = desk.get(f"/accounts/{owed.pk}/").content.decode()
    assert "Collection rests" not in page
    assert "ended on" in page
