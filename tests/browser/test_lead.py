"""A team lead's working day in a real browser, and every page without flaws in both languages."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from forbear.core.agreements.authority import Limit
from forbear.services.agreements.authority_asking import authority_propose
from forbear.services.lead.listening import coaching_write
from forbear.store.models import (
    CaseAssignment,
    CaseHold,
    CoachingNote,
    Listening,
    SpokenText,
)
from tests.browser.conftest import Desk, flaws, overflows
from tests.browser.teams import team_at_work
from tests.web import portfolio
from tests.web.portfolio import AT, ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)
PLACES = ("lead/", "lead/cases/", "lead/shifts/", "lead/listen/", "authority/")


@pytest.fixture
def team(desk: Desk) -> Desk:
    """A lead, two collectors of one team at work, a call to hear."""
    team_at_work()
    return desk


def signed_in(team: Desk, page: Page, name: str) -> Page:
    page.goto(f"{team.address}/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", portfolio.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lead/" if name == "okafor" else "**/today/")
    return page


def test_a_leads_day(team: Desk) -> None:
    page = signed_in(team, team.page(), "okafor")
    expect(page.get_by_role("heading", name="North")).to_be_visible()
    # the board follows by itself, and keeps the focus
    page.locator(".team .who").first.focus()
    CaseHold.objects.all().delete()
    expect(page.get_by_text("has a case")).to_have_count(0)
    expect(page.locator(".team .who").first).to_be_focused()
    # one case to a colleague, and back
    page.goto(f"{team.address}/lead/cases/")
    page.locator("input[name=case]").first.check()
    page.select_option("#to", "wang")
    page.fill("#why", "knows them")
    page.get_by_role("button", name="Move the ticked").click()
    expect(page.get_by_role("status").first).to_contain_text("1 case moved.")
    assert CaseAssignment.objects.get(to="wang")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("Undone")
    assert not CaseAssignment.objects.filter(to="wang").exists()
    # what to hear, and what is told
    page.goto(f"{team.address}/lead/listen/")
    page.get_by_role("button", name="Take it").first.click()
    page.fill("#note", "calm and clear")
    page.get_by_role("button", name="Mark as heard").click()
    expect(page.get_by_text("calm and clear")).to_be_visible()
    page.fill("#words", "Say who you are first.")
    page.fill("#follow", "2026-11-30")
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_role("status").first).to_contain_text("Told.")
    assert Listening.objects.get().note == "calm and clear"
    mine = signed_in(team, team.page(), "chen")
    mine.goto(f"{team.address}/coaching/")
    mine.get_by_role("button", name="I have read it").click()
    expect(mine.get_by_text("You have read it.")).to_be_visible()
    assert CoachingNote.objects.get().steps.get().kind == "read"


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_are_without_flaws(team: Desk, width: int, scheme: str, language: str) -> None:
    coaching_write(username="chen", words="Slower.", follow_up_on=ON, at=AT, actor="okafor")
    authority_propose(
        Limit("collector", "settlement", ON, share_bp=1_050, amount_minor=50_000, currency="CNY"),
        at=AT,
        actor="ward",
        note="season",
    )
    page = team.page(width=width, scheme=scheme, language=language)
    signed_in(team, page, "okafor")
    text = SpokenText.objects.get()
    for place in (*PLACES, f"lead/listen/{text.pk}/", "coaching/"):
        page.goto(f"{team.address}/{place}")
        if folder := os.environ.get("FORBEAR_PICTURES"):
            name = place.strip("/").replace("/", "-")
            page.screenshot(path=f"{folder}/{name}-{width}-{language}.png", full_page=True)
        assert flaws(page) == [], place
        assert not overflows(page), place
