"""Conduct in a real browser: a chart with its table, an appeal made and judged by keys."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from forbear.store.models import Account, AcrossAppeal, AcrossJudgement, AppealJudgement
from tests.browser.conftest import Desk, flaws, overflows
from tests.services.speech.test_across_appeals import across, appeal, confirm
from tests.services.speech.test_conduct import find, judge, text
from tests.services.speech.test_transcripts import AT
from tests.web import portfolio

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RANGE = "from=2025-12-01&to=2026-04-30"


@pytest.fixture
def spoken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two teams over four months, one with more findings; one finding is about who signs in."""
    from forbear.wiring import clock

    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=50))
    user = User.objects.get(username="chen")
    for role in ("compliance", "reviewer"):
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for number in range(120):
        team = ("north", "south · " + "x" * 40)[number % 2]
        one = text(number, f"collector-{number % 5}", team, days=number - 70)
        if number % 7 == 0:
            judge(find(one, ("high", "medium", "low")[number % 3]))
    judge(find(text(900, "chen", "north", days=45)), at=AT + timedelta(days=46))
    return desk


@pytest.fixture
def case(spoken: Desk) -> Desk:
    """Too many texts of one account: two of who signs in, one of somebody else of an agency."""
    texts = [text(910 + number, "chen", "north", days=40 + number) for number in range(2)]
    texts.append(text(920, "wu", "south · " + "x" * 40, "Quay", days=43))
    owed = Account.objects.order_by("pk").first()
    assert owed is not None
    confirm(across(owed, *texts), at=AT + timedelta(days=44))
    made = across(owed, *texts[1:], category="contradictory_offers", key="differ_offer")
    confirm(made, at=AT + timedelta(days=45))
    of = appeal(made, person="wu", actor="wu", at=AT + timedelta(days=46))
    assert isinstance(of, AcrossAppeal), of
    return spoken


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_the_pages_fit_and_have_no_flaws(
    width: int, scheme: str, language: str, case: Desk
) -> None:
    page = case.sign_in(case.page(width=width, scheme=scheme, language=language))
    for name, path in (
        ("scores", f"/review/conduct/?{RANGE}"),
        ("categories", f"/review/conduct/?{RANGE}&by=category&step=week"),
        ("mine", "/review/mine/"),
        ("appeals", "/review/appeals/"),
        ("second", "/review/second/"),
        ("cases", "/review/cases/?view=judged"),
    ):
        page.goto(f"{case.address}{path}")
        if folder := os.environ.get("FORBEAR_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}-{language}.png", full_page=True)
        assert not overflows(page), name
        assert not flaws(page), name


def reviewer(desk: Desk) -> Page:
    """Open a window for a reviewer who confirmed nothing."""
    user = portfolio.collector("two")
    user.groups.add(Group.objects.get_or_create(name="reviewer")[0])
    return desk.sign_in(desk.page(), "two")


def test_a_finding_across_a_case_is_appealed_and_taken_from_one_person(case: Desk) -> None:
    page = case.sign_in(case.page())
    page.goto(f"{case.address}/review/mine/")
    mine = page.locator("article").filter(has_text="Too many texts")
    expect(mine).to_contain_text("and 1 of somebody else")
    expect(mine).not_to_contain_text("Quay")
    mine.locator("textarea").fill("I rang once a week.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("another reviewer")
    other = reviewer(case)
    other.goto(f"{case.address}/review/appeals/")
    waits = other.locator("article").filter(has_text="I rang once a week.")
    expect(waits).to_contain_text("Quay")
    waits.locator("textarea").fill("The calls were the agency's.")
    waits.get_by_role("button", name="not of this person").press("Enter")
    expect(other.get_by_role("status").first).to_contain_text("not of this person")
    assert AcrossJudgement.objects.get().outcome == "not_theirs"
    page.goto(f"{case.address}/review/mine/")
    expect(page.locator("article").filter(has_text="Too many texts")).to_contain_text(
        "The calls were the agency's."
    )
    page.goto(f"{case.address}/review/conduct/?{RANGE}&category=harassment_by_volume&by=agency")
    expect(page.locator("tbody").last).to_contain_text("Quay")


def test_an_appeal_is_made_and_judged_by_another(spoken: Desk) -> None:
    page = spoken.sign_in(spoken.page())
    page.goto(f"{spoken.address}/review/mine/")
    page.locator("textarea").first.fill("I read the court's letter out.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("another reviewer")
    page.goto(f"{spoken.address}/review/appeals/")
    expect(page.locator("article")).to_contain_text("another reviewer judges")
    other = reviewer(spoken)
    other.goto(f"{spoken.address}/review/appeals/")
    other.locator("textarea").fill("It was a quotation.")
    other.get_by_role("button", name="Overturn the finding").press("Enter")
    expect(other.get_by_role("status").first).to_contain_text("overturned")
    assert AppealJudgement.objects.get().actor == "two"
    page.goto(f"{spoken.address}/review/mine/")
    expect(page.locator("article")).to_contain_text("It was a quotation.")
