"""A cashier's morning in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.store.models import Payment
from tests.browser.conftest import Desk, flaws, overflows
from tests.browser.waiting import payments_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(desk: Desk, tmp_path: Path) -> Desk:
    """Three payments that wait, and a user who may match them."""
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="cashier")[0])
    payments_waiting(tmp_path)
    return desk


def test_a_payment_is_matched_by_two_keys(waiting: Desk) -> None:
    page = waiting.sign_in(waiting.page())
    page.goto(f"{waiting.address}/payments/")
    expect(page.locator(".waits .who")).to_have_count(3)
    page.keyboard.press("1")
    expect(page.locator(".waits .who")).to_have_count(3)
    assert Payment.objects.filter(state="unmatched").count() == 3
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator(".waits .who")).to_have_count(2)
    expect(page.get_by_role("status").first).to_contain_text("is posted to")
    assert Payment.objects.filter(state="posted").count() == 1


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_queue_fits_and_has_no_flaws(
    width: int, scheme: str, language: str, waiting: Desk
) -> None:
    page = waiting.sign_in(waiting.page(width=width, scheme=scheme, language=language))
    page.goto(f"{waiting.address}/payments/")
    expect(page.locator(".waits .who")).to_have_count(3)
    assert not overflows(page)
    assert not flaws(page)
