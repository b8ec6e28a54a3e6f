"""A hardship specialist's day: a breathing space, a plan that is affordable, a fee taken off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import HARDSHIP
from forbear.store.models import Account, Complaint, Dispute, HouseholdBudget, Offer, Relief
from tests.browser.conftest import Desk
from tests.browser.days.day import QUEUES, Day, begun, worker
from tests.web.portfolio import ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RAIL = [
    *QUEUES,
    *("Desk", "Replies", "Call-backs", "Lost contact", "Disputes", "Complaints"),
    *("Coaching", "Authority", "Conduct", "Messages", "Words", "Law", "Your sign-in"),
]


@pytest.fixture
def day(desk: Desk) -> Day:
    worker("devi", HARDSHIP, first="R.", last="Devi")
    return begun(desk, "devi")


def test_a_hardship_specialists_day(day: Day) -> None:
    assert day.rail() == RAIL
    breathing_space(day)
    plan_with_a_budget(day)
    relief_ended(day)
    something_is_wrong(day)
    day.may_not("/approvals/")
    day.may_not("/guarantors/")
    day.ended()


def breathing_space(day: Day) -> None:
    """Whoever was referred stands in a queue; in Britain the law gives sixty days of rest."""
    page = day.page
    day.follow("To a desk")
    page.select_option("#nation", "GB")
    expect(page.locator(".queue .who")).to_have_count(1)
    day.keys("j", "Enter")
    page.wait_for_url("**/accounts/**")
    owed = day.account()
    day.look()
    day.keys("l")
    page.wait_for_url("**/agreements/")
    page.select_option("#id_kind", "breathing_space")
    page.select_option("#id_reason", "by_law")
    page.fill("#id_day", ON.isoformat())
    page.locator("[name=signposts]").first.check()
    day.look()
    day.press("Give relief")
    day.told("Collection rests.")
    relief = Relief.objects.get(actor="devi")
    assert (relief.person, relief.account, relief.rule_id) == (
        owed.person,
        None,
        "uk-breathing-space-60d",
    )
    assert len(relief.signposts) == 1
    # the case says so, and no button calls them any more
    page.get_by_role("link", name=owed.person.name).click()
    expect(page.locator("#why")).to_contain_text("Collection rests")
    expect(page.locator("[data-call]")).to_have_count(0)
    expect(page.locator("#timeline")).to_contain_text("Breathing space by law")
    day.look()


def plan_with_a_budget(day: Day) -> None:
    """Twice as long as a collector may agree to, and no more a month than they can spare."""
    page = day.page
    owed = Account.objects.get(reference="A-00023")
    day.keys("/")
    page.keyboard.type(owed.reference)
    page.locator("#found .who").click()
    page.wait_for_url(f"**/accounts/{owed.pk}/**")
    day.keys("l")
    page.wait_for_url("**/agreements/")
    page.fill("#id_income", "2600")
    page.fill("#id_out_housing", "600")
    page.fill("#id_people", "1")
    page.fill("#id_months", "12")
    page.fill("#id_why", "He works half the hours since his illness.")
    day.keys("Tab")
    expect(page.locator("#worked-out")).to_contain_text("It costs more a month than they can spare")
    page.fill("#id_months", "48")
    day.keys("Tab")
    expect(page.locator("#worked-out")).to_contain_text("Within your authority.")
    day.press("Offer it")
    day.told("It is offered")
    day.press("They accept")
    expect(page.locator("article").first).to_contain_text("agreed")
    offer = Offer.objects.get(account=owed)
    assert (offer.state, offer.months) == ("accepted", 48)
    assert HouseholdBudget.objects.get().spare_minor >= offer.monthly_minor


def relief_ended(day: Day) -> None:
    """A pause for another account, and its end when they are at work again."""
    page = day.page
    owed = Account.objects.get(reference="A-00001")
    day.go(f"/accounts/{owed.pk}/agreements/")
    page.select_option("#id_kind", "pause")
    page.select_option("#id_reason", "income_lost")
    page.fill("#id_day", ON.replace(day=30).isoformat())
    day.press("Give relief")
    day.told("Collection rests.")
    relief = Relief.objects.get(account=owed)
    assert relief.ended_on is None
    day.press("End it now")
    day.told("It has ended.")
    relief.refresh_from_db()
    assert (relief.ended_on, relief.ended_by) == (ON, "devi")


def something_is_wrong(day: Day) -> None:
    """A disputed fee, which she may take off herself; and a complaint of how they were told."""
    page = day.page
    owed = Account.objects.get(reference="A-00001")
    day.go(f"/accounts/{owed.pk}/")
    page.get_by_role("link", name="Open a dispute").click()
    page.select_option("#id_extent", "part")
    page.fill("#id_amount", "50")
    page.fill("#id_said", "The fee came while I was in hospital.")
    day.look()
    day.press("Open it")
    page.wait_for_url("**/disputes/*/")
    page.select_option("#id_outcome", "upheld")
    page.select_option("#id_correction", label="Take it off the fees")
    page.fill("#id_reasons", "You were ill: the fee is taken off.")
    day.look()
    day.press("Answer")
    day.told("The answer is given.")
    assert Dispute.objects.get().answered_by == "devi"
    day.go(f"/accounts/{owed.pk}/complaints/new/")
    page.fill("#id_said", "I told you of my illness twice.")
    day.press("Log it")
    page.wait_for_url("**/complaints/*/")
    day.look()
    assert Complaint.objects.get().opened_by == "devi"
    day.follow("Disputes")
    day.follow("Complaints")
