"""The page of wishes in a real browser: without a script, with the keyboard, in both languages."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from forbear.services.preferences import link_token
from forbear.store.models import OptOut, Person, PlannedContact
from tests.browser.conftest import Desk, flaws, overflows
from tests.store.make import account, person, planned, point
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sent() -> PlannedContact:
    owed = account(person(time_zones="Asia/Shanghai"))
    address = point(owed.person, kind="email", value="ada@example.com")
    return planned(owed, at=portfolio.AT, channel="email", contact_point=address, state="sent")


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 390), ("zh", "dark", 390), ("zh", "light", 1280)],
)
def test_the_page_is_for_everyone(desk: Desk, language: str, scheme: str, width: int) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)
    page.goto(f"{desk.address}/p/{link_token(sent().pk, at=portfolio.AT)}/")
    assert flaws(page) == []
    assert not overflows(page)
    if shots := os.environ.get("EM_SHOTS"):
        page.screenshot(path=f"{shots}/p-{language}-{scheme}-{width}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 390), ("zh", "dark", 1440)]
)
def test_the_desk_writes_wishes_down(desk: Desk, language: str, scheme: str, width: int) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    owed = account(person(name="Ada Kowalski", time_zones="Asia/Shanghai"), nation="CN")
    page.goto(f"{desk.address}/accounts/{owed.pk}/")
    page.locator("#wishes summary").click()
    assert flaws(page) == []
    assert not overflows(page)
    if shots := os.environ.get("EM_SHOTS"):
        page.screenshot(path=f"{shots}/w-{language}-{scheme}-{width}.png", full_page=True)
    page.locator("#wish_stop").select_option("sms")
    page.locator("#wish_stop + button").click()
    page.wait_for_load_state()
    assert OptOut.objects.get(person=owed.person).channel == "sms"


def test_wishes_are_told_with_the_keyboard_alone(desk: Desk) -> None:
    message = sent()
    page = desk.page(width=390)
    page.goto(f"{desk.address}/p/{link_token(message.pk, at=portfolio.AT)}/")
    page.get_by_label("Text message").focus()
    page.keyboard.press("Space")
    page.get_by_label("Monday").focus()
    page.keyboard.press("Space")
    page.get_by_label("From", exact=True).select_option("18:00")
    page.get_by_role("button", name="Save").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("We keep to it")
    wish = Person.objects.select_related("preference").get(pk=message.person_id).preference
    assert wish is not None
    assert (wish.channel, wish.hours) == (
        "sms",
        [{"from": "18:00", "to": "00:00", "days": "mon"}],
    )
    page.get_by_role("button", name="Stop e-mails to me").click()
    expect(page.get_by_text("You asked us not to use this way")).to_be_visible()
    assert OptOut.objects.get(person=message.person).channel == "email"
