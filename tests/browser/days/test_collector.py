"""A collector's day: cases by one key, a call, a promise, a note, a plan, a reply, and home."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forbear.core.roles import COLLECTOR
from forbear.services.inbound import inbound_take
from forbear.services.lead.listening import coaching_write
from forbear.store.models import (
    Account,
    CallBack,
    CaseHold,
    CaseNote,
    CoachingNote,
    Contact,
    InboundVerdict,
    Offer,
    Promise,
)
from tests.browser.conftest import Desk
from tests.browser.days.day import QUEUES, Day, begun, worker
from tests.web.portfolio import AT, ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RAIL = [
    *QUEUES,
    *("Desk", "Replies", "Call-backs", "Lost contact"),
    *("Coaching", "Authority", "Conduct", "Messages", "Words", "Law", "Your sign-in"),
]


@pytest.fixture
def day(desk: Desk) -> Day:
    """A note of the lead from yesterday, and a reply that came in the night."""
    worker("wang", COLLECTOR, first="Wang", last="Min")
    coaching_write(
        username="wang", words="Ask first, then listen.", follow_up_on=ON, at=AT, actor="okafor"
    )
    reply = Account.objects.get(reference="A-00003").person.contact_points.get(kind="mobile")
    inbound_take(
        channel="sms",
        provider="smpp",
        provider_ref="r1",
        sender=reply.value,
        recipient="1",
        text="enough now, leave me be",
        at=AT - timedelta(hours=8),
    )
    return begun(desk, "wang")


def test_a_collectors_day(day: Day) -> None:
    assert day.rail() == RAIL
    first = next_case(day)
    call_and_promise(day, first)
    note(day, first)
    second = next_case(day)
    assert second != first
    call_back(day, second)
    plan(day, second)
    replies_and_coaching(day)
    day.may_not("/lead/")
    day.may_not("/payments/")
    day.ended()


def next_case(day: Day) -> Account:
    """N: the next best case, and why now; it is held for nobody else."""
    before = day.page.url
    day.keys("n")
    day.page.wait_for_url(lambda url: "/accounts/" in url and url != before)
    expect(day.page.locator("#now-title")).to_be_visible()
    found = day.account()
    assert CaseHold.objects.filter(actor="wang", account=found).exists()
    return found


def call_and_promise(day: Day, owed: Account) -> None:
    """Not a word of the debt, then who they are, then the promise."""
    page = day.page
    day.keys("c")
    expect(page.locator(".tel")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("¥")
    day.look()
    page.get_by_label("last four digits of the card").check()
    page.get_by_label("e-mail").check()
    day.press("They match: show the case")
    expect(page.get_by_role("region", name="Contact")).to_be_visible()
    while page.locator("[data-tick]:not(:checked)").count():
        day.keys("s")
    page.fill("#id_promise_amount", "1000")
    page.fill("#id_promise_on", (ON + timedelta(days=2)).isoformat())
    day.keys("Escape", "1", "Enter")
    day.told("The call is logged.")
    expect(page.locator("#why")).to_contain_text("They promised ¥1,000.00")
    day.look()
    contact = Contact.objects.get(actor="wang")
    assert (contact.outcome, contact.party) == ("conversation", "cardholder")
    promise = Promise.objects.get(actor="wang")
    assert (promise.account, promise.amount_minor) == (owed, 100_000)


def note(day: Day, owed: Account) -> None:
    day.keys("w")
    day.page.keyboard.type("Her sister may bring the money.")
    day.press("Add the note")
    expect(day.page.locator("#timeline")).to_contain_text("Her sister may bring the money.")
    assert CaseNote.objects.get(actor="wang").account == owed


def call_back(day: Day, owed: Account) -> None:
    """They wrote that they want to be called tomorrow at ten."""
    page = day.page
    page.locator("#call-back summary").click()
    page.fill("#back_on", (ON + timedelta(days=1)).isoformat())
    page.fill("#back_at", "10:00")
    page.locator("#call-back").get_by_role("button", name="Write it down").click()
    expect(page.locator("#call-back strong")).to_contain_text("10:00")
    assert CallBack.objects.get(actor="wang").account == owed
    day.follow("Call-backs")
    page.get_by_role("link", name="To come").click()
    expect(page.locator(".back-row")).to_have_count(1)
    page.locator(".back-row .who").click()
    page.wait_for_url("**/accounts/**")


def plan(day: Day, owed: Account) -> None:
    """A plan that leaves them enough to live on; the case page then says that it stands."""
    page = day.page
    day.keys("l")
    page.wait_for_url("**/agreements/")
    page.fill("#id_income", "9000")
    page.fill("#id_out_housing", "2500")
    page.fill("#id_months", "12")
    page.fill("#id_why", "She lost hours at work.")
    day.keys("Tab")
    expect(page.locator("#worked-out")).to_contain_text("Within your authority.")
    day.look()
    day.press("Offer it")
    day.told("It is offered")
    day.press("They accept")
    expect(page.locator("article").first).to_contain_text("agreed")
    assert Offer.objects.get(account=owed, made_by="wang").state == "accepted"
    page.get_by_role("link", name=owed.person.name).click()
    expect(page.locator("#why")).to_contain_text("Plan: kept")
    expect(page.locator("#timeline")).to_contain_text("Plan: agreed")
    day.look()


def replies_and_coaching(day: Day) -> None:
    """What came in the night is read, and what the lead wrote."""
    page = day.page
    day.follow("Replies")
    day.keys("j", "1")
    day.told("Read as: Stop writing")
    assert InboundVerdict.objects.get().actor == "wang"
    day.follow("Coaching")
    page.get_by_placeholder("Say something to it").fill("Thank you, I will.")
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("You have read it.")).to_be_visible()
    assert CoachingNote.objects.get().steps.get().words == "Thank you, I will."
