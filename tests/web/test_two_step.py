"""The sign-in with two steps, as a browser sees it: first device, code, kept forms, lost device."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from forbear.services.two_step import TRIES, device_of
from forbear.store.models import Seat
from forbear.wiring import clock
from tests.services.codes import code_at
from tests.web import portfolio

pytestmark = pytest.mark.django_db


class Moment:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = portfolio.AT

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Moment:
    made = Moment()
    monkeypatch.setattr(clock, "now", made)
    monkeypatch.delenv("FORBEAR_TWO_STEP")
    return made


def someone(role: str, name: str) -> Client:
    user = User.objects.create_user(name, password=portfolio.PASSWORD)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return signed_in(name)


def signed_in(name: str) -> Client:
    client = Client()
    words = {"username": name, "password": portfolio.PASSWORD}
    assert client.post("/sign-in/", words).status_code == 302
    return client


def enrolled(client: Client, at: datetime) -> tuple[str, list[str]]:
    page = client.get("/me/two-step/").content.decode()
    assert "<svg" in page
    (secret,) = re.findall(r"<code class=\"tab-num\">([A-Z2-7 ]+)</code>", page)
    done = client.post("/me/two-step/", {"code": code_at(secret, at), "next": "/people/"})
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", done.content.decode())
    assert len(codes) == 10
    assert 'href="/people/"' in done.content.decode()
    return secret, codes


def test_a_grave_role_begins_with_a_device_and_sees_nothing_before(now: Moment) -> None:
    it = someone("it", "lee")
    assert it.get("/people/?a=1")["Location"] == "/me/two-step/?next=%2Fpeople%2F%3Fa%3D1"
    assert it.post("/people/sessions/1/end/")["Location"] == "/me/two-step/"
    assert it.get("/people/", headers={"HX-Request": "true"})["HX-Redirect"] == "/me/two-step/"
    wrong = it.post("/me/two-step/", {"code": "1"})
    assert wrong.status_code == 422
    secret, codes = enrolled(it, now.at)
    assert it.get("/people/").status_code == 200
    now.later(minutes=1)
    again = signed_in("lee")
    assert again.get("/people/")["Location"].startswith("/me/two-step/code/?next=")
    # another device is no way round the code
    assert again.get("/me/two-step/")["Location"] == "/me/two-step/code/"
    assert again.post("/me/two-step/", {"code": "1"})["Location"] == "/me/two-step/code/"
    wrong = again.post("/me/two-step/code/", {"code": "000000", "next": "/people/"})
    assert (wrong.status_code, 'value="/people/"' in wrong.content.decode()) == (422, True)
    right = {"code": code_at(secret, now.at), "next": "/people/"}
    assert again.post("/me/two-step/code/", right)["Location"] == "/people/"
    assert signed_in("lee").post("/me/two-step/code/", {"code": codes[3]})["Location"] == "/"
    there = {"code": codes[4], "next": "https://elsewhere.example/"}
    assert signed_in("lee").post("/me/two-step/code/", there)["Location"] == "/"


def test_who_changes_nothing_needs_none_and_may_have_one(now: Moment) -> None:
    collector = someone("collector", "chen")
    assert collector.get("/today/").status_code == 200
    assert "Set it up" in collector.get("/me/").content.decode()
    enrolled(collector, now.at)
    assert "10 recovery codes left" in collector.get("/me/").content.decode()
    assert signed_in("chen").get("/today/").status_code == 302


def test_the_setting_names_the_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_TWO_STEP", "collector")
    assert someone("collector", "chen").get("/today/").status_code == 302
    assert someone("it", "lee").get("/people/").status_code == 200
    monkeypatch.setenv("FORBEAR_TWO_STEP", "all")
    assert someone("field", "wu").get("/law/").status_code == 302
    monkeypatch.setenv("FORBEAR_DEMO_USERS", "wu other")
    assert signed_in("wu").get("/law/").status_code == 200


def test_a_superuser_is_as_grave_as_can_be() -> None:
    User.objects.create_superuser("boss", password=portfolio.PASSWORD)
    assert signed_in("boss").get("/people/")["Location"].startswith("/me/two-step/")


def test_guessing_codes_ends_at_the_sign_in(now: Moment) -> None:
    enrolled(someone("it", "lee"), now.at)
    now.later(minutes=20)
    guesser = signed_in("lee")
    for _ in range(TRIES):
        assert guesser.post("/me/two-step/code/", {"code": "000000"}).status_code == 422
    assert guesser.post("/me/two-step/code/", {"code": "000000"})["Location"] == "/sign-in/"
    assert guesser.get("/people/")["Location"].startswith("/sign-in/")


def test_a_grave_step_asks_again_and_keeps_what_was_sent(now: Moment) -> None:
    it, _ = someone("it", "lee"), someone("collector", "chen")
    secret, _ = enrolled(it, now.at)
    seat = Seat.objects.get(user__username="chen")
    now.later(minutes=11)
    asked = it.post(f"/people/sessions/{seat.pk}/end/")
    assert asked.status_code == 401
    assert Seat.objects.get(pk=seat.pk).ended_at is None
    (kept,) = re.findall(r'name="kept" value="([^"]+)"', asked.content.decode())
    page = it.post("/me/two-step/code/", {"code": code_at(secret, now.at), "kept": kept})
    assert f'action="/people/sessions/{seat.pk}/end/"' in page.content.decode()
    assert it.post(f"/people/sessions/{seat.pk}/end/").status_code == 302
    assert Seat.objects.get(pk=seat.pk).ended_by == "lee"


def test_starting_a_stopped_channel_asks_again_and_stopping_does_not(now: Moment) -> None:
    operator = someone("operations", "ng")
    enrolled(operator, now.at)
    now.later(minutes=11)
    place = "/messages/channels/email/switch/"
    assert operator.post(place, {"to": "stop", "why": "wrong words"}).status_code == 302
    assert operator.post(place, {"to": "start"}).status_code == 401


def test_reveals_ask_again_where_the_house_wants_it(
    now: Moment, accounts: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", now)
    collector = someone("collector", "chen")
    point = accounts[0].person.contact_points.first()
    place = f"/accounts/{accounts[0].pk}/reveal/point/{point.pk}/"
    enrolled(collector, now.at)
    now.later(minutes=11)
    assert collector.post(place, {"reason": "verify"}).status_code == 200
    monkeypatch.setenv("FORBEAR_REVEAL_STEP_UP", "1")
    assert collector.post(place, {"reason": "verify"}).status_code == 401


def test_new_recovery_codes_void_the_old_ones(now: Moment) -> None:
    collector = someone("collector", "chen")
    _, old = enrolled(collector, now.at)
    page = collector.post("/me/recovery-codes/").content.decode()
    new = re.findall(r"<code>([a-z2-7-]{19})</code>", page)
    assert len(new) == 10
    other = signed_in("chen")
    assert other.post("/me/two-step/code/", {"code": old[0]}).status_code == 422
    assert other.post("/me/two-step/code/", {"code": new[0]}).status_code == 302


def test_two_of_it_reset_a_lost_device(now: Moment) -> None:
    lee, kim, chen = someone("it", "lee"), someone("it", "kim"), someone("collector", "chen")
    for client in (lee, kim, chen):
        enrolled(client, now.at)
    user = User.objects.get(username="chen")
    ask = f"/people/{user.pk}/two-step/reset/"
    assert "Say why" in lee.post(ask, {"why": ""}, follow=True).content.decode()
    lee.post(ask, {"why": "badge shown"})
    page = lee.get("/people/").content.decode()
    assert "lee asks that the device be reset: badge shown" in page
    (answer,) = re.findall(r'action="(/people/two-step/\d+/)"', page)
    assert "ask somebody else" in lee.post(answer, {"answer": "give"}, follow=True).content.decode()
    assert device_of(user) is not None
    assert kim.post(answer, {"answer": "give"}).status_code == 302
    assert device_of(user) is None
    assert chen.get("/today/")["Location"].startswith("/sign-in/")
    assert kim.post("/people/two-step/999999/", {"answer": "give"}).status_code == 404


def test_ones_own_sessions_are_seen_and_ended() -> None:
    chen = someone("collector", "chen")
    for _ in range(3):
        signed_in("chen")
    other = someone("collector", "wang")
    page = chen.get("/me/").content.decode()
    assert "127.0.0.1" in page
    assert page.count("End it<span") == 3
    newest = Seat.objects.filter(user__username="chen").order_by("-pk")[0]
    chen.post(f"/me/sessions/{newest.pk}/end/")
    assert Seat.objects.filter(user__username="chen", ended_at=None).count() == 3
    wangs = Seat.objects.get(user__username="wang")
    assert chen.post(f"/me/sessions/{wangs.pk}/end/").status_code == 404
    said = chen.post("/me/sessions/end-others/", follow=True).content.decode()
    assert "2 sessions are ended." in said
    assert other.get("/today/").status_code == 200
    assert chen.get("/today/").status_code == 200
