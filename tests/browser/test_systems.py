"""Webhooks and tokens in a real browser."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_systems_are_connected(desk: Desk, width: int, scheme: str, language: str) -> None:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="it")[0])
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.goto(f"{desk.address}/systems/webhooks/")
    page.fill("#name", "host")
    page.fill("#url", "https://host.example/forbear/events/of/a/rather/long/address")
    page.check("[value='promise.kept']")
    page.locator("main .button-primary").click()
    expect(page.locator("#secret")).to_be_visible()

    def looked_at(name: str) -> None:
        if folder := os.environ.get("FORBEAR_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}-{language}.png", full_page=True)
        assert flaws(page) == []
        assert not overflows(page)

    looked_at("webhooks")
    page.goto(f"{desk.address}/systems/tokens/")
    page.fill("#name", "host")
    page.fill("#expires", "2027-01-31")
    page.check("[value='balances:read']")
    page.locator("main .button-primary").click()
    expect(page.locator("#secret")).to_be_visible()
    looked_at("tokens")
