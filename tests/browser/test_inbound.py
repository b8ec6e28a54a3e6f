"""Reading replies in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.services.inbound import inbound_take
from forbear.store.models import ContactPoint, InboundVerdict, OptOut
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio

TEXTS = (
    "我失业了，请联系我的律师",
    "enough now " + "x" * 300,
    "Who is this? \u202ereversed <b>not bold</b>\nsecond line",
)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def written(desk: Desk) -> Desk:
    """Three replies that wait: two of cardholders, one of nobody."""
    numbers = ContactPoint.objects.filter(kind="mobile", party="cardholder").order_by("pk")
    senders = [*numbers.values_list("value", flat=True)[:2], "+12025550199"]
    for number, (sender, text) in enumerate(zip(senders, TEXTS, strict=True)):
        inbound_take(
            channel="sms",
            provider="smpp",
            provider_ref=f"r{number}",
            sender=sender,
            recipient="1",
            text=text,
            at=portfolio.AT,
        )
    return desk


def test_a_reply_is_read_by_two_keys(written: Desk) -> None:
    page = written.sign_in(written.page())
    page.goto(f"{written.address}/inbound/")
    expect(page.locator(".waits .who")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator(".waits .who")).to_have_count(2)
    expect(page.get_by_role("status").first).to_contain_text("Read as: Stop writing")
    assert InboundVerdict.objects.get().action == "opted_out"
    assert OptOut.objects.exists()


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_queue_of_replies_fits_and_has_no_flaws(
    width: int, scheme: str, language: str, written: Desk
) -> None:
    page = written.sign_in(written.page(width=width, scheme=scheme, language=language))
    page.goto(f"{written.address}/inbound/")
    expect(page.locator(".waits .who")).to_have_count(3)
    assert not overflows(page)
    assert not flaws(page)
