"""Operations: a channel stopped and started, a dead letter sent again; no words, no numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import OPERATIONS
from forbear.store.models import Account, ChannelSwitch, PlannedContact
from tests.browser.conftest import Desk
from tests.browser.days.day import begun, worker
from tests.web import post

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_day_of_operations(desk: Desk) -> None:
    worker("ops", OPERATIONS, first="N.", last="Aydin")
    rows = post.messages(list(Account.objects.order_by("pk")[:8]))
    day = begun(desk, "ops")
    page = day.page
    assert day.places() == ["Messages", "Law", "Your sign-in"]
    sms = page.get_by_role("region", name="SMS")
    sms.get_by_label("Why").fill("They go to wrong numbers.")
    sms.get_by_role("button", name="Stop").click()
    expect(sms).to_contain_text("They go to wrong numbers.")
    day.look()
    assert ChannelSwitch.objects.get(channel="sms").is_stopped
    sms.get_by_role("button", name="Start again").click()
    expect(sms).not_to_contain_text("wrong numbers")
    assert not ChannelSwitch.objects.get(channel="sms").is_stopped

    # what failed is sent again; whose message it was, and its words, are not for them
    page.get_by_role("link", name="Dead letters").click()
    expect(page.locator("main")).not_to_contain_text(rows["failed"].person.name)
    day.look()
    failed = page.locator(f"article[aria-labelledby=title-{rows['failed'].pk}]")
    failed.get_by_role("button", name="Send again").click()
    day.told("The message waits for its moment again.")
    assert PlannedContact.objects.get(pk=rows["failed"].pk).state != "failed"
    day.go(f"/messages/{rows['sent'].pk}/")
    expect(page.locator("main")).not_to_contain_text(post.WORDS)
    expect(page.locator("main")).not_to_contain_text(post.NUMBER)
    day.may_not("/today/")
    day.may_not("/words/")
    day.ended()
