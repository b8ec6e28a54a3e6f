from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from forbear.core.roles import COLLECTOR, REVIEWER, TEAM_LEAD
from forbear.services.speech.conduct import team_place_set
from forbear.store.models import Account, AuditEntry, CaseNote
from forbear.store.selectors.timeline import APPEAL_KINDS
from tests.services.speech.test_transcripts import AT
from tests.store.test_timeline import appealed
from tests.web import portfolio

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_once_and_shown(desk: Client, accounts: list[Account]) -> None:
    address = f"/accounts/{accounts[0].pk}/notes/"
    for _press in range(2):
        page = desk.post(address, {"note": "Asked for a letter."}, follow=True).content.decode()
    assert "Asked for a letter." in page
    assert CaseNote.objects.count() == 1
    assert AuditEntry.objects.filter(action="note.added").count() == 1


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_a_note_that_is_none_is_refused(desk: Client, accounts: list[Account], note: str) -> None:
    assert desk.post(f"/accounts/{accounts[0].pk}/notes/", {"note": note}).status_code == 422
    assert not CaseNote.objects.exists()


def test_a_grave_note_needs_a_reason(desk: Client, accounts: list[Account]) -> None:
    address = f"/accounts/{accounts[0].pk}/notes/"
    given = {"note": "Pay today or the police will arrest you."}
    assert "Why the note stands" in desk.post(address, given).content.decode()
    desk.post(address, {**given, "explained": "His own words."})
    assert CaseNote.objects.get().explained == "His own words."


def test_older_lines_stand_on_further_pages(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    for number in range(60):
        CaseNote.objects.create(
            account=owed, at=portfolio.AT - timedelta(minutes=number), actor="c", text=f"n{number}."
        )
    first = desk.get(f"/accounts/{owed.pk}/?show=notes")
    assert "n49." in first.content.decode()
    assert "n50." not in first.content.decode()
    second = desk.get(
        f"/accounts/{owed.pk}/", {"show": "notes", "after": first.context["older"]}
    ).content.decode()
    assert "n50." in second
    assert "n49." not in second


@pytest.mark.parametrize(
    "after", ["x", "2026-11-20|notes|1", "2026-11-20T00:00:00+00:00|x|1", "||"]
)
def test_a_place_that_makes_no_sense_is_the_beginning(
    desk: Client, accounts: list[Account], after: str
) -> None:
    answer = desk.get(f"/accounts/{accounts[0].pk}/", {"after": after})
    assert answer.status_code == 200
    assert not answer.context["is_older"]


def signed_in(name: str, *roles: str, team: str = "") -> Client:
    user = portfolio.collector(name)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    if team:
        team_place_set(username=name, team=team, agency="", at=AT, actor="it")
    client = Client()
    client.force_login(user, portfolio.BACKEND)
    return client


MADE, ACROSS = "Appeal of a finding</div>", "Appeal of a finding across the case</div>"


@pytest.mark.parametrize(
    ("name", "roles", "team", "made", "across"),
    [
        ("lin", (COLLECTOR,), "", 1, 1),
        ("bo", (COLLECTOR,), "", 0, 1),
        ("devi", (COLLECTOR,), "north", 0, 0),
        ("lead", (TEAM_LEAD,), "north", 1, 1),
        ("head", (TEAM_LEAD,), "south", 0, 0),
        ("rev", (COLLECTOR, REVIEWER), "", 1, 2),
    ],
)
def test_an_appeal_stands_on_the_timeline_of_those_who_may_see_it(  # noqa: PLR0917 - a table's columns
    accounts: list[Account], name: str, roles: tuple[str, ...], team: str, made: int, across: int
) -> None:
    appealed(accounts[0])
    client = signed_in(name, *roles, team=team)
    place = f"/accounts/{accounts[0].pk}/"
    page = client.get(place, headers={"accept-language": "en"}).content.decode()
    assert (page.count(MADE), page.count(ACROSS)) == (made, across)
    assert ("It stands, but not of this person" in page) == (made == 1)
    assert ("show=appeals" in page) == (made + across > 0)
    part = client.get(f"{place}?show=appeals", headers={"accept-language": "en"})
    kinds = [event.kind for event in part.context["events"]]
    assert (kinds.count("appeals"), kinds.count("case_appeals")) == (made, across)
    assert set(kinds) <= set(APPEAL_KINDS)
    if not made + across:
        # nor does anything else tell them that there is one
        bare = client.get(f"/accounts/{accounts[1].pk}/?show=appeals")
        assert [one.context["show"] for one in (part, bare)] == ["appeals"] * 2
        assert [one.context["kinds"] for one in (part, bare)] == [part.context["kinds"]] * 2
        assert not [*part.context["events"], *bare.context["events"]]
    chinese = client.get(place, headers={"accept-language": "zh-hans"}).content.decode()
    assert ("对同一案件问题认定的申诉" in chinese) == (across > 0)
