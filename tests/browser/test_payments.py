"""A cashier's morning in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.services.payments.taking import payment_take
from forbear.store.models import Payment
from tests.browser.conftest import Desk, flaws, overflows
from tests.browser.waiting import payments_waiting
from tests.interchange.bank.make import camt053, entry, statement
from tests.store.make import account, person
from tests.web import portfolio

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


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_money_taken_back_fits_a_phone(
    scheme: str, language: str, desk: Desk, tmp_path: Path
) -> None:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="cashier")[0])
    of = account(
        person(name="Wolfeschlegelsteinhausenbergerdorff Kowalski-Montgomery"),
        currency="EUR",
        balance_minor=2_000_000_00,
    )
    for number in (1, 2):
        payment_take(
            account_id=of.pk,
            amount_minor=123_456_789,
            currency="EUR",
            value_on=portfolio.ON,
            key=f"long-{number}",
            source="desk",
            on=portfolio.ON,
            at=portfolio.AT,
            actor="a",
        )
    back = entry("1234567.89", way="DBIT", more="<RvslInd>true</RvslInd>")
    path = tmp_path / "back.xml"
    path.write_bytes(camt053(statement(back, currency="EUR")))
    assert isinstance(
        bank_file_take(path=path, on=portfolio.ON, at=portfolio.AT, actor="a"), BankFileResult
    )
    page = desk.sign_in(desk.page(width=390, scheme=scheme, language=language))
    page.goto(f"{desk.address}/payments/")
    expect(page.locator("form[action$='/returned/']")).to_have_count(2)
    if shots := os.environ.get("EM_SHOTS"):
        page.screenshot(path=f"{shots}/back-{language}-{scheme}.png", full_page=True)
    assert not flaws(page)
    assert not overflows(page)
    wide = "(all) => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert page.locator(".panel, .panel form").evaluate_all(wide) == 0
