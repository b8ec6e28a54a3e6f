"""A collector's morning in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from forbear.store.models import Account, Contact, Permit
from forbear.wiring import clock
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def active_text(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_a_wrong_password_is_explained(desk: Desk) -> None:
    page = desk.page()
    page.goto(f"{desk.address}/today/")
    page.fill("#id_username", "chen")
    page.fill("#id_password", "not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")


def test_the_queue_is_searched_filtered_and_paged_by_keyboard(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.keyboard.press("]")
    expect(page.get_by_role("status")).to_contain_text("26–27 of 27")
    page.keyboard.press("[")
    expect(page.get_by_role("status")).to_contain_text("1–25 of 27")
    page.keyboard.press("j")
    first = active_text(page)
    page.keyboard.press("j")
    assert active_text(page) != first
    page.keyboard.press("k")
    assert active_text(page) == first
    page.keyboard.press("/")
    page.keyboard.type("zhao")
    expect(page.locator(".queue .who")).to_have_count(1)
    expect(page.locator("#search")).to_be_focused()
    assert "q=zhao" in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zhao Min")


def test_choosing_a_nation_applies_at_once(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.select_option("#nation", "US")
    expect(page.locator(".queue .who")).to_have_count(3)
    assert "nation=US" in page.url


def test_j_and_k_walk_through_the_cases_and_t_leads_back(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/**")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("t")
    page.wait_for_url("**/today/**")


def test_a_call_from_button_to_cool_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: portfolio.AT + timedelta(hours=13))
    owed = Account.objects.get(reference="A-00009")
    Account.objects.filter(pk=owed.pk).update(
        collector_kind="agency", region="US-OH", validation_sent_on="2026-06-01"
    )
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    expect(page.locator(".tel")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.locator(".tel")).to_have_attribute("href", "tel:+12025550009")
    assert flaws(page) == []
    page.get_by_label("last four digits of the card").check()
    page.get_by_label("e-mail").check()
    page.get_by_role("button", name="They match").click()
    expect(page.get_by_role("region", name="Contact")).to_be_visible()
    assert flaws(page) == []
    while page.locator("[data-tick]:not(:checked)").count():
        page.keyboard.press("s")
    page.keyboard.press("w")
    page.keyboard.type("Will call back on Friday.")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The call is logged")).to_be_visible()
    expect(page.locator(".tel")).to_have_count(0)
    contact = page.get_by_role("region", name="Contact")
    expect(contact).to_contain_text("quiet days after a talk · until Mon 30 Nov")
    expect(page.locator("#timeline")).to_contain_text("Will call back on Friday.")
    expect(page.locator("#why")).to_contain_text("12 CFR 1006.14(b)(2)(i)(B)")
    assert Contact.objects.filter(permit__isnull=False).count() == 1


def test_two_quick_presses_begin_one_call(desk: Desk) -> None:
    owed = Account.objects.get(reference="A-00001")
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{owed.pk}/?queue=call")
    page.locator("[data-call]").dblclick()
    expect(page.locator(".tel")).to_be_visible()
    assert Permit.objects.count() == 1


def test_the_keys_are_shown_and_closed(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_language_is_switched_and_kept(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待联系")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="Lin Xiaoyu").first.click()
    expect(page.get_by_role("region", name="联系")).to_contain_text("前允许")
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_role("region", name="Contact")).to_contain_text("permitted until")


def test_the_theme_is_switched_and_kept(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


# every pair of width, scheme and language at least once
@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (1440, "light", "en"),
        (1440, "dark", "zh"),
        (1024, "light", "zh"),
        (1024, "dark", "en"),
        (390, "light", "en"),
        (390, "dark", "zh"),
    ],
)
def test_every_page_is_accessible_and_fits(
    desk: Desk, width: int, scheme: str, language: str
) -> None:
    page = desk.page(width=width, scheme=scheme, language=language)
    page.goto(f"{desk.address}/sign-in/")
    assert flaws(page) == []
    assert not overflows(page)
    desk.sign_in(page)
    owed = Account.objects.get(reference="A-00001")
    for address in (
        "/today/",
        "/today/?queue=visit",
        "/today/?queue=sms&q=nobody",
        f"/accounts/{owed.pk}/?queue=call",
        "/no-such-page/",
    ):
        page.goto(f"{desk.address}{address}")
        assert flaws(page) == [], address
        assert not overflows(page), address


def test_a_page_works_without_script(desk: Desk) -> None:
    context = desk.browser.new_context(java_script_enabled=False)
    page = desk.sign_in(context.new_page())
    page.fill("#search", "zhao")
    page.press("#search", "Enter")
    expect(page.locator(".queue .who")).to_have_count(1)


def test_axe_would_notice_a_picture_without_words(desk: Desk) -> None:
    page = desk.page()
    page.set_content("<!doctype html><html lang=en><title>x</title><main><img src=x></main>")
    assert any(flaw.startswith("image-alt") for flaw in flaws(page))
