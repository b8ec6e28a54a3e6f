"""The cover over a screen that was left: two tabs, what was typed, and nothing for axe."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from forbear.store.models import Seat
from tests.browser.conftest import Desk, flaws, hold, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_typed_is_there_again_in_both_tabs(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    other = page.context.new_page()
    other.goto(f"{desk.address}/today/")
    page.fill("#search", "half a na")
    page.locator("[data-lock-now]").click()
    expect(page.locator("#cover")).to_be_visible()
    expect(other.locator("#cover")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#cover")).to_be_visible()
    page.fill("#cover-password", "guess")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not the password.")
    assert Seat.objects.get().locked_at is not None
    page.fill("#cover-password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#cover")).to_be_hidden()
    expect(other.locator("#cover")).to_be_hidden()
    assert page.input_value("#search") == "half a na"
    assert Seat.objects.get().locked_at is None


def test_a_password_given_before_the_server_has_locked_opens_all_the_same(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    held = hold(page, "**/locked/now/")
    page.locator("[data-lock-now]").click()
    page.fill("#cover-password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    with page.expect_response("**/locked/"):
        held.pop().continue_()
    expect(page.locator("#cover")).to_be_hidden()
    assert Seat.objects.get().locked_at is None


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "dark", "zh"), (1440, "light", "en")]
)
def test_the_cover_is_without_flaws_and_hides_the_page(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.locator("[data-lock-now]").click()
    expect(page.locator("#cover")).to_be_visible()
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/cover-{width}-{language}.png")
    assert flaws(page) == []
    assert not overflows(page)
    page.goto(f"{desk.address}/locked/")
    assert flaws(page) == []
