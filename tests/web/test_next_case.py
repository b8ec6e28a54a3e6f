"""Next best case on the pages: who has it, why now, and what the others see."""

from __future__ import annotations

import pytest
from django.test import Client

from forbear.store.models import Account, CaseHold, ContactPoint, Permit
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


@pytest.fixture
def other(client: Client) -> Client:
    del client
    second = Client()
    second.force_login(portfolio.collector("wang"), portfolio.BACKEND)
    return second


def pressed(client: Client) -> tuple[Account, str]:
    answer = client.post("/next/", follow=True)
    return answer.context["account"], answer.content.decode()


def test_the_next_case_says_why_now(desk: Client) -> None:
    _owed, page = pressed(desk)
    assert "Why now" in page
    assert "of today&#x27;s calls: by opening time, then by the amount overdue." in page
    assert "Calls are permitted since" in page
    assert "Put back" in page


def test_a_colleague_gets_another_and_may_only_read_mine(desk: Client, other: Client) -> None:
    mine, _page = pressed(desk)
    theirs, _page = pressed(other)
    assert mine.person_id != theirs.person_id
    read = other.get(f"/accounts/{mine.pk}/").content.decode()
    assert "A. Chen has been working on this case since" in read
    assert "data-call" not in read
    point = ContactPoint.objects.get(person=mine.person, kind="mobile")
    said = other.post(
        f"/accounts/{mine.pk}/call/", {"contact_point_id": point.pk}, follow=True
    ).content.decode()
    assert "Someone else works on this case now." in said
    assert not Permit.objects.exists()


def test_a_call_holds_the_case_and_its_outcome_frees_it(desk: Client, other: Client) -> None:
    owed = Account.objects.get(reference="A-00001")
    point = ContactPoint.objects.get(person=owed.person, kind="mobile")
    desk.post(f"/accounts/{owed.pk}/call/", {"contact_point_id": point.pk})
    assert "A. Chen has been working" in other.get(f"/accounts/{owed.pk}/").content.decode()
    stayed = desk.post("/next/", follow=True)
    assert stayed.context["account"] == owed
    assert "Log this call first." in stayed.content.decode()
    desk.post(f"/permits/{Permit.objects.get().pk}/outcome/", {"result": "no_answer"})
    assert "has been working" not in other.get(f"/accounts/{owed.pk}/").content.decode()


def test_put_back_and_sign_out_free_the_case(desk: Client, other: Client) -> None:
    mine, _page = pressed(desk)
    assert desk.post(f"/accounts/{mine.pk}/keep/").status_code == 204
    assert other.post(f"/accounts/{mine.pk}/keep/").status_code == 409
    assert desk.post("/put-back/").status_code == 302
    assert not CaseHold.objects.filter(until__gt=portfolio.AT).exists()
    again, _page = pressed(desk)
    assert again != mine
    desk.post("/sign-out/")
    assert not CaseHold.objects.filter(until__gt=portfolio.AT).exists()


def test_only_a_press_takes_a_case(desk: Client, client: Client) -> None:
    assert desk.get("/next/").status_code == 405
    client.logout()
    assert client.post("/next/").status_code in {302, 403}
    assert not CaseHold.objects.exists()
