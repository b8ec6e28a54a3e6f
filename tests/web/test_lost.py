"""Lost contact at the desk: closing, the search, what is refused, who is asked."""

from __future__ import annotations

import pytest
from django.test import Client

from forbear.packs.search import load_search_rules
from forbear.services.lost.closing import points_close
from forbear.store.models import (
    Account,
    AuditEntry,
    ContactPoint,
    Permit,
    PointCheck,
    SearchStep,
    SearchTask,
)
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
OWN = [each.code for each in load_search_rules().sources_of("CN") if each.kind == "own"]


def lost(owed: Account) -> SearchTask:
    mine = ContactPoint.objects.filter(person=owed.person)
    points_close(mine, why="wrong_person", door="desk", at=portfolio.AT, actor="kim")
    return SearchTask.objects.get(person=owed.person)


def said(client: Client, url: str, **form: object) -> str:
    return client.post(url, form, follow=True).content.decode()


def test_a_number_is_closed_from_the_case_page(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    point = ContactPoint.objects.get(person=owed.person, kind="mobile")
    tell = f"/accounts/{owed.pk}/lost/"
    assert "Close it everywhere" in desk.get(f"/accounts/{owed.pk}/").content.decode()
    page = said(desk, tell, told="point", point=point.pk, why="reassigned")
    assert "Closed, for every account and channel" in page
    assert "Belongs to someone else now" in page
    point.refresh_from_db()
    assert point.state == "closed"
    assert "Write down that the person has died" in said(
        desk, tell, told="point", point=point.pk, why="deceased"
    )
    assert desk.post(tell, {"told": "point", "point": "x"}).status_code == 404
    other = ContactPoint.objects.exclude(person=owed.person).first()
    assert other is not None
    assert desk.post(tell, {"told": "point", "point": other.pk}).status_code == 404
    assert desk.post(tell, {"told": "x"}).status_code == 404


def test_a_death_is_written_down_and_taken_back(desk: Client, accounts: list[Account]) -> None:
    owed, tell = accounts[0], f"/accounts/{accounts[0].pk}/lost/"
    assert "Nothing goes to them" in said(desk, tell, told="died", note="His wife called.")
    owed.person.refresh_from_db()
    assert owed.person.is_deceased
    assert "Say why" in said(desk, tell, told="lives")
    assert "Each number is verified" in said(desk, tell, told="lives", note="He came to us.")
    owed.person.refresh_from_db()
    assert not owed.person.is_deceased


def test_a_search_is_worked_in_order_to_a_number(desk: Client, accounts: list[Account]) -> None:
    task = lost(accounts[0])
    url = f"/lost/{task.pk}/"
    assert accounts[0].person.name in desk.get("/lost/").content.decode()
    assert "something else comes first" in said(
        desk, f"{url}step/", source="company_register", result="nothing"
    )
    for code in OWN:
        assert "Written down." in said(desk, f"{url}step/", source=code, result="nothing")
    assert "Write down what was found" in said(
        desk, f"{url}step/", source="company_register", result="found"
    )
    form = {"source": "company_register", "result": "found", "kind": "mobile"}
    page = said(desk, f"{url}step/", **form, value="+8613900001234")
    assert "not verified" in page
    assert "+8613900001234" not in page, "masked as everywhere"
    step = SearchStep.objects.get(source="company_register")
    assert (step.basis, step.actor) == ("public_register", "chen")
    assert "Say why" in said(desk, f"{url}end/", why="")
    assert "The search has ended" in said(desk, f"{url}end/", why="Sent to counsel.")


@pytest.mark.parametrize(("language", "words"), [("en", "Criminal Law"), ("zh-hans", "刑法")])
def test_what_is_forbidden_is_refused_with_the_law(
    language: str, words: str, desk: Client, accounts: list[Account]
) -> None:
    task = lost(accounts[0])
    desk.post("/language/", {"language": language})
    page = said(desk, f"/lost/{task.pk}/step/", source="police", result="found")
    assert f"{words}" in page
    assert SearchStep.objects.get().result == "refused"
    assert AuditEntry.objects.filter(action="search.refused").exists()


def test_a_relative_is_asked_once_on_the_limited_screen(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    mother = ContactPoint.objects.create(
        reference="M-1",
        person=owed.person,
        kind="mobile",
        party="parent",
        party_name="Lin Mei",
        value="+8613900009999",
        is_verified=True,
        data_source="contract",
    )
    ContactPoint.objects.filter(person=owed.person, party="cardholder").update(state="closed")
    task = SearchTask.objects.create(
        person=owed.person, why="no_point", opened_at=portfolio.AT, opened_by="kim"
    )
    url = f"/lost/{task.pk}/"
    assert "something else comes first" in said(desk, f"{url}ask/", point=mother.pk)
    for code in OWN:
        desk.post(f"{url}step/", {"source": code, "result": "nothing"})
    desk.post(f"{url}step/", {"source": "company_register", "result": "not_possible"})
    page = said(desk, f"{url}ask/", point=mother.pk)
    assert Permit.objects.get().purpose == "locate", page
    assert "Ask for" in page
    for word in ("Overdue", "Owed", "Statement"):
        assert word not in page, "the limited screen has no word of the debt"
    assert "Nobody is asked a second time" in said(desk, f"{url}ask/", point=mother.pk)
    assert Permit.objects.count() == 1


def test_a_flagged_number_is_answered(desk: Client, accounts: list[Account]) -> None:
    first, second = accounts[0].person, accounts[1].person
    value = ContactPoint.objects.get(person=first, kind="mobile").value
    ContactPoint.objects.filter(person=second, kind="mobile").update(value=value)
    point = ContactPoint.objects.get(person=first, kind="mobile")
    points_close([point], why="reassigned", door="desk", at=portfolio.AT, actor="kim")
    check = PointCheck.objects.get()
    assert second.name in desk.get("/lost/").content.decode()
    assert "Written down." in said(desk, f"/lost/checks/{check.pk}/", is_theirs="no")
    assert ContactPoint.objects.get(person=second, kind="mobile").state == "closed"
    assert desk.post(f"/lost/checks/{check.pk}/", {"is_theirs": "?"}).status_code == 404


def test_wrong_number_is_an_outcome_of_a_call(desk: Client, accounts: list[Account]) -> None:
    owed = accounts[0]
    point = ContactPoint.objects.get(person=owed.person, kind="mobile")
    desk.post(f"/accounts/{owed.pk}/call/", {"contact_point_id": point.pk})
    permit = Permit.objects.get()
    done = desk.post(f"/permits/{permit.pk}/outcome/", {"result": "wrong_number"})
    assert done.status_code == 302
    point.refresh_from_db()
    assert point.state == "closed"
