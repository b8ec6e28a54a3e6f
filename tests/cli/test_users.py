"""People by commands: a password is read from the standard input and stands nowhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from forbear.cli import main
from forbear.services.seats import seat_begin
from forbear.store.models import Seat
from forbear.wiring import clock

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "four plain words here"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, given: str = "", status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["users", *arguments], input=given)
    assert result.exit_code == status, result.output
    return result


def test_a_user_is_added_listed_changed_and_ended() -> None:
    assert "nobody yet" in run("list").output
    made = run("add", "chen", "--name", "A. Chen", "--role", "collector", given=f"{WORDS}\n")
    assert WORDS not in made.output
    user = authenticate(username="chen", password=WORDS)
    assert isinstance(user, User)
    assert "never" in run("list").output
    at = clock.now()
    seat_begin(user=user, agent="", at=at)
    listed = run("list").output
    assert "A. Chen" in listed
    assert f"{at:%Y-%m-%d %H:%M}" in listed
    run("roles", "chen", "--role", "hardship", "--role", "writer")
    assert "hardship writer" in run("list").output
    # a change of roles ended the session
    assert not Seat.objects.filter(ended_at=None).exists()
    seat_begin(user=user, agent="", at=at)
    assert "ended: 1" in run("end", "chen", "--sessions").output
    assert not Seat.objects.filter(ended_at=None).exists()
    assert authenticate(username="chen", password=WORDS) == user
    run("end", "chen")
    assert authenticate(username="chen", password=WORDS) is None
    assert "ended" in run("list").output
    run("password", "chen", given="other plain words\n")
    assert authenticate(username="chen", password="other plain words") == user


def test_what_cannot_be_done_is_said() -> None:
    assert "PASSWORD_WEAK" in run("add", "a", "--role", "it", given="short\n", status=1).output
    assert "PASSWORD_WEAK" in run("add", "a", "--role", "it", status=1).output
    assert "USER_UNKNOWN" in run("end", "nobody", status=1).output
    assert "USER_UNKNOWN" in run("end", "nobody", "--sessions", status=1).output
    assert "USER_UNKNOWN" in run("roles", "nobody", "--role", "it", status=1).output
    assert "USER_UNKNOWN" in run("password", "nobody", given=f"{WORDS}\n", status=1).output
    run("add", "a", "--role", "king", given=f"{WORDS}\n", status=2)
    run("add", "a", given=f"{WORDS}\n", status=2)
    assert not User.objects.exists()
