"""The page of wishes in a real browser: without a script, with the keyboard, in both languages."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forbear.services.preferences import link_token
from forbear.store.models import CallBack, OptOut, Person, PlannedContact
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


def rings() -> PlannedContact:
    """A message to somebody who can be rung, at one of two numbers, and who owes something."""
    owed = account(
        person(name="Ada Kowalski", time_zones="America/New_York"),
        region="US-OH",
        currency="EUR",
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=portfolio.ON - timedelta(days=60),
    )
    point(owed.person, value="+12025550144", data_source="contract")
    point(owed.person, kind="home", value="+12025550188", data_source="contract")
    address = point(owed.person, kind="email", value="ada@example.com")
    return planned(
        owed,
        at=portfolio.AT,
        channel="email",
        contact_point=address,
        state="sent",
        template="first_reminder",
    )


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 390), ("zh", "dark", 390), ("en", "dark", 1280), ("zh", "light", 1280)],
)
def test_a_call_is_asked_for_and_taken_back(
    desk: Desk, language: str, scheme: str, width: int
) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)

    def fine(name: str) -> None:
        assert flaws(page) == []
        assert not overflows(page)
        if shots := os.environ.get("EM_SHOTS"):
            path = f"{shots}/ring-{language}-{scheme}-{width}-{name}.png"
            page.screenshot(path=path, full_page=True)

    page.goto(f"{desk.address}/p/{link_token(rings().pk, at=portfolio.AT)}/")
    ring = page.locator("section[aria-labelledby=ring]")
    tomorrow = (portfolio.ON + timedelta(days=1)).isoformat()
    fine("asked")
    ring.locator("#id_ring-on").select_option(tomorrow)
    ring.locator("#id_ring-at").select_option("07:00")
    ring.locator("#id_ring-number").select_option(index=1)
    ring.locator("button").press("Enter")
    # not before eight where they are: the nearest lawful time is chosen already
    expect(ring.get_by_role("alert")).to_be_visible()
    expect(ring.locator("#id_ring-at")).not_to_have_value("07:00")
    fine("not-then")
    nearest = ring.locator("#id_ring-at").input_value()
    ring.locator("button").press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    expect(ring).to_contain_text(nearest)
    fine("arranged")
    assert CallBack.objects.get().contact_point.value.endswith("88")
    ring.locator("button").first.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    assert CallBack.objects.get().state == "cancelled"
    page.locator("section[aria-labelledby=pay] button").press("Enter")
    expect(page.locator("section[aria-labelledby=pay] .is-total")).to_contain_text("RF")
    fine("pay")


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 390), ("zh", "dark", 1440)]
)
def test_the_desk_writes_wishes_down(desk: Desk, language: str, scheme: str, width: int) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    owed = account(person(name="Ada Kowalski", time_zones="Asia/Shanghai"), nation="CN")
    page.goto(f"{desk.address}/accounts/{owed.pk}/")
    page.locator("#wishes summary").click()
    expect(page.locator("#wishes[open], #wishes details[open]").first).to_be_visible()
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
