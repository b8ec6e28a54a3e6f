"""The law page: what is in force, by place and day; what changes soon; what is unverified."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from forbear.core.law.changes import changes
from forbear.core.law.periods import KINDS
from forbear.core.law.rules import CODES
from forbear.core.law.saying.lists import CONFIDENCES
from forbear.packs import load_book
from forbear.web.compliance.words import TOPIC
from forbear.web.shared import words
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def reader(client: Client) -> Client:
    """Someone who signs in and belongs to no group."""
    client.force_login(User.objects.create_user("reader"), portfolio.BACKEND)
    return client


def page(client: Client, address: str, *, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_whoever_is_signed_in_may_read_it_and_begins_there(reader: Client) -> None:
    assert reader.get("/").headers["Location"] == "/law/"
    assert "Law in force" in page(reader, "/law/")
    assert "/today/" not in page(reader, "/law/")


def test_a_collector_begins_at_the_desk_and_finds_the_law_in_the_rail(desk: Client) -> None:
    assert desk.get("/").headers["Location"] == "/today/"
    assert 'href="/law/"' in page(desk, "/today/")
    assert 'href="/today/"' in page(desk, "/law/")


@pytest.mark.parametrize("address", ["/law/", "/law/changes/", "/law/try/", "/law/rules/x/"])
def test_nobody_reads_it_without_signing_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/sign-in/")


def test_every_value_in_force_today_is_listed(reader: Client) -> None:
    shown = page(reader, "/law/")
    day = portfolio.ON
    book = load_book()
    rules = [
        rule
        for rule in (*book.rules, *book.periods, *book.charges)
        if rule.is_ever_in_force(day, day)
    ]
    assert len(rules) > 80
    for rule in rules:
        assert f"/law/rules/{rule.rule_id}/" in shown, rule.rule_id


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("place=CN", "cn-quiet-hours-cba", "us-regf-time"),
        ("place=CN", "house-hardship", "uk-conc-times"),
        ("place=US-NY-NYC", "us-nyc-freq-current", "us-ma-940-freq"),
        ("place=US-NY-NYC", "us-regf-time", "cn-quiet-hours-cba"),
        ("place=*", "house-hardship", "house-us-creditor-hours"),
        ("topic=QUIET_HOURS", "us-regf-time", "us-regf-cease"),
        ("topic=say", "us-regf-mini-miranda", "us-regf-time"),
        ("confidence=memory", "cn-bankruptcy-stop", "us-regf-time"),
        ("confidence=unverified", "cn-quiet-hours-cba", "us-regf-time"),
        ("topic=period:limitation", "cn-limitation-3y", "us-regf-time"),
        ("q=1006.14", "us-regf-call-freq-7", "us-regf-time"),
        ("q=quiet_hours+21:00", "us-regf-time", "us-regf-cease"),
        ("q=NEW+york+city", "us-nyc-freq-current", "us-regf-cease"),
        ("on=2027-01-01", "us-nyc-freq-2027", "us-nyc-freq-current"),
        ("on=2026-12-31", "us-nyc-freq-current", "us-nyc-freq-2027"),
        ("on=2026-01-29", "cn-quiet-hours-gbt", "cn-quiet-hours-cba"),
        ("on=nonsense", "us-nyc-freq-current", "us-nyc-freq-2027"),
        ("confidence=nonsense&place=", "us-regf-time", "us-nyc-freq-2027"),
    ],
)
def test_the_list_is_narrowed(reader: Client, query: str, inside: str, outside: str) -> None:
    shown = page(reader, f"/law/?{query}").split('<table class="table rules"')[1]
    assert f"/law/rules/{inside}/" in shown
    assert f"/law/rules/{outside}/" not in shown


@pytest.mark.parametrize("query", ["q=zebra", "place=ZZ&topic=HEIR_LIMIT", "topic=NONE"])
def test_an_empty_list_says_what_to_do(reader: Client, query: str) -> None:
    assert "No rule matches" in page(reader, f"/law/?{query}")


def test_a_value_is_said_in_words_with_its_source_and_how_it_was_read(reader: Client) -> None:
    shown = page(reader, "/law/?q=us-nyc-freq-current")
    assert "At most 2 contacts of any kind in 7 days, per debt" in shown
    assert "6 RCNY 5-77(b)(1)(iv)" in shown
    assert "a presumption" in shown
    assert "secondary sources" in shown
    assert "to 31 Dec 2026" in shown


def test_it_is_read_in_chinese(reader: Client) -> None:
    shown = page(reader, "/law/?place=US", language="zh-hans")
    assert "现行法规" in shown
    assert "7 天内最多 2 次任何方式的联系" in shown
    assert '<span class="other" lang="en">How many contacts in seven days' in shown
    assert "几点到几点不得催收" in page(reader, "/law/?place=CN", language="zh-hans")


def test_the_panels_count_what_changes_and_what_is_unverified(reader: Client) -> None:
    shown = page(reader, "/law/")
    book, day = load_book(), portfolio.ON
    soon = changes(
        (*book.rules, *book.periods, *book.charges), after=day, until=day + timedelta(days=365)
    )
    assert f'Changes soon <span class="num">{len(soon)}</span>' in shown
    assert f"/law/rules/{soon[0].rule.rule_id}/?on={soon[0].on}" in shown
    assert f"in {(soon[0].on - day).days} day" in shown
    unverified = [
        rule
        for rule in (*book.rules, *book.periods, *book.charges)
        if rule.confidence in ("secondary", "single_source", "memory")
        and rule.is_ever_in_force(portfolio.ON, portfolio.ON)
    ]
    assert f'Unverified <span class="num">{len(unverified)}</span>' in shown


def test_a_change_shows_both_values(reader: Client) -> None:
    shown = page(reader, "/law/changes/")
    before, after = shown.index("At most 2 contacts"), shown.index("At most 3 contacts")
    assert shown.index("Until then") < before < after
    assert "1 Jan 2027" in shown


@pytest.mark.parametrize("day", ["2040-01-01", "9999-12-31", "0001-01-01"])
def test_any_day_can_be_asked_for(reader: Client, day: str) -> None:
    assert "Changes soon" in page(reader, f"/law/changes/?on={day}")
    assert "Law in force" in page(reader, f"/law/?on={day}")


def test_the_packs_are_named_with_their_hashes(reader: Client) -> None:
    shown = page(reader, "/law/")
    for version in load_book().versions.values():
        assert version.partition("+")[2] in shown


def test_a_rule_page_tells_all_of_a_rule(reader: Client) -> None:
    shown = page(reader, "/law/rules/us-nyc-freq-current/")
    for said in (
        "How many contacts in seven days in New York City?",
        "At most 2 contacts of any kind in 7 days",
        "a presumption: it can be rebutted",
        "A creditor is bound once debt collection procedures begin",
        "Any of: collected by an agency or a debt buyer; account: charged off",
        "us-nyc-freq-2027",
        "not in force yet",
        "/law/try/?where=US-NY-NYC",
    ):
        assert said in shown, said


def test_a_rule_page_shows_the_value_of_the_day(reader: Client) -> None:
    assert "not in force yet" in page(reader, "/law/rules/us-nyc-freq-2027/")
    assert "no longer in force" in page(reader, "/law/rules/cn-quiet-hours-nifa/")
    later = page(reader, "/law/rules/us-nyc-freq-current/?on=2027-01-01")
    assert "no longer in force" in later


def test_a_condition_without_words_is_shown_as_code(reader: Client) -> None:
    assert "<code>" in page(reader, "/law/rules/house-visit-amount/")


def test_every_rule_and_period_has_a_page_in_both_languages(reader: Client) -> None:
    book = load_book()
    for rule in (*book.rules, *book.periods, *book.charges):
        for language in ("en", "zh-hans"):
            assert rule.rule_id in page(reader, f"/law/rules/{rule.rule_id}/", language=language)


def test_a_rule_that_is_not_there(reader: Client) -> None:
    assert reader.get("/law/rules/us-nonsense/").status_code == 404


def test_htmx_gets_the_list_alone(reader: Client) -> None:
    part = reader.get("/law/?q=hours", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="law">')
    assert "<html" not in part


def test_the_list_asks_the_database_for_the_user_only(
    reader: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_max_num_queries(7):
        reader.get("/law/")


def test_every_code_has_a_topic_and_every_confidence_words() -> None:
    periods = {f"period:{kind}" for kind in KINDS}
    assert set(TOPIC) == {"", "charge", *CODES, *periods}
    confidences = {rule.confidence for rule in load_book().rules}
    assert confidences <= set(CONFIDENCES)
    assert set(CONFIDENCES) == set(words.CONFIDENCE_SHORT)
