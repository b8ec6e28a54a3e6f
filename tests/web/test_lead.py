"""A team lead's pages: the board, whose a case is, shifts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.store.models import CaseAssignment, CaseMove, ShiftException
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


@pytest.fixture
def lead(client: Client) -> Client:
    portfolio.collector("wang")
    user = User.objects.create_user("okafor", password=portfolio.PASSWORD, first_name="M.")
    user.groups.add(Group.objects.get_or_create(name="team_lead")[0])
    client.force_login(user, portfolio.BACKEND)
    return client


def test_the_board_is_where_a_lead_begins(lead: Client) -> None:
    assert lead.get("/").headers["Location"] == "/lead/"
    page = lead.get("/lead/").content.decode()
    assert "cases in the pool" in page
    assert "Nobody may be given cases yet" not in page


def test_what_has_not_changed_is_not_sent_again(lead: Client) -> None:
    first = lead.get("/lead/", headers={"HX-Request": "true"})
    seen = first.headers["ETag"]
    assert first.status_code == 200
    assert b"<html" not in first.content
    again = lead.get("/lead/", headers={"HX-Request": "true", "If-None-Match": seen})
    assert (again.status_code, again.content) == (304, b"")
    same = lead.get(f"/lead/?seen={seen.strip(chr(34))}", headers={"HX-Request": "true"})
    assert same.status_code == 304
    lead.post("/lead/cases/move/", {"which": "all", "to": "wang", "why": "hers today"})
    moved = lead.get("/lead/", headers={"HX-Request": "true", "If-None-Match": seen})
    assert moved.status_code == 200


def test_cases_are_given_and_taken_back(lead: Client) -> None:
    page = lead.get("/lead/cases/")
    tick = page.context["rows"][0].tick
    given = {"which": "ticked", "case": [tick], "to": "wang", "why": "knows them"}
    said = lead.post("/lead/cases/move/", given, follow=True).content.decode()
    assert "1 case moved." in said
    assert "knows them" in said
    account_id = page.context["rows"][0].place.account_id
    case = lead.get(f"/accounts/{account_id}/").content.decode()
    assert "The case of wang, by okafor: knows them" in case
    assert "Given to wang" in case
    # what was seen is no longer so: a second lead is told
    said = lead.post("/lead/cases/move/", {**given, "to": "-"}, follow=True).content.decode()
    assert "A colleague moved one of these cases meanwhile." in said
    undone = lead.post(f"/lead/moves/{CaseMove.objects.get().pk}/undo/", follow=True)
    assert "Undone: every case is where it was." in undone.content.decode()
    assert set(CaseAssignment.objects.values_list("to", flat=True)) == {""}


def test_a_move_without_a_reason_or_a_target_moves_nothing(lead: Client) -> None:
    tick = lead.get("/lead/cases/").context["rows"][0].tick
    for wrong in (
        {"why": ""},
        {"to": ""},
        {"to": "nobody"},
        {"case": ["x", "1:", ":2", "99999999999999999999:0"]},
        {"case": []},
    ):
        given = {"which": "ticked", "case": [tick], "to": "wang", "why": "why"} | wrong
        assert lead.post("/lead/cases/move/", given, follow=True).status_code == 200
    assert not CaseMove.objects.exists()


@pytest.mark.parametrize("query", ["?whose=nobody", "?q=%00x", "?page=99", "?bucket=M9&nation=XX"])
def test_odd_addresses_are_answered(lead: Client, query: str) -> None:
    assert lead.get(f"/lead/cases/{query}").status_code == 200


def test_a_shift_is_written_and_off_shift_is_told(lead: Client) -> None:
    week = {f"day{number}": "09:00-17:30" for number in range(5)}
    said = lead.post(
        "/lead/shifts/week/",
        {"whose": "wang", "since": "2026-11-01", "zone": "Asia/Shanghai", **week},
        follow=True,
    ).content.decode()
    assert "Written. It counts from its day on." in said
    assert "09:00-17:30" in said
    assert "does not fit" in said or "do not fit" in said or "All of it fits." in said
    wang = Client()
    wang.force_login(User.objects.get(username="wang"), portfolio.BACKEND)
    assert "You are not on shift" not in wang.post("/next/", follow=True).content.decode()
    wang.post("/put-back/")
    lead.post("/lead/shifts/day/", {"whose": "wang", "on": "2026-11-23", "hours": "", "why": "ill"})
    assert ShiftException.objects.get().hours == []
    assert "You are not on shift now." in wang.post("/next/", follow=True).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"whose": "nobody", "on": "2026-11-23", "hours": "", "why": "x"},
        {"whose": "wang", "on": "", "hours": "", "why": "x"},
        {"whose": "wang", "on": "2026-11-23", "hours": "9-5", "why": "x"},
        {"whose": "wang", "on": "2026-11-23", "hours": "10:00-09:00", "why": "x"},
        {"whose": "wang", "on": "2026-11-23", "hours": "09:00-12:00", "why": " "},
    ],
)
def test_a_day_that_cannot_be_read_is_not_written(lead: Client, given: dict[str, str]) -> None:
    assert lead.post("/lead/shifts/day/", given, follow=True).status_code == 200
    assert not ShiftException.objects.exists()
    assert lead.get("/lead/shifts/?from=0001-01-01").status_code == 200
