"""The second step in a real browser: scanned, confirmed, asked for; narrow and wide."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from tests.browser.conftest import Desk, flaws, overflows
from tests.services.codes import code_at
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_a_device_is_set_up_and_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, width: int, scheme: str, language: str
) -> None:
    monkeypatch.setenv("FORBEAR_TWO_STEP", "it")
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="it")[0])
    page = desk.page(width=width, scheme=scheme, language=language)

    def looked_at(name: str) -> None:
        if folder := os.environ.get("FORBEAR_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}-{language}.png", full_page=True)
        assert flaws(page) == []
        assert not overflows(page)

    page.goto(f"{desk.address}/sign-in/")
    page.fill("#id_username", "chen")
    page.fill("#id_password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/two-step/**")
    looked_at("two-step-enrol")
    secret = page.locator("code").inner_text()
    page.fill("#code", code_at(secret, portfolio.AT))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at("two-step-codes")
    code = page.locator(".codes li").first.inner_text()
    page.goto(f"{desk.address}/me/")
    looked_at("me")
    page.goto(f"{desk.address}/people/")
    looked_at("people-two-step")
    page.goto(f"{desk.address}/me/")
    page.locator("form[action='/sign-out/'] button:visible").first.click()
    page.fill("#id_username", "chen")
    page.fill("#id_password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/two-step/code/**")
    looked_at("two-step-code")
    page.fill("#code", code)
    page.keyboard.press("Enter")
    expect(page.locator(".topbar")).to_be_visible()
