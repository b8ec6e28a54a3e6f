"""The audit trail in a real browser: filtered, opened, narrow and wide."""

from __future__ import annotations

import os

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.services.audit import audit_write
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_trail_is_read(desk: Desk, width: int, scheme: str, language: str) -> None:
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="compliance")[0])
    for number in range(60):
        audit_write(
            at=portfolio.AT,
            actor="wang",
            action="contact.logged",
            subject="contact",
            subject_id=number,
            data={"outcome": "no_answer", "rule_id": "cn-house-visit-dpd"},
        )
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.goto(f"{desk.address}/audit/")
    page.select_option("#action", "contact.")
    page.locator(".filters button").click()
    page.locator("[data-page-next]").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    page.goto(f"{desk.address}/audit/")
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/audit-{width}-{language}.png")
    assert flaws(page) == []
    assert not overflows(page)
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    if folder := os.environ.get("FORBEAR_PICTURES"):
        page.screenshot(path=f"{folder}/audit-one-{width}-{language}.png")
    assert flaws(page) == []
    assert not overflows(page)
