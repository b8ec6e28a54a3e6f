"""IT: a token, a webhook, a lost session ended, a lost device reset by two; no cardholder seen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from forbear.core.roles import IT
from forbear.store.models import ApiToken, SignInDevice, WebhookEndpoint
from tests.browser.conftest import Desk
from tests.browser.days.day import Day, begun, worker
from tests.services.test_two_step import enrolled

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = ["Law", "Other systems", "People", "Your sign-in"]


def test_a_day_of_it(desk: Desk) -> None:
    worker("singh", IT, first="R.", last="Singh")
    worker("berg", IT, first="L.", last="Berg")
    enrolled("voss")
    day = begun(desk, "singh")
    assert day.places() == PLACES
    systems(day)
    session_ended(desk, day)
    device_lost(desk, day)
    day.may_not("/today/")
    day.may_not("/audit/")
    day.ended()


def systems(day: Day) -> None:
    """One system may ask, another is told; each secret is shown once."""
    page = day.page
    day.follow("Other systems")
    page.fill("#name", "host")
    page.fill("#url", "https://host.example/events")
    page.check("[value='promise.kept']")
    day.press("Add")
    expect(page.locator("#secret")).to_be_visible()
    day.look()
    assert WebhookEndpoint.objects.get().events == ["promise.kept"]
    day.follow("Other systems")
    expect(page.locator("#secret")).to_have_count(0)
    page.get_by_role("link", name="Asking: tokens").click()
    page.wait_for_url("**/tokens/")
    day.look()
    page.fill("#name", "host")
    page.fill("#expires", "2027-01-31")
    page.check("[value='balances:read']")
    day.press("Make it")
    expect(page.locator("#secret")).to_be_visible()
    day.look()
    page.get_by_role("button", name="Revoke").click()
    day.told("The token of host is revoked.")
    assert ApiToken.objects.get().revoked_at is not None


def session_ended(desk: Desk, day: Day) -> None:
    """A collector left a screen open somewhere."""
    left = begun(desk, "chen")
    day.follow("People")
    day.page.get_by_role("button", name="End the session chen").click()
    day.told("The session of chen is ended.")
    left.page.goto(f"{desk.address}/today/")
    expect(left.page.get_by_role("heading", name="Sign in")).to_be_visible()


def device_lost(desk: Desk, day: Day) -> None:
    """Whoever asks for the reset does not give it."""
    page = day.page
    voss = User.objects.get(username="voss")
    panel = page.locator(f"section[aria-labelledby=user-{voss.pk}]")
    panel.locator("summary").click()
    panel.locator("input[name=why]").fill("He stands here, with his badge.")
    day.look()
    panel.get_by_role("button", name="Ask for a reset").click()
    day.told("Asked. Somebody else of IT answers.")
    expect(page.get_by_role("button", name="Reset the device")).to_have_count(0)
    day.look()
    other = begun(desk, "berg")
    other.press("Reset the device")
    other.told("The device is ended.")
    other.look()
    assert SignInDevice.objects.get(user=voss).ended_by == "berg"
    other.ended()
