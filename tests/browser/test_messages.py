"""Looking after messages, in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from forbear.services.outbox.switches import channel_limit, channel_stop
from forbear.store.models import Account, ChannelSwitch, PlannedContact
from tests.browser.conftest import Desk, flaws, overflows
from tests.web import portfolio, post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows(desk: Desk) -> dict[str, PlannedContact]:
    """Messages in every state, and a user who may also run the channels."""
    del desk
    user = User.objects.get(username="chen")
    user.groups.add(Group.objects.get_or_create(name="operations")[0])
    channel_limit(channel="email", per_second=50, at=portfolio.AT, actor="lead")
    channel_stop(
        channel="email", why="The provider asked us to wait.", at=portfolio.AT, actor="lead"
    )
    return post.messages(list(Account.objects.order_by("pk")[:8]))


def test_a_channel_is_stopped_and_started_from_its_page(
    desk: Desk, rows: dict[str, PlannedContact]
) -> None:
    del rows
    page = desk.sign_in(desk.page())
    page.get_by_role("link", name="Messages").click()
    page.get_by_role("link", name="Channels").click()
    page.get_by_role("region", name="SMS").get_by_label("Why").fill("They go to wrong numbers.")
    page.get_by_role("region", name="SMS").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("region", name="SMS")).to_contain_text("They go to wrong numbers.")
    assert ChannelSwitch.objects.get(channel="sms").is_stopped
    page.get_by_role("region", name="SMS").get_by_role("button", name="Start again").click()
    expect(page.get_by_role("region", name="SMS")).not_to_contain_text("wrong numbers")
    assert not ChannelSwitch.objects.get(channel="sms").is_stopped


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, desk: Desk, rows: dict[str, PlannedContact]
) -> None:
    page = desk.sign_in(desk.page(width=width, scheme=scheme, language=language))
    for name, address in (
        ("log", "/messages/"),
        ("one", f"/messages/{rows['sent'].pk}/"),
        ("unknown", f"/messages/{rows['unknown'].pk}/"),
        ("channels", "/messages/channels/"),
        ("dead", "/messages/dead/"),
    ):
        page.goto(f"{desk.address}{address}")
        if folder := os.environ.get("FORBEAR_SHOTS"):
            path = Path(folder) / f"messages-{name}-{width}-{language}.png"
            page.screenshot(path=path, full_page=True)
        assert not overflows(page), name
        assert not flaws(page), name
