"""Working through cases in a real browser: by keyboard, wide and narrow, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(1440, "light", "en"), (390, "dark", "zh")]


@pytest.mark.parametrize(("width", "scheme", "language"), SIZES)
def test_n_opens_case_after_case(desk: Desk, width: int, scheme: str, language: str) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.keyboard.press("n")
    page.wait_for_url("**/accounts/**")
    first = page.url
    expect(page.locator("#now-title")).to_be_visible()
    assert flaws(page) == []
    assert not overflows(page)
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/accounts/" in url and url != first)
    page.keyboard.press("t")
    page.wait_for_url("**/today/**")
    assert flaws(page) == []
    assert not overflows(page)
