"""The keys of the case page, as the list of keys names them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forbear.store.models import Account, Promise
from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light", "en"), (390, "dark", "zh")]


def case_page(desk: Desk, *, reference: str = "A-00003", look: tuple[int, str, str]) -> Page:
    account = Account.objects.get(reference=reference)
    Promise.objects.filter(account=account, state="open").delete()
    width, scheme, language = look
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.goto(f"{desk.address}/accounts/{account.pk}/?queue=call")
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_a_promise_is_written_down_by_keyboard(desk: Desk, look: tuple[int, str, str]) -> None:
    page = case_page(desk, look=look)
    page.keyboard.press("p")
    expect(page.locator("#id_promise_amount")).to_be_focused()
    assert flaws(page) == []
    assert not overflows(page)
    page.keyboard.type("250.00")
    page.locator("#id_promise_on").fill("2026-11-24")
    page.locator("#id_promise_on").press("Enter")
    panel = page.locator("#promise")
    expect(panel.locator("[data-promise]")).to_contain_text("250.00")
    promise = Promise.objects.get(account__reference="A-00003", state="open")
    assert promise.amount_minor == 25_000
    # what stands there is told, where nothing can be written
    page.keyboard.press("p")
    expect(panel.locator("[data-promise]")).to_be_focused()


def test_a_faulty_promise_keeps_what_was_written(desk: Desk) -> None:
    page = case_page(desk, look=LOOKS[0])
    page.keyboard.press("p")
    page.keyboard.type("99999999")
    page.locator("#id_promise_on").fill("2026-11-24")
    page.locator("#id_promise_on").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("more than all that is owed")
    expect(page.locator("#id_promise_amount")).to_have_value("99999999")
    assert flaws(page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("key", "goes_to"),
    [("m", "/cases/write/"), ("d", "/disputes/new/"), ("l", "/agreements/")],
)
def test_a_key_leads_to_its_page(
    desk: Desk, look: tuple[int, str, str], key: str, goes_to: str
) -> None:
    page = case_page(desk, look=look)
    page.keyboard.press(key)
    page.wait_for_url(lambda url: all(part in url for part in goes_to.strip("/").split("/")))


@pytest.mark.parametrize("look", LOOKS)
def test_keys_are_words_while_one_writes(desk: Desk, look: tuple[int, str, str]) -> None:
    page = case_page(desk, look=look)
    address = page.url
    page.keyboard.press("w")
    page.keyboard.type("mpdl")
    expect(page.locator("#id_note")).to_have_value("mpdl")
    assert page.url == address


def test_each_key_of_the_page_is_in_the_list(desk: Desk) -> None:
    page = case_page(desk, look=LOOKS[0])
    shown = {text.strip().upper() for text in page.locator("main kbd:visible").all_text_contents()}
    assert {"C", "M", "P", "L", "D", "N"} <= shown
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    listed = {text.upper() for text in page.locator("dialog.keys kbd").all_text_contents()}
    assert shown <= listed
    assert flaws(page) == []


def test_in_a_call_p_leads_to_the_promise_of_the_call(desk: Desk) -> None:
    page = case_page(desk, look=LOOKS[0])
    page.keyboard.press("c")
    expect(page.locator(".tel")).to_be_visible()
    page.get_by_label("last four digits of the card").check()
    page.get_by_label("e-mail").check()
    page.get_by_role("button", name="They match").click()
    expect(page.locator("#promise")).to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator("#outcome #id_promise_amount")).to_be_focused()
    # the tenth and eleventh outcome have keys of their own, and say so
    page.keyboard.press("Escape")
    page.keyboard.press("-")
    expect(page.locator("[data-outcome='11'] input")).to_be_checked()
    expect(page.locator("[data-outcome='11'] kbd")).to_have_text("-")
    page.keyboard.press("0")
    expect(page.locator("[data-outcome='10'] input")).to_be_checked()
