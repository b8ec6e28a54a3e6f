"""A team lead's day: the board, a case moved and moved back, a call heard, somebody told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.store.models import CaseAssignment, CaseHold, CoachingNote, Listening
from tests.browser.conftest import Desk
from tests.browser.days.day import Day, begun
from tests.browser.teams import team_at_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = [
    *("Desk", "Replies", "Call-backs", "Lost contact", "Guarantors", "Disputes", "Complaints"),
    *("Team", "Coaching", "Approvals", "Authority", "Conduct"),
    *("Messages", "Words", "Law", "Your sign-in"),
]
OWN = ["Now", "Cases", "Shifts", "Listen"]
# money, other systems, people, the trail, what the auditor found
CLOSED = ("/payments/", "/money/day/", "/systems/tokens/", "/people/", "/audit/", "/review/")


@pytest.fixture
def day(desk: Desk) -> Day:
    """A lead, two collectors of one team at work, a call to hear."""
    team_at_work()
    return begun(desk, "okafor")


def test_a_leads_day(day: Day) -> None:
    assert day.rail() == [*OWN, *(place for place in PLACES if place != "Team")]
    assert day.places() == PLACES
    board(day)
    move(day)
    listen_and_tell(day)
    for place in ("Desk", "Approvals", "Authority", "Guarantors", "Complaints", "Conduct"):
        day.follow(place)
    for path in CLOSED:
        day.may_not(path)
    told(day)
    day.ended()


def board(day: Day) -> None:
    """The board follows by itself, and keeps the focus."""
    page = day.page
    expect(page.get_by_role("heading", name="North")).to_be_visible()
    page.locator(".team .who").first.focus()
    CaseHold.objects.all().delete()
    expect(page.get_by_text("has a case")).to_have_count(0)
    expect(page.locator(".team .who").first).to_be_focused()


def move(day: Day) -> None:
    """One case to a colleague, and back."""
    page = day.page
    day.go("/lead/")
    day.follow("Cases")
    page.locator("input[name=case]").first.check()
    page.select_option("#to", "wang")
    page.fill("#why", "knows them")
    day.press("Move the ticked")
    day.told("1 case moved.")
    day.look()
    assert CaseAssignment.objects.get(to="wang")
    page.get_by_role("button", name="Undo").click()
    day.told("Undone")
    day.look()
    assert not CaseAssignment.objects.filter(to="wang").exists()


def listen_and_tell(day: Day) -> None:
    """What to hear, and what is told."""
    page = day.page
    day.follow("Shifts")
    day.follow("Listen")
    page.get_by_role("button", name="Take it").first.click()
    page.fill("#note", "calm and clear")
    day.look()
    day.press("Mark as heard")
    expect(page.get_by_text("calm and clear")).to_be_visible()
    page.fill("#words", "Say who you are first.")
    page.fill("#follow", "2026-11-30")
    day.look()
    day.press("Tell them")
    day.told("Told.")
    day.look()
    assert Listening.objects.get().note == "calm and clear"


def told(day: Day) -> None:
    """The one who was told reads it; the lead's pages are closed to them."""
    mine = begun(day.desk, "chen")
    mine.follow("Coaching")
    mine.page.get_by_role("button", name="I have read it").click()
    expect(mine.page.get_by_text("You have read it.")).to_be_visible()
    mine.look()
    assert CoachingNote.objects.get().steps.get().kind == "read"
    mine.may_not("/lead/cases/")
