"""Complaints and compliance: an answer with four eyes, a fake, a finding, the trail."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from forbear.core.roles import COMPLIANCE, TEAM_LEAD
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.fakes import fake_report
from forbear.store.models import Account, Complaint, FakeReport, TextReview
from tests.browser.conftest import Desk
from tests.browser.days.day import Day, begun, worker
from tests.services.speech.test_transcripts import taken
from tests.web.portfolio import AT, ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = [
    *("Disputes", "Complaints", "Authority", "Conduct", "Review"),
    *("Messages", "Words", "Law", "Audit trail", "Your sign-in"),
]


@pytest.fixture
def day(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Day:
    """A complaint of this morning's call, a report of a fake, a call that the auditor read."""
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    worker("ward", COMPLIANCE, first="J.", last="Ward")
    worker("okafor", TEAM_LEAD, first="M.", last="Okafor")
    wish = ComplaintWish("call", "He shouted at me, and would not say his name.", about="chen")
    owed = Account.objects.get(reference="A-00001")
    done = complaint_log(account_id=owed.pk, wish=wish, key="c", at=AT, actor="wang")
    assert isinstance(done, Complaint)
    fake_report(
        kind="sms",
        sender="+12025550199",
        text="Pay to another account today.",
        seen="",
        file_sha256="",
        language="en",
        at=AT,
    )
    taken(collector="lin", team="north")
    return begun(desk, "ward")


def test_a_day_of_complaints_and_compliance(desk: Desk, day: Day) -> None:
    assert day.places() == PLACES
    fake(day)
    looked_into(day)
    answered(day)
    approved_by_another(desk)
    told_and_closed(day)
    finding(day)
    day.follow("Audit trail")
    expect(day.page.locator("main")).to_contain_text("complaint.upheld")
    day.may_not("/today/")
    day.may_not(f"/accounts/{Account.objects.order_by('pk')[0].pk}/")
    day.ended()


def fake(day: Day) -> None:
    page = day.page
    page.locator("article a").first.click()
    page.wait_for_url("**/fakes/*/")
    page.fill("#text", "Told the network.")
    day.look()
    day.press("Save")
    day.told("The note is saved.")
    assert FakeReport.objects.get().notes.get().actor == "ward"


def looked_into(day: Day) -> None:
    """They know that we have it; what it came of is named."""
    page = day.page
    day.follow("Complaints")
    day.keys("j", "Enter")
    page.wait_for_url("**/complaints/*/")
    day.look()
    day.press("They know that we have it")
    day.told("Written down.")
    page.select_option("#id_cause", "manner")
    page.fill("#id_team", "North")
    day.press("Name it")
    day.told("Written down.")
    found = Complaint.objects.get()
    assert (found.acknowledged_on, found.cause, found.team) == (ON, "manner", "North")


def answered(day: Day) -> None:
    """The answer gives more than one person may give alone, and is not their own to approve."""
    page = day.page
    page.select_option("#id_outcome", "upheld")
    page.select_option("#id_redress", "amount")
    page.fill("#id_amount", "300")
    page.fill("#id_reasons", "You were right, and we are sorry.")
    day.press("Answer")
    day.told("It waits for somebody else's approval.")
    expect(page.get_by_text("Nobody approves their own")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    day.look()
    assert Complaint.objects.get().state == "proposed"


def approved_by_another(desk: Desk) -> None:
    lead = begun(desk, "okafor")
    lead.follow("Complaints")
    lead.page.locator(".who").first.click()
    lead.page.fill("#why", "It was so.")
    lead.look()
    lead.press("Approve")
    lead.told("The answer is given.")
    lead.ended()


def told_and_closed(day: Day) -> None:
    page = day.page
    page.reload()
    expect(page.get_by_role("heading", name="Our answer")).to_be_visible()
    day.look()
    with page.expect_navigation():
        day.press("Close it")
    found = Complaint.objects.get()
    assert (found.state, found.redress_minor, found.answered_by) == ("closed", 30_000, "okafor")
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("row", name="Manner or words of a person")).to_be_visible()
    day.look()


def finding(day: Day) -> None:
    """What the auditor found in a call is judged by keys."""
    day.follow("Review")
    day.keys("j", "1")
    day.told("Noted: Confirmed")
    assert TextReview.objects.get().actor == "ward"
