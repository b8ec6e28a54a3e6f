"""Finance in a real browser: the day's books, what differs, and what an account owes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from forbear.core.ledger.books import Part, legs_of
from forbear.packs.products import load_products
from forbear.services.cards import card_open
from forbear.services.ledger import period_lock, transaction_post
from forbear.store.models import Account, HostStatement, ImportBatch
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON = portfolio.ON
DAY = timedelta(days=1)


def american() -> Account:
    return Account.objects.filter(currency="USD").order_by("pk")[0]


@pytest.fixture
def first(desk: Desk) -> Account:
    """Someone of finance; statements that differ in several ways; money that waits; a lock."""
    assert desk.address
    user = User.objects.create_user("brandt", password=portfolio.PASSWORD, first_name="S. Brandt")
    user.groups.add(Group.objects.create(name="finance"))
    accounts = list(Account.objects.order_by("pk"))
    for place, owed in enumerate(accounts):
        HostStatement.objects.create(
            account=owed,
            statement_on=ON,
            currency=owed.currency,
            balance_minor=owed.balance_minor + (0, 0, 5_000, 1, -30_000)[place % 5],
            minimum_minor=12_345,
            due_on=ON + DAY * 20,
        )
    owed = accounts[4]
    for kind, account, component, amount, on in (
        ("payment", owed, "principal", 30_000, ON + DAY),
        ("fee", accounts[0], "late_fee", 4_321, ON + DAY),
        ("suspense_in", None, "payment", 77_700, ON),
    ):
        transaction_post(
            key=f"{kind}-1",
            kind=kind,
            on=on,
            currency="CNY",
            legs=legs_of(kind, [Part(component, amount)]),
            at=portfolio.AT,
            actor="a",
            account_id=account.pk if account else None,
        )
    for held, product in ((accounts[0], "larkfield-cn"), (american(), "larkfield-us")):
        card_open(
            account_id=held.pk,
            product=product,
            on=ON - DAY * 80,
            at=portfolio.AT,
            actor="a",
            products=load_products(),
        )
    for name in range(7):
        ImportBatch.objects.create(
            at=portfolio.AT,
            table="statements",
            file_name=f"a-rather-long-name-of-a-file-{name}.csv",
            file_sha256="0" * 64,
            read=1_800_000,
            rejected=name,
        )
    period_lock(locked_through=ON - DAY, at=portfolio.AT, actor="brandt", note="November")
    return accounts[0]


def sign_in(desk: Desk, page: Page) -> Page:
    desk.sign_in(page, "brandt").wait_for_url("**/money/day/")
    return page


def test_the_day_is_walked_by_keyboard_and_leads_to_the_differences(
    desk: Desk, first: Account
) -> None:
    assert first.pk
    page = sign_in(desk, desk.page())
    expect(page.locator("#waiting-title + p")).to_contain_text("¥777.00")
    page.keyboard.press("[")
    page.wait_for_url(f"**/money/day/?on={ON - DAY}")
    expect(page.locator(".page-head .tag")).to_contain_text("closed")
    page.keyboard.press("t")
    page.wait_for_url("**/money/day/")
    page.get_by_role("link", name="Reconciliation").click()
    expect(page.get_by_role("heading", name="Differences")).to_be_visible()
    page.get_by_role("link", name="Booked on another day").click()
    expect(page.locator(".books tbody tr")).to_have_count(1)
    page.locator(".books tbody a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is owed, and why")


def test_what_is_owed_follows_the_day_that_is_chosen(desk: Desk, first: Account) -> None:
    page = desk.sign_in(desk.page())
    page.goto(f"{desk.address}/accounts/{first.pk}/")
    page.get_by_role("link", name="Why, line by line").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is owed, and why")
    expect(page.locator("#lines-title ~ span")).to_have_text("4 lines")
    page.fill("#on", (ON + DAY).isoformat())
    page.locator("#on").dispatch_event("change")
    expect(page.locator("#lines-title ~ span")).to_have_text("5 lines")
    expect(page.locator(".figures dd").first).to_contain_text("¥")


def test_the_differences_are_a_file(desk: Desk, first: Account) -> None:
    assert first.pk
    page = sign_in(desk, desk.page())
    page.goto(f"{desk.address}/money/reconciliation/")
    with page.expect_download() as held:
        page.get_by_role("link", name="Download CSV").click()
    assert held.value.suggested_filename == f"reconciliation-{ON}-{ON}.csv"


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (1440, "light", "en"),
        (1440, "dark", "zh"),
        (1024, "light", "zh"),
        (1024, "dark", "en"),
        (390, "light", "zh"),
        (390, "dark", "en"),
    ],
)
def test_every_money_page_is_accessible_and_fits(
    desk: Desk, first: Account, width: int, scheme: str, language: str
) -> None:
    page = sign_in(desk, desk.page(width=width, scheme=scheme, language=language))
    for address in (
        "/money/day/",
        "/money/day/?on=2001-01-01",
        "/money/reconciliation/",
        "/money/reconciliation/?verdict=none",
        "/money/reconciliation/?to=2001-01-01",
        f"/accounts/{first.pk}/owed/?on={ON + DAY}",
        f"/accounts/{first.pk}/owed/?on=2001-01-01",
        f"/accounts/{american().pk}/owed/?lines=all",
    ):
        page.goto(f"{desk.address}{address}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        assert flaws(page) == [], address
        assert not overflows(page), address
        # a table wider than its sheet would be cut off, which a page's width does not show
        cut = page.evaluate(
            "[...document.querySelectorAll('.sheet')].some((e) => e.scrollWidth > e.clientWidth)"
        )
        assert not cut, address
