"""A field agent and an agency: what the law lets a visit do, and how they themselves spoke."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forbear.core.roles import AGENCY, FIELD
from forbear.services.speech.conduct import team_place_set
from forbear.store.models import Account, FindingAppeal
from tests.browser.conftest import Desk
from tests.browser.days.day import begun, worker
from tests.services.speech import test_conduct as spoken
from tests.services.speech.test_transcripts import AT as SPOKEN
from tests.web.portfolio import AT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PLACES = ["Conduct", "Law", "Your sign-in"]
DAYS = (AT - SPOKEN).days - 3


def test_a_field_agents_day_on_a_phone(desk: Desk) -> None:
    worker("bao", FIELD, first="Bao", last="Ning")
    found = spoken.find(spoken.text(1, "bao", days=DAYS))
    spoken.judge(found, at=AT - timedelta(days=1))
    day = begun(desk, "bao", width=390)
    page = day.page
    assert day.places() == PLACES

    # may this house be gone to? the rule, and a case tried
    page.select_option("#place", "CN")
    expect(page.get_by_role("status")).to_contain_text("China")
    day.look()
    day.go("/law/rules/house-visit-amount/")
    page.get_by_role("link", name="Try a case").last.click()
    page.wait_for_url("**/law/try/**")
    answer = page.get_by_role("region", name="Answer", exact=True)
    expect(answer.locator(".verdict")).to_be_visible()
    day.look()

    # what was found in his own words, answered
    day.follow("Conduct")
    day.follow("About me")
    page.locator("textarea").fill("I read the court's letter out.")
    day.look()
    day.press("Appeal")
    day.told("Your appeal is with another reviewer.")
    assert FindingAppeal.objects.get().actor == "bao"

    day.may_not("/today/")
    day.may_not(f"/accounts/{Account.objects.order_by('pk')[0].pk}/")
    day.ended()


def test_an_agencys_day(desk: Desk) -> None:
    """It sees how its own people spoke, and nobody else's."""
    worker("moss", AGENCY, first="E.", last="Moss")
    team_place_set(username="moss", team="", agency="Harbour", at=AT, actor="it")
    for number, agency in enumerate(("Harbour", "Harbour", "Other", "")):
        spoken.text(number, f"c{number}", agency=agency, days=DAYS)
    spoken.judge(spoken.find(spoken.text(9, "c0", agency="Harbour", days=DAYS)), at=AT)
    day = begun(desk, "moss", width=390)
    assert day.places() == PLACES
    day.go("/review/conduct/?by=collector")
    main = day.page.locator(".conduct-rows")
    expect(main).to_contain_text("c0")
    expect(main).not_to_contain_text("c2")
    expect(main).not_to_contain_text("c3")
    day.may_not("/today/")
    day.may_not("/review/")
    day.ended()
