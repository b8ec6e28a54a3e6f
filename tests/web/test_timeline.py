from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.store.models import Account, AuditEntry, CaseNote
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
