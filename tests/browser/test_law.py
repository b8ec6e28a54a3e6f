"""A compliance officer's questions in a real browser: what is the law, and what of this case?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from forbear.store.models import Account
from tests.browser.conftest import Desk, flaws, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = (
    "/law/?place=US-NY-NYC&on=2027-01-01",
    "/law/?q=zebra",
    "/law/changes/",
    "/law/rules/us-nyc-freq-current/",
    "/law/rules/house-visit-amount/",
    "/law/rules/cn-limitation-3y/",
    "/law/rules/cn-card-debtor-only/",
    "/law/try/",
    "/law/try/?where=CN&time=23:30",
    "/law/try/?where=US&account.dpd=many&history[0].at=2026-11-22T10:00&history[0].channel=call",
)


def law(desk: Desk, address: str = "/law/", **how: str | int) -> Page:
    page = desk.sign_in(desk.page(**how))  # type: ignore[arg-type] # width is a number, the rest words
    page.goto(f"{desk.address}{address}")
    return page


def test_the_law_is_found_from_the_desk_and_read_by_keyboard(desk: Desk) -> None:
    page = desk.sign_in(desk.page())
    page.get_by_role("link", name="Law", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Law in force")
    page.keyboard.press("/")
    page.keyboard.type("harassment is presumed")
    expect(page.locator(".rules .who")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=harassment\+is\+presumed"))
    # Escape would also empty the field, as browsers do, and bring the whole list back
    page.locator("#search").blur()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("before harassment is presumed")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", level=1)).to_have_text("Law in force")


def test_a_day_and_a_place_apply_at_once(desk: Desk) -> None:
    page = law(desk)
    page.select_option("#place", "US-NY-NYC")
    expect(page.get_by_role("status")).to_contain_text("what binds in New York City")
    expect(page.get_by_role("link", name="How many contacts in seven days")).to_be_visible()
    expect(page.locator("#law")).to_contain_text("At most 2 contacts of any kind in 7 days")
    page.fill("#on", "2027-01-01")
    page.locator("#on").dispatch_event("change")
    expect(page.locator("#law")).to_contain_text("At most 3 contacts of any kind in 7 days")
    expect(page.locator("#law")).not_to_contain_text("At most 2 contacts of any kind in 7 days")


def test_a_rule_leads_to_a_case_that_it_denies(desk: Desk) -> None:
    page = law(desk, "/law/rules/us-regf-call-freq-7/")
    page.get_by_role("link", name="Try a case").last.click()
    answer = page.get_by_role("region", name="Answer", exact=True)
    expect(answer).to_contain_text("Not permitted")
    expect(answer.get_by_role("link", name="us-regf-call-freq-7")).to_be_visible()
    page.get_by_role("button", name="Remove: Contacts so far 1").click()
    expect(page.locator(".row")).to_have_count(6)
    page.get_by_role("button", name="Ask the gate").last.click()
    expect(answer).to_contain_text("Permitted")


def test_a_case_is_asked_by_keyboard_and_its_fault_stands_at_the_field(desk: Desk) -> None:
    page = law(desk, "/law/try/")
    days = page.get_by_label("Days past due")
    days.fill("many")
    page.keyboard.press("Enter")
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-account-dpd-error")).to_contain_text("is not a number that fits here")
    expect(days).to_have_value("many")
    expect(days).to_be_focused()
    days.fill("45")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("Permitted")
    expect(days).to_be_focused()


def test_the_case_is_copied_and_pasted_as_json(desk: Desk) -> None:
    page = law(desk, "/law/try/?where=US&time=21:30")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("The case as JSON").click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert '"jurisdictions"' in copied
    page.goto(f"{desk.address}/law/try/")
    page.get_by_text("Paste the JSON of one case").click()
    page.fill("#json", copied)
    page.get_by_role("button", name="Ask with this JSON").click()
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("Not permitted")
    expect(page.get_by_label("Time there")).to_have_value("21:30")


def test_on_a_phone_the_answer_comes_into_view(desk: Desk) -> None:
    page = law(desk, "/law/try/", width=390)
    page.get_by_role("button", name="Ask the gate").last.click()
    expect(page.locator("#answer .verdict")).to_be_in_viewport()


def test_a_case_is_tried_without_script(desk: Desk) -> None:
    context = desk.browser.new_context(java_script_enabled=False)
    page = desk.sign_in(context.new_page())
    page.goto(f"{desk.address}/law/try/")
    page.get_by_role("button", name="Add one: Contacts so far").click()
    expect(page.locator(".row")).to_have_count(1)
    page.fill("#f-time", "23:30")
    page.get_by_role("button", name="Ask the gate").last.click()
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("Not permitted")
    expect(page.locator("#f-time")).to_have_value("23:30")


def test_trying_cases_changes_nothing(desk: Desk) -> None:
    before = Account.objects.count()
    page = law(desk, "/law/try/")
    page.get_by_role("button", name="Ask the gate").last.click()
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("Permitted")
    assert Account.objects.count() == before


def looked_at(desk: Desk, addresses: tuple[str, ...], look: tuple[int, str, str]) -> None:
    width, scheme, language = look
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    for address in addresses:
        page.goto(f"{desk.address}{address}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        assert flaws(page) == [], address
        assert not overflows(page), address


# every pair of width, scheme and language at least once
LOOKS = [
    (1440, "light", "en"),
    (1440, "dark", "zh"),
    (1024, "light", "zh"),
    (1024, "dark", "en"),
    (390, "light", "zh"),
    (390, "dark", "en"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_every_law_page_is_accessible_and_fits(desk: Desk, look: tuple[int, str, str]) -> None:
    looked_at(desk, ADDRESSES, look)


# axe takes longer over the whole list than over all the other pages; what binds in New York City
# is among the others, and it is the same list
@pytest.mark.parametrize(
    "look",
    [
        look if look in (LOOKS[0], LOOKS[-1]) else pytest.param(look, marks=pytest.mark.slow)
        for look in LOOKS
    ],
)
def test_the_whole_list_is_accessible_and_fits(desk: Desk, look: tuple[int, str, str]) -> None:
    looked_at(desk, ("/law/",), look)
