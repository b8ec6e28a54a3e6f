"""A seat that was left: the server refuses by itself, and what was sent meanwhile is not lost."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account, Seat
from forbear.wiring import clock
from tests.web import portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fifteen_minutes(monkeypatch: pytest.MonkeyPatch, at_ten: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("FORBEAR_IDLE", "15")


@pytest.fixture
def later(desk: Client, accounts: list[Account], monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The collector looked at the queue, and went away for an hour."""
    del accounts
    assert desk.get("/today/").status_code == 200
    at = portfolio.AT + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def unlock(desk: Client, password: str = portfolio.PASSWORD, **words: str) -> HttpResponse:
    return desk.post("/locked/", {"password": password, **words})


def test_a_page_is_covered_until_the_password_and_then_shown(desk: Client, later: datetime) -> None:
    covered = desk.get("/today/?queue=all")
    page = covered.content.decode()
    assert (covered.status_code, "Lin Xiaoyu" in page) == (423, False)
    assert 'value="/today/?queue=all"' in page
    wrong = unlock(desk, "guess", next="/today/?queue=all")
    assert wrong.status_code == 422
    assert "That is not the password." in wrong.content.decode()
    assert desk.get("/today/").status_code == 423
    right = unlock(desk, next="/today/?queue=all")
    assert right["Location"] == "/today/?queue=all"
    assert desk.get("/today/").status_code == 200
    assert Seat.objects.get().seen_at == later


def test_a_form_that_was_sent_is_kept_and_sent_then(
    desk: Client, later: datetime, accounts: list[Account]
) -> None:
    del later
    place = f"/accounts/{accounts[0].pk}/wishes/"
    covered = desk.post(place, {"wish": "ways", "channel": "email", "csrfmiddlewaretoken": "t"})
    assert covered.status_code == 423
    sealed = re.search(r'name="kept" value="([^"]+)"', covered.content.decode())
    assert sealed is not None
    page = unlock(desk, kept=sealed[1]).content.decode()
    for text in (f'action="{place}"', 'name="wish" value="ways"', 'name="channel" value="email"'):
        assert text in page
    assert 'value="t"' not in page
    forged = unlock(desk, kept=f"{sealed[1]}x")
    assert forged["Location"] == "/"


def test_a_script_is_told_by_the_status(desk: Client, later: datetime) -> None:
    del later
    told = desk.get("/today/", headers={"hx-request": "true"})
    assert (told.status_code, told["HX-Reswap"], told.content) == (423, "none", b"")
    assert told["HX-Trigger"] == "forbear:locked"
    alive = desk.post("/locked/alive/", headers={"sec-fetch-dest": "empty"})
    assert alive.status_code == 423
    by_script = {"x-desk": "1"}
    wrong = desk.post("/locked/", {"password": "guess"}, headers=by_script)
    assert (wrong.status_code, wrong.content.decode()) == (422, "That is not the password.")
    words = {"password": portfolio.PASSWORD}
    assert desk.post("/locked/", words, headers=by_script).status_code == 204
    assert desk.post("/locked/alive/").status_code == 204


def test_a_sign_of_life_keeps_it_open(
    desk: Client, accounts: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    del accounts
    for minutes in (10, 20, 30):
        at = portfolio.AT + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert desk.post("/locked/alive/").status_code == 204


def test_it_can_be_locked_at_once_and_signed_out_of(desk: Client, accounts: list[Account]) -> None:
    del accounts
    assert desk.get("/locked/")["Location"] == "/"
    assert desk.post("/locked/now/")["Location"] == "/locked/"
    assert desk.get("/locked/").status_code == 200
    assert desk.get("/today/").status_code == 423
    assert desk.post("/sign-out/").status_code == 302
    assert desk.get("/today/").status_code == 302


def test_the_fifth_wrong_password_is_the_sign_in(desk: Client, later: datetime) -> None:
    del later
    assert [unlock(desk, "guess").status_code for _ in range(5)] == [422] * 4 + [302]
    assert desk.get("/today/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_it_leads_nowhere_else(desk: Client, later: datetime, place: str) -> None:
    del later
    assert unlock(desk, next=place)["Location"] == "/"


def test_zero_never_locks(desk: Client, later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    del later
    monkeypatch.setenv("FORBEAR_IDLE", "0")
    assert desk.get("/today/").status_code == 200
