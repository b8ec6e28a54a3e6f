"""Working through cases in a real browser: by keyboard, wide and narrow, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.store.models import Account, Contact
from tests.browser.conftest import Desk, flaws, hold, overflows

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


@pytest.mark.parametrize(("width", "scheme", "language"), SIZES)
def test_a_call_to_someone_else_is_logged_in_two_keys(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    page.keyboard.press("c")
    expect(page.locator(".tel")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("¥")
    assert flaws(page) == []
    assert not overflows(page)
    page.keyboard.press("o")
    expect(page.locator("[data-other-party]")).to_have_count(0)
    assert flaws(page) == []
    assert not overflows(page)
    page.locator("[data-outcome='1']").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_be_visible()
    contact = Contact.objects.get(permit__isnull=False)
    assert (contact.outcome, contact.party) == ("conversation", "unknown")


def test_hints_appear_while_a_note_is_written(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    page.keyboard.press("c")
    page.locator("#id_note").wait_for()
    page.keyboard.press("w")
    page.keyboard.type("Pay today or the police will arrest you.")
    expect(page.locator("#note-hints")).to_contain_text("police or arrest")
    assert flaws(page) == []


def test_what_is_typed_before_the_search_is_ready_is_found_too(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    held = hold(page, "**/htmx-*.js")
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/", wait_until="commit")
    page.locator("#search").press_sequentially("zhao")
    held.pop().continue_()
    expect(page.locator("#found .who")).to_have_text("Zhao Min")


@pytest.mark.parametrize(("width", "scheme", "language"), SIZES)
def test_a_search_answers_while_it_is_typed(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    owed = Account.objects.get(reference="A-00001")
    page.goto(f"{desk.address}/accounts/{owed.pk}/")
    page.keyboard.press("/")
    page.keyboard.type("zhao")
    expect(page.locator("#found .who")).to_have_text("Zhao Min")
    assert flaws(page) == []
    assert not overflows(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zhao Min")
