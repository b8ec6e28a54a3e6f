"""An auditor: the trail filtered, an entry opened, taken away; books, people, complaints read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import AUDITOR
from forbear.services.audit import audit_write
from forbear.services.evidence import evidence_seal, evidence_verify
from forbear.store.models import AuditEntry
from tests.browser.conftest import Desk
from tests.browser.days.day import Day, begun, worker
from tests.web.portfolio import AT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = [
    *("Disputes", "Complaints", "Authority", "Conduct"),
    *("Money", "Messages", "Words", "Law", "Audit trail", "People", "Your sign-in"),
]


@pytest.fixture
def day(desk: Desk) -> Day:
    for number in range(60):
        audit_write(
            at=AT,
            actor="wang",
            action="contact.logged",
            subject="contact",
            subject_id=number,
            data={"outcome": "no_answer", "rule_id": "cn-house-visit-dpd"},
        )
    worker("voss", AUDITOR, first="H.", last="Voss")
    return begun(desk, "voss")


def test_an_auditors_day(day: Day) -> None:
    page = day.page
    assert day.places() == PLACES
    trail(day)
    for place in ("Money", "Messages", "Words", "Disputes", "Complaints", "Authority", "Conduct"):
        day.follow(place)
    day.follow("People")
    expect(page.get_by_role("button", name="End the session")).to_have_count(0)
    day.may_not("/today/")
    day.may_not("/systems/tokens/")
    day.ended()


def trail(day: Day) -> None:
    page = day.page
    day.follow("Audit trail")
    page.fill("#actor", "wang")
    page.select_option("#action", "contact.")
    page.locator(".filters button").click()
    page.wait_for_url("**actor=wang**")
    day.keys("]")
    expect(page.locator("tbody tr")).to_have_count(10)
    day.look()
    page.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text("cn-house-visit-dpd")
    expect(page.locator("main")).to_contain_text("not sealed yet")
    day.look()
    # the night seals what the day wrote, and everything is verified
    assert evidence_seal(at=AT) is not None
    page.reload()
    expect(page.locator("main")).to_contain_text("under seal 1")
    assert not evidence_verify().faults
    page.get_by_role("link", name="To the trail").click()
    expect(page.locator("main")).to_contain_text("Newest seal: 1")
    with page.expect_download() as held:
        day.press("As JSON Lines")
    assert len(held.value.path().read_text().splitlines()) >= 60
    assert AuditEntry.objects.filter(actor="voss", action="audit.exported").exists()
