"""A collector agrees on a plan, and a team lead answers, in a real browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from forbear.core.agreements.offers import OfferTerms
from forbear.services.agreements.offers import offer_make
from forbear.store.models import Account, Offer
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def first() -> Account:
    return Account.objects.order_by("pk")[0]


def filled(page: Page, desk: Desk) -> Page:
    page.goto(f"{desk.address}/accounts/{first().pk}/agreements/")
    page.fill("#id_income", "9000")
    page.fill("#id_out_housing", "2500")
    page.fill("#id_people", "1")
    page.fill("#id_months", "12")
    page.fill("#id_why", "She lost hours at work.")
    page.keyboard.press("Tab")
    return page


def test_a_plan_is_worked_out_offered_and_agreed_from_the_case_page(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{first().pk}/")
    page.keyboard.press("l")
    page.wait_for_url("**/agreements/")
    filled(page, desk)
    expect(page.locator("#worked-out")).to_contain_text("They can spare")
    expect(page.locator("#worked-out")).to_contain_text("Within your authority.")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("status").first).to_contain_text("It is offered")
    page.get_by_role("button", name="They accept").click()
    expect(page.locator("article").first).to_contain_text("agreed")
    assert Offer.objects.get().state == "accepted"
    assert first().plan == "kept"


def settle(number: int = 0) -> None:
    owed = Account.objects.order_by("pk")[number]
    done = offer_make(
        account_id=owed.pk,
        terms=OfferTerms("settlement", amount_minor=900_000, pay_by=portfolio.ON.replace(day=30)),
        why="His family helps once.",
        key=f"settle-{number}",
        roles=("collector",),
        at=portfolio.AT,
        actor="wang",
    )
    assert isinstance(done, Offer), done


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, desk: Desk
) -> None:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="team_lead")[0])
    settle()
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    filled(page, desk)
    expect(page.locator("#worked-out dl")).to_be_visible()
    assert not overflows(page)
    assert not flaws(page)
    page.goto(f"{desk.address}/approvals/")
    expect(page.locator("article")).to_have_count(1)
    assert not overflows(page)
    assert not flaws(page)
    page.locator("[data-choice='1']").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert Offer.objects.get().state == "offered"
