"""The pages of conduct: who sees whom, the chart with its table, an appeal from end to end."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from forbear.core.speech.conduct import GROUPS
from forbear.services.speech.conduct import team_place_set
from forbear.services.speech.review import finding_review
from forbear.store.models import (
    AcrossAppeal,
    AcrossFinding,
    AcrossJudgement,
    AppealJudgement,
    FindingAppeal,
    SpokenText,
    TextFinding,
)
from forbear.web.conduct.words import GROUP, OUTCOME, STANDING, STANDING_ICON
from forbear.wiring import clock
from tests.services.speech.test_across_appeals import across, confirm, judged
from tests.services.speech.test_conduct import find, judge, text
from tests.services.speech.test_transcripts import AT
from tests.store.make import account
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
RANGE = "from=2026-03-01&to=2026-05-31"


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))


def signed_in(name: str, role: str, *, team: str = "", agency: str = "") -> Client:
    user = portfolio.collector(name)
    user.groups.set([Group.objects.get_or_create(name=role)[0]])
    if team or agency:
        team_place_set(username=name, team=team, agency=agency, at=AT, actor="it")
    client = Client()
    client.force_login(user, portfolio.BACKEND)
    return client


def page(client: Client, address: str, *, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def finding() -> TextFinding:
    for number in range(60):
        text(number, "lin", "north")
        text(100 + number, "bo", "south")
    made = find(text(200, "lin", "north", days=1))
    judge(made, reason="plain")
    return made


def test_an_empty_page_says_what_would_be_there() -> None:
    seen = signed_in("comp", "compliance")
    assert "read no contact" in page(seen, "/review/conduct/")
    assert "审核器没有读到" in page(seen, "/review/conduct/", language="zh-hans")
    assert "Nothing was found" in page(seen, "/review/mine/")
    assert seen.get("/review/appeals/").status_code == 200


@pytest.mark.usefixtures("finding")
def test_compliance_sees_all_and_a_collector_only_themselves() -> None:
    whole = page(signed_in("comp", "compliance"), f"/review/conduct/?{RANGE}&by=collector")
    assert ">lin</a>" in whole
    assert ">bo</a>" in whole
    assert "no clear difference" in whole
    own = page(signed_in("lin", "collector"), f"/review/conduct/?{RANGE}&by=collector&collector=bo")
    assert ">bo<" not in own
    lead = page(signed_in("lead", "team_lead", team="south"), f"/review/conduct/?{RANGE}")
    assert ">bo</a>" in lead
    assert ">lin<" not in lead
    agency = page(signed_in("ag", "agency", agency="Quay"), f"/review/conduct/?{RANGE}")
    assert "read no contact" in agency


@pytest.mark.usefixtures("finding")
def test_the_table_and_the_trend_are_files_too() -> None:
    seen = signed_in("comp", "compliance")
    rows = _csv(page(seen, f"/review/conduct/?{RANGE}&by=team&form=csv"))
    assert [(row["name"], row["contacts"], row["high"]) for row in rows] == [
        ("north", "61", "1"),
        ("south", "60", "0"),
    ]
    assert rows[0]["per_1000"] == "16.4"
    (point,) = _csv(page(seen, f"/review/conduct/?{RANGE}&form=trend"))
    assert (point["from"], point["contacts"], point["with_finding"]) == ("2026-03-01", "121", "1")
    weeks = _csv(page(seen, f"/review/conduct/?{RANGE}&form=trend&step=week&team=north"))
    assert [row["contacts"] for row in weeks] == ["61"]


def _csv(body: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body)))


@pytest.mark.parametrize(
    "query",
    [
        "from=x&to=9999-99-99",
        "by=mood&step=eon&category=x",
        "collector=%00%27&team=%25s",
        "to=0001-01-01",
    ],
)
def test_an_address_that_makes_no_sense_is_answered(query: str) -> None:
    text(1)
    assert page(signed_in("comp", "compliance"), f"/review/conduct/?{query}")


def test_categories_are_rows_too(finding: TextFinding) -> None:
    shown = page(signed_in("comp", "compliance"), f"/review/conduct/?{RANGE}&by=category")
    assert "Threat of violence or arrest</a>" in shown
    rows = page(
        signed_in("two", "compliance"), f"/review/conduct/?{RANGE}&category={finding.category}"
    )
    assert "north" in rows


def test_an_appeal_goes_from_the_collector_to_another_reviewer(finding: TextFinding) -> None:
    lin, rev, other = (
        signed_in("lin", "collector"),
        signed_in("rev", "reviewer"),
        signed_in("two", "reviewer"),
    )
    shown = page(lin, "/review/mine/")
    assert "until 2026-03-26 15:00 UTC" in shown
    assert "<mark>Pay</mark>" in shown
    empty = lin.post(f"/review/mine/{finding.pk}/appeal/", {"reason": " "}, follow=True)
    assert "Say why" in empty.content.decode()
    sent = lin.post(f"/review/mine/{finding.pk}/appeal/", {"reason": "<b>No</b>"}, follow=True)
    assert "Your appeal is with another reviewer" in sent.content.decode()
    assert "to be judged by 2026-03-23 15:00 UTC" in sent.content.decode()
    again = lin.post(f"/review/mine/{finding.pk}/appeal/", {"reason": "No"}, follow=True)
    assert "one appeal for each finding" in again.content.decode()
    assert "another reviewer judges" in page(rev, "/review/appeals/")
    appeal = FindingAppeal.objects.get()
    given_ = {"outcome": "overturned", "reason": "It was quoted."}
    barred = rev.post(f"/review/appeals/{appeal.pk}/", given_, follow=True)
    assert "You confirmed it" in barred.content.decode()
    assert "&lt;b&gt;No" in page(other, "/review/appeals/")
    done = other.post(f"/review/appeals/{appeal.pk}/", given_, follow=True)
    assert "The finding was overturned" in done.content.decode()
    assert "It was quoted." in page(lin, "/review/mine/")
    assert "It was quoted." in page(rev, "/review/appeals/?view=judged")
    assert AppealJudgement.objects.get().actor == "two"
    assert "裁定" in page(lin, "/review/mine/", language="zh-hans")


@pytest.mark.usefixtures("finding")
def test_a_late_answer_is_told(monkeypatch: pytest.MonkeyPatch, finding: TextFinding) -> None:
    lin = signed_in("lin", "collector")
    lin.post(f"/review/mine/{finding.pk}/appeal/", {"reason": "No"})
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=12))
    assert "the answer was due on 2026-03-23" in page(lin, "/review/mine/")


def test_only_reviewers_judge(finding: TextFinding) -> None:
    lin = signed_in("lin", "collector")
    lin.post(f"/review/mine/{finding.pk}/appeal/", {"reason": "No"})
    appeal = FindingAppeal.objects.get()
    assert lin.get("/review/appeals/").status_code == 403
    assert lin.post(f"/review/appeals/{appeal.pk}/", {}).status_code == 403


def test_an_agency_appeals_for_its_people() -> None:
    made = find(text(1, "qi", agency="Quay"))
    finding_review(finding_id=made.pk, verdict="confirm", actor="rev", at=AT)
    mine, theirs = (
        signed_in("ag", "agency", agency="Quay"),
        signed_in("ba", "agency", agency="Bay"),
    )
    assert "qi" in page(mine, "/review/mine/")
    assert "Nothing was found" in page(theirs, "/review/mine/")
    refused = theirs.post(f"/review/mine/{made.pk}/appeal/", {"reason": "No"}, follow=True)
    assert "Only who spoke" in refused.content.decode()
    mine.post(f"/review/mine/{made.pk}/appeal/", {"reason": "He did not say it."})
    assert FindingAppeal.objects.get().actor == "ag"


def test_every_word_of_the_lists_is_there() -> None:
    assert set(GROUP) == {*GROUPS, "category"}
    assert set(STANDING) == set(STANDING_ICON) == {"few", "alike", "above", "below"}
    assert set(OUTCOME) == {*AppealJudgement.OUTCOMES, *AcrossJudgement.OUTCOMES}


@pytest.fixture
def case_finding() -> AcrossFinding:
    return confirm(across(account(), text(1), text(2, "bo", "south", "Quay"), text(3, "bo")))


def test_a_finding_across_a_case_is_seen_by_each_whom_it_concerns_and_by_no_one_else(
    case_finding: AcrossFinding,
) -> None:
    own = page(signed_in("lin", "collector"), "/review/mine/")
    assert "Too many texts" in own
    assert case_finding.account.reference in own
    assert ", and 2 of others" in own
    assert "south" not in own
    assert "另有 1 条属于他人" in page(
        signed_in("bo", "collector"), "/review/mine/", language="zh-hans"
    )
    boss = page(signed_in("ag", "agency", agency="Quay"), "/review/mine/")
    assert "south · Quay" in boss
    assert ">lin" not in boss
    assert "Nothing was found" in page(signed_in("eve", "collector"), "/review/mine/")


def test_an_appeal_across_a_case_goes_to_another_reviewer_and_leaves_the_scores(
    case_finding: AcrossFinding,
) -> None:
    lin, rev, two = (
        signed_in("lin", "collector"),
        signed_in("rev", "reviewer"),
        signed_in("two", "reviewer"),
    )
    address = f"/review/mine/cases/{case_finding.pk}/appeal/"
    theirs = lin.post(address, {"person": "bo", "reason": "No"}, follow=True)
    assert "Only who spoke" in theirs.content.decode()
    sent = lin.post(address, {"person": "lin", "reason": "<b>No</b>"}, follow=True)
    assert "Your appeal is with another reviewer" in sent.content.decode()
    again = lin.post(address, {"person": "lin", "reason": "No"}, follow=True)
    assert "one appeal for each finding" in again.content.decode()
    waits = page(rev, "/review/appeals/")
    assert "another reviewer judges" in waits
    assert "south · Quay" in waits
    of = AcrossAppeal.objects.get()
    given_ = {"outcome": "not_theirs", "reason": "She rang once."}
    barred = rev.post(f"/review/appeals/cases/{of.pk}/", given_, follow=True)
    assert "You confirmed it" in barred.content.decode()
    assert "&lt;b&gt;No" in page(two, "/review/appeals/")
    done = two.post(f"/review/appeals/cases/{of.pk}/", given_, follow=True)
    assert "It stands, but not of this person" in done.content.decode()
    assert "She rang once." in page(lin, "/review/mine/")
    assert "She rang once." in page(rev, "/review/appeals/?view=judged")
    assert "She rang once." in page(rev, "/review/cases/?view=judged")
    comp = signed_in("comp", "compliance")
    rows = _csv(page(comp, f"/review/conduct/?{RANGE}&by=collector&form=csv"))
    assert [(row["name"], row["high"]) for row in rows] == [("bo", "1"), ("lin", "0")]
    kinds = page(comp, f"/review/conduct/?{RANGE}&by=category&category=harassment_by_volume")
    assert "Too many texts</a>" in kinds


def test_who_is_asked_again_is_told_what_came_of_it_before(case_finding: AcrossFinding) -> None:
    judged(case_finding, "overturned")
    texts = SpokenText.objects.order_by("pk")
    across(case_finding.account, *texts, text(9), replaces=case_finding)
    shown = page(signed_in("rev", "reviewer"), "/review/cases/")
    assert "when they were 3 texts" in shown
    assert "The finding was overturned" in shown
    other = page(signed_in("bo", "collector"), "/review/mine/")
    assert "on the appeal of another" in other
