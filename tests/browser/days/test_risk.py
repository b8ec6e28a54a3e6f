"""Risk: authority proposed by one and approved by another; a case tried; no cardholder seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forbear.core.roles import RISK, TEAM_LEAD
from forbear.store.models import AuthorityLimit
from tests.browser.conftest import Desk
from tests.browser.days.day import Day, begun, worker
from tests.web.portfolio import ON

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = ["Authority", "Law", "Your sign-in"]


def test_a_day_of_risk(desk: Desk) -> None:
    worker("sato", RISK, first="K.", last="Sato")
    worker("okafor", TEAM_LEAD, first="M.", last="Okafor")
    day = begun(desk, "sato")
    assert day.places() == PLACES
    propose(day, role="hardship", months="24", why="Fewer plans break with two years.")
    expect(day.page.get_by_role("button", name="Approve")).to_have_count(0)
    assert not AuthorityLimit.objects.exists()

    # the team lead proposes too, and answers nothing
    lead = begun(desk, "okafor")
    propose(lead, role="collector", months="18", why="Collectors ask for it every day.")
    expect(lead.page.get_by_role("button", name="Approve")).to_have_count(0)
    lead.ended()

    page = day.page
    page.reload()
    waiting = page.get_by_role("article").filter(has_text="Collectors ask for it")
    waiting.get_by_placeholder("Why").fill("Tried in the test group.")
    waiting.get_by_role("button", name="Approve").click()
    day.told("Approved. It counts from its day on.")
    day.look()
    limit = AuthorityLimit.objects.get()
    assert (limit.role, limit.kind, limit.months, limit.actor) == (
        "collector",
        "installment",
        18,
        "sato",
    )
    day.go("/law/changes/")
    day.may_not("/today/")
    day.may_not("/money/day/")
    day.ended()


def propose(day: Day, *, role: str, months: str, why: str) -> None:
    page = day.page
    day.follow("Authority")
    page.select_option("#role", role)
    page.select_option("#kind", "installment")
    page.fill("#since", ON.isoformat())
    page.fill("#share", "0")
    page.fill("#months", months)
    page.locator("form.move-form #why").fill(why)
    day.press("Propose")
    day.told("Proposed. It counts once somebody else has approved it.")
    day.look()
