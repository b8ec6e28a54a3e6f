"""Reviewing in a real browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.store.models import ContactPoint, TextReview
from tests.browser.conftest import Desk, flaws, overflows
from tests.services.speech.test_transcripts import CALL, taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def read(desk: Desk) -> Desk:
    """Two calls with a threat each, the second with a very long word."""
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="reviewer")[0])
    taken(collector="lin", team="north")
    taken(CALL.replace("Friday", "x" * 300), collector="lin", team="north")
    return desk


def test_findings_are_judged_by_keys_alone(read: Desk) -> None:
    page = read.sign_in(read.page())
    page.goto(f"{read.address}/review/")
    many = page.locator(".waits .who").count()
    assert many >= 2
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.get_by_role("status").first).to_contain_text("Noted: Confirmed")
    expect(page.locator(".waits .who")).to_have_count(many - 1)
    assert TextReview.objects.get().verdict == "confirm"


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_queue_fits_and_has_no_flaws(
    width: int, scheme: str, language: str, read: Desk
) -> None:
    page = read.sign_in(read.page(width=width, scheme=scheme, language=language))
    page.goto(f"{read.address}/review/")
    expect(page.locator("article")).to_have_count(2)
    assert not overflows(page)
    assert not flaws(page)


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "dark", "zh"), (1440, "light", "en")]
)
def test_hints_come_while_typing_and_a_stopped_text_says_so(
    width: int, scheme: str, language: str, desk: Desk
) -> None:
    point = ContactPoint.objects.filter(kind="email").order_by("pk").first()
    assert point is not None
    account = point.person.accounts.order_by("pk").first()
    assert account is not None
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    page.goto(f"{desk.address}/cases/{account.pk}/write/")
    page.fill("#subject", "x" * 60)
    page.locator("#words").press_sequentially("再不还钱就抓你去坐牢。 You will be arrested.")
    expect(page.locator("#hints li").first).to_be_visible()
    assert not overflows(page)
    assert not flaws(page)
    page.locator("main form button").press("Enter")
    page.wait_for_url("**/drafts/*/")
    expect(page.locator("mark").first).to_be_visible()
    assert not overflows(page)
    assert not flaws(page)
