"""A passkey in a real browser, with the device that Chromium plays (WebAuthn over CDP)."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from forbear.store.models import Passkey
from tests.browser.conftest import Desk, flaws, overflows
from tests.services.codes import code_at
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def device(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def again(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}/me/")
    page.locator("form[action='/sign-out/'] button:visible").first.click()
    page.fill("#id_username", "chen")
    page.fill("#id_password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/two-step/code/**")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(390, "dark", "zh"), (390, "light", "en"), (1440, "light", "zh"), (1440, "dark", "en")],
)
def test_a_passkey_is_made_used_and_ended(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)
    device(page)

    def looked_at(name: str) -> None:
        if folder := os.environ.get("FORBEAR_PICTURES"):
            page.screenshot(path=f"{folder}/passkey-{name}-{width}-{language}.png", full_page=True)
        assert flaws(page) == []
        assert not overflows(page)

    desk.sign_in(page)
    page.goto(f"{desk.address}/me/two-step/")
    page.fill("#code", code_at(page.locator("code").inner_text(), portfolio.AT))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{desk.address}/me/passkeys/new/")
    page.fill("#name", "Laptop of the desk")
    looked_at("new")
    page.locator("form[data-passkey] button").press("Enter")
    page.wait_for_url("**/me/")
    expect(page.locator("#main")).to_contain_text("Laptop of the desk")
    looked_at("me")
    again(desk, page)
    looked_at("asked")
    page.locator("form[data-passkey] button").press("Enter")
    expect(page.locator(".topbar")).to_be_visible()
    row = Passkey.objects.get(user=User.objects.get(username="chen"))
    assert row.used_at == portfolio.AT
    page.goto(f"{desk.address}/me/")
    page.locator(f"form[action$='/passkeys/{row.pk}/end/'] button").click()
    expect(page.locator("#main")).not_to_contain_text("Laptop of the desk")
    again(desk, page)
    expect(page.locator("form[data-passkey]")).to_have_count(0)


def test_a_device_that_says_no_leaves_the_code(desk: Desk) -> None:
    page = desk.page()
    desk.sign_in(page)
    page.goto(f"{desk.address}/me/two-step/")
    page.fill("#code", code_at(page.locator("code").inner_text(), portfolio.AT))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{desk.address}/me/passkeys/new/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    page.fill("#name", "x")
    page.locator("form[data-passkey] button").press("Enter")
    expect(page.locator("[data-problem]")).to_be_visible()
    assert flaws(page) == []
    assert not Passkey.objects.exists()
