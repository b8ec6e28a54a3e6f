"""Findings and their appeals by the API: whose they are, who may, four eyes, and what is told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group, User
from django.http import HttpResponse

from forbear.core.roles import AGENCY, COLLECTOR, COMPLIANCE, IT, REVIEWER
from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.services.speech.appeals import appeal_judge
from forbear.services.speech.conduct import team_place_set
from forbear.services.webhooks.endpoints import endpoint_add
from forbear.services.webhooks.sending import webhooks_spread
from forbear.store.models import (
    Account,
    AcrossFinding,
    AcrossJudgement,
    AppealJudgement,
    AuditEntry,
    FindingAppeal,
    TextFinding,
    WebhookDelivery,
)
from forbear.wiring import clock
from tests.services.speech.test_across_appeals import across, confirm
from tests.services.speech.test_conduct import DAY, find, judge, text
from tests.services.speech.test_transcripts import AT
from tests.store.make import account
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
WHY = {"by": "lin", "reason": "I quoted the court's letter."}
STANDS = {"by": "ward", "outcome": "upheld", "reason": "Not in these words."}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def works(name: str, *roles: str, agency: str = "") -> User:
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    if agency:
        team_place_set(username=name, team="", agency=agency, at=AT - DAY, actor="it")
    return user


@pytest.fixture
def people(db: None) -> None:  # noqa: ARG001 - the tables come first
    works("lin", COLLECTOR)
    works("bo", COLLECTOR, REVIEWER)
    works("rev", REVIEWER)
    works("ward", COMPLIANCE)
    works("quay", AGENCY, agency="Quay")
    works("tech", IT)


@pytest.fixture
def finding(people: None) -> TextFinding:  # noqa: ARG001 - they are who it is about
    made = find(text(1))
    judge(made)
    return made


@pytest.fixture
def owed() -> Account:
    return account(reference="CARD/7")


@pytest.fixture
def shared(people: None, owed: Account) -> AcrossFinding:  # noqa: ARG001 - the same
    """Two calls by lin of the north, one by somebody of the agency Quay whom nobody named."""
    return confirm(across(owed, text(11), text(12, days=1), text(13, "", "", "Quay")))


def told(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def made(answer: HttpResponse) -> Any:
    assert answer.status_code in {200, 201}, answer.content
    return answer.json()


def test_findings_are_listed_by_whose_they_are_with_their_state(
    finding: TextFinding, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = find(text(2, "bo", "south", "Quay"), "low")
    judge(theirs, "wrong_category", category="false_urgency")
    dismissed = find(text(3))
    judge(dismissed, "dismiss")
    find(text(4))  # nobody has judged it
    host = System()

    def listed(query: str = "") -> list[int]:
        return [one["id"] for one in made(host.get(f"findings{query}"))]

    assert listed() == [theirs.pk, finding.pk]
    assert listed("?collector=lin") == listed("?team=north") == [finding.pk]
    assert listed("?team=south") == listed("?team=north&agency=Quay") == []
    assert listed("?team=south&agency=Quay") == listed("?agency=Quay") == [theirs.pk]
    assert listed("?collector=lin&agency=Quay") == listed("?collector=nobody") == []
    assert listed(f"?before={theirs.pk}") == [finding.pk]
    of_bo, of_lin = made(host.get("findings"))
    assert (of_bo["category"], of_bo["severity"], of_bo["agency"]) == (
        "false_urgency",
        "low",
        "Quay",
    )
    assert (of_lin["collector"], of_lin["state"], of_lin["appeal"]) == ("lin", "open", None)
    assert "Pay." not in json.dumps([of_bo, of_lin])
    monkeypatch.setattr(clock, "now", lambda: AT + 14 * DAY)
    assert [one["state"] for one in made(host.get("findings"))] == ["final", "final"]


def test_an_appeal_goes_from_its_making_to_its_judgement(finding: TextFinding) -> None:
    host, other = System(), System("other")
    place = f"findings/{finding.pk}/appeal"
    first = host.post(place, WHY)
    assert first.status_code == 201, first.content
    appeal = first.json()
    assert host.post(place, WHY).json() == appeal
    assert told(host.post(place, {**WHY, "reason": "No."})) == (409, "APPEAL_MADE")
    assert (appeal["kind"], appeal["state"], appeal["judged"]) == ("text", "open", None)
    assert (appeal["by"], appeal["via"], appeal["what"]) == ("lin", "api:host", "Pay")
    assert made(host.get(f"appeals/{appeal['id']}")) == appeal
    assert made(host.get("appeals")) == [appeal]
    assert made(host.get("appeals?page=2")) == made(host.get("appeals?state=judged")) == []
    assert made(host.get("findings"))[0]["state"] == "appealed"
    judged = other.post(f"appeals/{appeal['id']}/judge", {**STANDS, "outcome": "overturned"})
    assert made(judged)["state"] == "overturned"
    assert judged.json()["judged"]["by"] == "ward"
    again = other.post(f"appeals/{appeal['id']}/judge", {**STANDS, "outcome": "overturned"})
    assert again.json() == judged.json()
    late = other.post(f"appeals/{appeal['id']}/judge", STANDS)
    assert told(late) == (409, "ALREADY_JUDGED")
    assert made(host.get("appeals")) == []
    assert made(host.get("appeals?state=judged")) == [judged.json()]
    assert made(host.get("findings"))[0]["state"] == "overturned"
    entries = AuditEntry.objects.filter(action__startswith="appeal.").order_by("pk")
    assert [(one.actor, one.data["by"]) for one in entries] == [
        ("api:host", "lin"),
        ("api:other", "ward"),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"by": "bo"}, (409, "NOT_ABOUT_YOU")),
        ({"by": "quay"}, (409, "NOT_ABOUT_YOU")),
        ({"by": "rev"}, (422, "PERSON_UNFIT")),
        ({"by": "nobody"}, (422, "PERSON_UNFIT")),
        ({"by": ""}, (422, "DOES_NOT_FIT")),
        ({"reason": " \n"}, (422, "REASON_MISSING")),
        ({"reason": "x" * 2001}, (422, "DOES_NOT_FIT")),
        ({"collector": "lin"}, (422, "DOES_NOT_FIT")),
    ],
)
def test_only_ones_own_findings_are_appealed(
    finding: TextFinding, given: dict[str, str], expected: tuple[int, str]
) -> None:
    assert told(System().post(f"findings/{finding.pk}/appeal", WHY | given)) == expected
    assert not FindingAppeal.objects.exists()


def test_an_appeal_that_is_late_or_of_nothing_confirmed_is_refused(
    finding: TextFinding, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, unread = System(), find(text(2))
    assert told(host.post(f"findings/{unread.pk}/appeal", WHY)) == (409, "NOT_CONFIRMED")
    assert told(host.post("findings/999999/appeal", WHY)) == (404, "FINDING_UNKNOWN")
    monkeypatch.setattr(clock, "now", lambda: AT + 14 * DAY)
    assert told(host.post(f"findings/{finding.pk}/appeal", WHY)) == (409, "APPEAL_LATE")


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("lin", (422, "PERSON_UNFIT")),
        ("tech", (422, "PERSON_UNFIT")),
        ("nobody", (422, "PERSON_UNFIT")),
        ("rev", (409, "APPEAL_FOUR_EYES")),
        ("bo", (200, "")),
        ("ward", (200, "")),
    ],
)
def test_a_reviewer_judges_who_did_not_confirm_it(
    finding: TextFinding, by: str, expected: tuple[int, str]
) -> None:
    appeal = made(System().post(f"findings/{finding.pk}/appeal", WHY))
    answer = System("other").post(f"appeals/{appeal['id']}/judge", {**STANDS, "by": by})
    assert told(answer) == expected
    assert AppealJudgement.objects.exists() is (expected[0] == 200)


def test_nobody_judges_what_they_said_even_as_a_reviewer(people: None) -> None:
    del people
    mine = find(text(2, "bo", "south"))
    judge(mine)
    appeal = made(System().post(f"findings/{mine.pk}/appeal", {**WHY, "by": "bo"}))
    answer = System("other").post(f"appeals/{appeal['id']}/judge", {**STANDS, "by": "bo"})
    assert told(answer) == (409, "OWN_TEXT")


def test_a_system_does_not_pass_on_both_sides_of_one_appeal(
    finding: TextFinding, shared: AcrossFinding
) -> None:
    host, other = System(), System("other")
    one = made(host.post(f"findings/{finding.pk}/appeal", WHY))
    two = made(host.post(f"case-findings/{shared.pk}/appeal", WHY))
    for place in (f"appeals/{one['id']}/judge", f"case-appeals/{two['id']}/judge"):
        assert told(host.post(place, STANDS)) == (409, "APPEAL_SYSTEM")
        assert told(other.post(place, STANDS)) == (200, "")
    # on the desk a reviewer judges what a system passed on
    theirs = find(text(2, "bo", "south"))
    judge(theirs)
    appeal = made(host.post(f"findings/{theirs.pk}/appeal", {**WHY, "by": "bo"}))
    done = appeal_judge(appeal_id=appeal["id"], outcome="upheld", reason="So.", at=AT, actor="ward")
    assert isinstance(done, AppealJudgement), done


def test_a_finding_across_a_case_is_listed_and_appealed_for_each_whom_it_concerns(
    shared: AcrossFinding,
) -> None:
    host, other = System(), System("other")

    def listed(query: str = "") -> list[tuple[str, str, str]]:
        rows = made(host.get(f"case-findings{query}"))
        assert {(row["id"], row["account"]) for row in rows} <= {(shared.pk, "CARD/7")}
        return [(row["collector"], row["agency"], row["state"]) for row in rows]

    assert listed() == [("", "Quay", "open"), ("lin", "", "open")]
    assert listed("?collector=lin") == listed("?team=north") == [("lin", "", "open")]
    assert listed("?agency=Quay") == [("", "Quay", "open")]
    assert listed("?team=north&agency=Quay") == listed(f"?before={shared.pk}") == []
    place = f"case-findings/{shared.pk}/appeal"
    mine = made(host.post(place, WHY))
    assert made(host.post(place, {**WHY, "collector": "lin"})) == mine
    assert (mine["collector"], mine["kind"], mine["account"]) == ("lin", "case", "CARD/7")
    assert told(host.post(place, {**WHY, "by": "bo"})) == (409, "NOT_ABOUT_YOU")
    assert told(host.post(place, {**WHY, "agency": "Quay"})) == (409, "NOT_ABOUT_YOU")
    theirs = made(host.post(place, {**WHY, "by": "quay", "agency": "Quay"}))
    assert {one["id"] for one in made(host.get("appeals"))} == {mine["id"], theirs["id"]}
    not_mine = other.post(f"case-appeals/{mine['id']}/judge", {**STANDS, "outcome": "not_theirs"})
    assert made(not_mine)["state"] == "not_theirs"
    assert listed() == [("", "Quay", "appealed"), ("lin", "", "not_theirs")]
    overturned = {**STANDS, "outcome": "overturned"}
    judged = made(other.post(f"case-appeals/{theirs['id']}/judge", overturned))
    assert judged == made(other.post(f"case-appeals/{theirs['id']}/judge", overturned))
    # overturned by the appeal of one, it is so for all
    assert listed() == [("", "Quay", "overturned"), ("lin", "", "overturned")]
    assert made(host.get(f"case-appeals/{mine['id']}"))["state"] == "overturned"


def test_the_timeline_names_appeals_by_their_numbers_and_nobody(
    owed: Account, shared: AcrossFinding
) -> None:
    host = System()
    appeal = made(host.post(f"case-findings/{shared.pk}/appeal", WHY))
    made(System("other").post(f"case-appeals/{appeal['id']}/judge", STANDS))
    answer = host.get(f"accounts/{owed.reference}/timeline")
    lines = [(one["kind"], one["id"], one["state"]) for one in made(answer)["lines"]]
    assert lines == [
        ("case_appeals", appeal["id"], None),
        ("case_appeal_answers", appeal["id"], "upheld"),
    ]
    assert b"lin" not in answer.content.replace(b"lines", b"")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"by": "rev"}, (409, "APPEAL_FOUR_EYES")),
        ({"by": "lin"}, (422, "PERSON_UNFIT")),
        ({"outcome": "maybe"}, (422, "DOES_NOT_FIT")),
        ({"reason": " "}, (422, "REASON_MISSING")),
    ],
)
def test_who_and_what_may_not_judge_a_finding_across_a_case(
    shared: AcrossFinding, given: dict[str, str], expected: tuple[int, str]
) -> None:
    appeal = made(System().post(f"case-findings/{shared.pk}/appeal", WHY))
    place = f"case-appeals/{appeal['id']}/judge"
    assert told(System("other").post(place, STANDS | given)) == expected
    assert told(System("other").post("case-appeals/999999/judge", STANDS)) == (
        404,
        "APPEAL_UNKNOWN",
    )
    assert told(System("other").get("case-appeals/999999")) == (404, "APPEAL_UNKNOWN")
    assert told(System("other").get("appeals/999999")) == (404, "APPEAL_UNKNOWN")
    assert not AcrossJudgement.objects.exists()


def test_other_systems_hear_of_an_appeal_and_of_what_came_of_it(
    owed: Account, shared: AcrossFinding
) -> None:
    wanted = endpoint_add(
        name="host",
        url="https://host.example/",
        events=("finding.appealed", "finding.appeal_decided"),
        fault_of=lambda _url: "",
        keeper=Keeper([Fernet.generate_key()]),
        at=AT,
        actor="lee",
    )
    assert not isinstance(wanted, Refusal), wanted
    single = find(text(2))
    judge(single)
    one = made(System().post(f"findings/{single.pk}/appeal", WHY))
    two = made(System().post(f"case-findings/{shared.pk}/appeal", WHY))
    made(System("other").post(f"appeals/{one['id']}/judge", STANDS))
    last = {**STANDS, "outcome": "not_theirs"}
    made(System("other").post(f"case-appeals/{two['id']}/judge", last))
    webhooks_spread(at=AT + timedelta(seconds=1), enqueue=lambda _due: None)
    bodies = [json.loads(each.body) for each in WebhookDelivery.objects.order_by("event__pk")]
    assert [(each["type"], each["data"]) for each in bodies] == [
        ("finding.appealed", {"account": None, "subject": "appeal", "id": one["id"]}),
        (
            "finding.appealed",
            {"account": owed.reference, "subject": "case_appeal", "id": two["id"]},
        ),
        (
            "finding.appeal_decided",
            {"account": None, "subject": "appeal", "id": one["id"], "state": "upheld"},
        ),
        (
            "finding.appeal_decided",
            {
                "account": owed.reference,
                "subject": "case_appeal",
                "id": two["id"],
                "state": "not_theirs",
            },
        ),
    ]
