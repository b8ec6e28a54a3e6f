"""Every page of a team lead without flaws, in both languages; their day is in ``days``."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from forbear.core.agreements.authority import Limit
from forbear.services.agreements.authority_asking import authority_propose
from forbear.services.lead.listening import coaching_write
from forbear.store.models import SpokenText
from tests.browser.conftest import Desk, flaws, overflows
from tests.browser.teams import team_at_work
from tests.web.portfolio import AT, ON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = ("lead/", "lead/cases/", "lead/shifts/", "lead/listen/", "authority/")


@pytest.fixture
def team(desk: Desk) -> Desk:
    """A lead, two collectors of one team at work, a call to hear."""
    team_at_work()
    return desk


def signed_in(team: Desk, page: Page, name: str) -> Page:
    team.sign_in(page, name)
    page.wait_for_url("**/lead/" if name == "okafor" else "**/today/")
    return page


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
