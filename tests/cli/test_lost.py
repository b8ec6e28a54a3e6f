"""``forbear lost`` over a real database."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import ContactPoint
from tests.store.make import account, point

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["lost", *words])
    assert result.exit_code == status, result.output
    return result


def test_a_point_is_closed_and_the_search_that_follows_is_listed() -> None:
    owed = account()
    mine = point(owed.person)
    again = point(owed.person, kind="home")
    said = run("close", mine.reference, "--why", "wrong_person").output
    assert "2 contact points closed." in said
    assert ContactPoint.objects.get(pk=again.pk).state == "closed"
    assert owed.person.reference in run("list").output
    assert "POINT_UNKNOWN" in run("close", "NONE", "--why", "moved", status=1).output


def test_searches_open_in_the_morning_and_a_death_ends_them() -> None:
    owed = account()
    assert "1 no_point" in run("open").output
    assert "0 no_point" in run("open").output
    assert "has died" in run("died", owed.person.reference).output
    assert not run("list").output
    assert "PERSON_UNKNOWN" in run("died", "NONE", status=1).output


def test_the_sources_of_a_nation_are_told_with_the_law() -> None:
    said = run("sources", "cn").output
    assert "never    police" in said
    assert "253-1" in said
