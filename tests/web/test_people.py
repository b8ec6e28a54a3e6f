"""IT sees who is signed in and ends a session; the next click of that browser is a sign-in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.store.models import Seat
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def someone(role: str, name: str) -> Client:
    user = User.objects.create_user(name, password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    client = Client(headers={"user-agent": f"Browser of {name}"})
    sign_in(client, name)
    return client


def sign_in(client: Client, name: str) -> None:
    words = {"username": name, "password": portfolio.PASSWORD}
    assert client.post("/sign-in/", words).status_code == 302


def test_it_sees_everybody_and_ends_a_session() -> None:
    it, chen = someone("it", "lee"), someone("collector", "chen")
    User.objects.create_user("gone", is_active=False)
    page = it.get("/people/").content.decode()
    for text in ("collector", "Browser of chen", "this session", "2026-11-23 02:15", "no role"):
        assert text in page
    assert "may not sign in any more" in page
    assert chen.get("/today/").status_code == 200
    seat = Seat.objects.get(user__username="chen")
    said = it.post(f"/people/sessions/{seat.pk}/end/", follow=True).content.decode()
    assert "The session of chen is ended." in said
    assert "Browser of chen" not in said
    away = chen.get("/today/?queue=all")
    assert away["Location"] == "/sign-in/?next=/today/%3Fqueue%3Dall"
    assert chen.get("/today/").status_code == 302
    sign_in(chen, "chen")
    assert chen.get("/today/").status_code == 200


def test_the_auditor_reads_and_ends_nothing() -> None:
    auditor = someone("auditor", "kim")
    page = auditor.get("/people/").content.decode()
    assert "Browser of kim" in page
    assert "End the session" not in page
    seat = Seat.objects.get()
    assert auditor.post(f"/people/sessions/{seat.pk}/end/").status_code == 403
    assert Seat.objects.get().ended_at is None


def test_a_session_that_is_none_is_not_found() -> None:
    it = someone("it", "lee")
    assert it.post("/people/sessions/999999/end/").status_code == 404
    assert it.post(f"/people/sessions/{10**30}/end/").status_code == 404


def test_signing_out_ends_the_session_in_the_list() -> None:
    chen = someone("collector", "chen")
    chen.post("/sign-out/")
    seat = Seat.objects.get()
    assert (seat.ended_at, seat.ended_by) == (portfolio.AT, "chen")


def test_a_session_from_before_seats_were_kept_signs_in_again() -> None:
    chen = someone("collector", "chen")
    session = chen.session
    del session["seat"]
    session.save()
    assert chen.get("/today/").status_code == 302


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("collector", "/today/"),
        ("team_lead", "/lead/"),
        ("legal", "/today/"),
        ("finance", "/money/day/"),
        ("auditor", "/money/day/"),
        ("cashier", "/payments/"),
        ("compliance", "/fakes/"),
        ("it", "/people/"),
        ("writer", "/words/"),
        ("product", "/words/"),
        ("operations", "/messages/channels/"),
        ("field", "/law/"),
    ],
)
def test_each_role_begins_where_its_work_is(role: str, place: str) -> None:
    assert someone(role, "chen").get("/")["Location"] == place


def test_who_may_not_call_is_shown_no_button(accounts: list[object]) -> None:
    page = f"/accounts/{accounts[0].pk}/"
    assert "call/" in someone("collector", "chen").get(page).content.decode()
    legal = someone("legal", "lu").get(page).content.decode()
    assert "call/" not in legal
    assert "wishes/" not in legal
