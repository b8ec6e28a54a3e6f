"""A cashier and finance: payments matched or sent back; the day's books and what differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from forbear.core.roles import CASHIER, FINANCE
from forbear.store.models import Account, HostStatement, Payment
from tests.browser.conftest import Desk
from tests.browser.days.day import begun, worker
from tests.browser.waiting import payments_waiting
from tests.web.portfolio import ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bank(desk: Desk, tmp_path: Path) -> Desk:
    """The file of the night: three payments that name nobody for certain."""
    payments_waiting(tmp_path)
    return desk


def test_a_cashiers_day(bank: Desk) -> None:
    worker("mori", CASHIER, first="S.", last="Mori")
    day = begun(bank, "mori")
    page = day.page
    assert day.places() == ["Payments", "Law", "Your sign-in"]
    # one by two keys, one by its number, one sent back with a reason
    day.keys("j", "1")
    day.told("is posted to")
    expect(page.locator(".waits .who")).to_have_count(2)
    day.keys("j", "a")
    page.keyboard.type("A-00002")
    day.keys("Enter")
    expect(page.locator(".waits .who")).to_have_count(1)
    day.look()
    page.get_by_placeholder("Why").fill("They paid twice.")
    day.press("Send back")
    expect(page.locator(".waits .who")).to_have_count(0)
    day.look()
    states = sorted(Payment.objects.values_list("state", flat=True))
    assert states.count("posted") == 2
    page.get_by_role("link", name="To be sent back").click()
    day.look()
    day.press("It was sent back")
    expect(page.get_by_text("There are none here")).to_be_visible()
    assert Payment.objects.filter(state="refunded").count() == 1
    day.may_not("/money/day/")
    day.may_not("/today/")
    day.ended()


def test_a_day_of_finance(bank: Desk) -> None:
    worker("brandt", FINANCE, first="S.", last="Brandt")
    for place, owed in enumerate(Account.objects.order_by("pk")[:10]):
        HostStatement.objects.create(
            account=owed,
            statement_on=ON,
            currency=owed.currency,
            balance_minor=owed.balance_minor + (0, 5_000)[place % 2],
            minimum_minor=12_345,
            due_on=ON,
        )
    day = begun(bank, "brandt")
    page = day.page
    assert day.places() == ["Money", "Law", "Your sign-in"]
    expect(page.locator("#waiting-title + p")).to_contain_text("¥60.00")
    day.keys("[")
    page.wait_for_url("**on=2026-11-22**")
    day.keys("t")
    page.get_by_role("link", name="Reconciliation").click()
    expect(page.get_by_role("heading", name="Differences")).to_be_visible()
    day.look()
    with page.expect_download() as held:
        page.get_by_role("link", name="Download CSV").click()
    assert held.value.suggested_filename == f"reconciliation-{ON}-{ON}.csv"
    page.locator(".books tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is owed, and why")
    day.look()
    day.may_not("/payments/")
    day.may_not("/today/")
    day.ended()
