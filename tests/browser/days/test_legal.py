"""Legal: a guarantee proved, an address in full, what was signed; no call, no offer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import LEGAL
from forbear.store.models import Account, AuditEntry, Dispute, Guarantee
from forbear.web.guarantors import acts
from tests.browser.conftest import Desk
from tests.browser.days.day import QUEUES, Day, begun, worker
from tests.services.guarantees.make import STORE, TERMS, asked
from tests.web.portfolio import AT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = [
    *("Desk", "Replies", "Call-backs", "Lost contact", "Guarantors", "Disputes", "Complaints"),
    *("Conduct", "Messages", "Words", "Law", "Your sign-in"),
]


@pytest.fixture
def owed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Somebody wrote a guarantee down yesterday."""
    del desk
    monkeypatch.setattr(acts, "case_files", lambda: STORE)
    found = Account.objects.get(reference="A-00002")
    asked(found, TERMS, at=AT)
    return found


def test_a_day_of_legal(desk: Desk, owed: Account) -> None:
    worker("reyes", LEGAL, first="D.", last="Reyes")
    day = begun(desk, "reyes")
    assert day.rail()[: len(QUEUES)] == list(QUEUES)
    assert day.places() == PLACES
    proved(day, owed)
    seen_in_full(day, owed)
    disputed(day, owed)
    day.may_not(f"/accounts/{owed.pk}/agreements/")
    day.may_not("/approvals/")
    day.ended()


def proved(day: Day, owed: Account) -> None:
    page = day.page
    day.follow("Guarantors")
    page.get_by_role("link", name="Wang Lei").click()
    page.wait_for_url("**/guarantors/**")
    day.look()
    day.press("It is signed: proved")
    day.told("Proved: from now on they may be told.")
    one = Guarantee.objects.get(account=owed)
    assert (one.state, one.answered_by) == ("accepted", "reyes")


def seen_in_full(day: Day, owed: Account) -> None:
    """The case is read, nobody is called from here; the address for the court, with a reason."""
    page = day.page
    page.get_by_role("link", name=owed.person.name).click()
    page.wait_for_url(f"**/accounts/{owed.pk}/**")
    expect(page.locator("[data-call]")).to_have_count(0)
    for calls in ("#id_note", "[data-next-case]", "#lost"):
        expect(page.locator(calls)).to_have_count(0)
    day.look()
    page.get_by_role("link", name="In full Letter").click()
    page.select_option("#reason", "verify")
    page.fill("#note", "For the claim.")
    day.look()
    day.press("Show it")
    expect(page.locator("#full + p")).to_contain_text("2 Huaihai Road")
    day.look()
    assert AuditEntry.objects.filter(actor="reyes", action__startswith="contact").exists()


def disputed(day: Day, owed: Account) -> None:
    """A letter of their lawyer is a dispute; somebody else answers it."""
    page = day.page
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("link", name="Open a dispute").click()
    page.select_option("#id_ground", "fraud")
    page.fill("#id_said", "My client has never had this card.")
    page.select_option("#id_channel", "letter")
    day.look()
    day.press("Open it")
    page.wait_for_url("**/disputes/*/")
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
    day.look()
    assert Dispute.objects.get(account=owed).opened_by == "reyes"
