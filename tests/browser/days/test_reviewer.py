"""A reviewer: findings judged by keys, a second reading, an appeal of somebody else's judgement."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forbear.core.roles import REVIEWER
from forbear.packs.speech.conduct import load_conduct
from forbear.services.speech.appeals import appeal_make
from forbear.store.models import Account, AppealJudgement, TextReview
from tests.browser.conftest import Desk
from tests.browser.days.day import begun, worker
from tests.services.speech import test_conduct as spoken
from tests.services.speech.test_transcripts import AT as SPOKEN
from tests.services.speech.test_transcripts import taken
from tests.web.portfolio import AT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_reviewers_day(desk: Desk) -> None:
    worker("rossi", REVIEWER, first="G.", last="Rossi")
    taken(collector="lin", team="north")
    found = spoken.find(spoken.text(1, "chen", days=(AT - SPOKEN).days - 3))
    spoken.judge(found, at=AT - timedelta(days=2))
    made = appeal_make(
        finding_id=found.pk,
        reason="I read the court's letter out.",
        conduct=load_conduct(),
        at=AT - timedelta(days=1),
        actor="chen",
    )
    day = begun(desk, "rossi")
    page = day.page
    assert day.places() == ["Review", "Law", "Your sign-in"]

    # a finding, by keys alone
    day.keys("j", "1")
    day.told("Noted: Confirmed")
    expect(page.locator(".waits .who")).to_have_count(0)
    day.look()
    assert TextReview.objects.get(actor="rossi").verdict == "confirm"

    # somebody else's judgement, appealed
    day.follow("Appeals")
    page.locator("article textarea").fill("It was a quotation.")
    page.get_by_role("button", name="Overturn the finding").click()
    day.told("overturned")
    day.look()
    assert AppealJudgement.objects.get(appeal=made).actor == "rossi"
    day.follow("Second reading")
    day.follow("Across a case")

    day.may_not("/today/")
    day.may_not(f"/accounts/{Account.objects.order_by('pk')[0].pk}/")
    day.ended()
