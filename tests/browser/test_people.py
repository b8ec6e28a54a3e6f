"""IT in a real browser: narrow and wide, both languages, nothing for axe; and a session ended."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def it(desk: Desk) -> Desk:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="it")[0])
    return desk


def test_a_session_is_ended_from_another_browser(it: Desk) -> None:
    lost = it.sign_in(it.page())
    page = it.sign_in(it.page())
    page.goto(f"{it.address}/people/")
    here = page.locator("section div", has_not_text="this session")
    here.get_by_role("button", name="End the session").first.click()
    expect(page.get_by_role("status")).to_contain_text("The session of chen is ended.")
    lost.goto(f"{it.address}/today/")
    expect(lost.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_page_is_without_flaws(it: Desk, width: int, scheme: str, language: str) -> None:
    page = it.sign_in(it.page(width=width, scheme=scheme, language=language))
    page.goto(f"{it.address}/people/")
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/people-{width}-{language}.png")
    assert flaws(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_a_number_is_shown_with_a_reason(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.locator(".queue .who").first.click()
    page.locator("a[href*='/reveal/point/']").first.click()
    expect(page.locator("#reason")).to_be_visible()
    assert flaws(page) == []
    page.select_option("#reason", "verify")
    page.locator("#note").press("Enter")
    expect(page.locator("#full")).to_be_visible()
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/reveal-{width}-{language}.png")
    assert flaws(page) == []
    assert not overflows(page)
