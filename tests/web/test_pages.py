"""The case page's parts, the pages for problems, and what every page carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from forbear.store.models import Account
from forbear.web.shared import context
from tests.web import portfolio

pytestmark = pytest.mark.django_db


def test_the_stylesheet_is_built_and_referenced(client: Client) -> None:
    path = finders.find("forbear.css")
    assert isinstance(path, str)
    assert ".queue" in Path(path).read_text(encoding="utf-8")
    assert b"/static/forbear.css" in client.get("/sign-in/").content


def test_vendored_files_come_with_their_licence() -> None:
    vendor = settings.PACKAGE / "web" / "static" / "vendor"
    assert {path.name for path in vendor.iterdir()} == {"htmx-4.0.1.min.js", "htmx-LICENSE.txt"}


def test_a_page_about_people_is_kept_nowhere_and_loads_only_our_files(
    desk: Client, accounts: list[Account]
) -> None:
    answer = desk.get(f"/accounts/{accounts[0].pk}/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()


def test_the_components_add_up_and_are_shown(desk: Client, accounts: list[Account]) -> None:
    page = desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
    for amount in ("¥12,073.11", "¥316.75", "¥50.00", "−¥500.00", "¥11,939.86"):
        assert amount in page
    assert "do not add up" not in page


def test_postings_that_do_not_add_up_are_pointed_out(desk: Client, accounts: list[Account]) -> None:
    Account.objects.filter(pk=accounts[0].pk).update(balance_minor=1)
    page = desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
    assert "The postings do not add up to the balance reported, ¥0.01." in page


@pytest.mark.parametrize(
    ("show", "inside", "outside"),
    [
        ("contacts", "No answer", "Opening balance"),
        ("money", "Opening balance", "No answer"),
        ("promises", "Promised ¥1,000.00", "Opening balance"),
        ("decisions", "Decision", "Opening balance"),
        ("anything", "Opening balance", "No such thing"),
    ],
)
def test_the_timeline_shows_what_is_asked_for(
    desk: Client, accounts: list[Account], show: str, inside: str, outside: str
) -> None:
    page = desk.get(f"/accounts/{accounts[0].pk}/?show={show}").content.decode()
    assert inside in page
    assert outside not in page


def test_why_not_names_the_rule_and_its_source(desk: Client, accounts: list[Account]) -> None:
    page = desk.get(f"/accounts/{accounts[0].pk}/").content.decode()
    assert "Not now: visit" in page
    assert "House rule: visits beyond 90 days only" in page


def test_a_case_of_another_role_does_not_exist(desk: Client, accounts: list[Account]) -> None:
    del accounts
    answer = desk.get("/accounts/999999/")
    assert answer.status_code == 404
    assert b"There is no such page" in answer.content


def test_an_old_form_is_refused_kindly(accounts: list[Account]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(portfolio.collector("wang"), portfolio.BACKEND)
    answer = strict.post(f"/accounts/{accounts[0].pk}/call/", {"contact_point_id": "1"})
    assert answer.status_code == 403
    assert b"This form is too old to be sent" in answer.content


def test_a_fault_of_ours_says_what_was_kept(
    desk: Client, accounts: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> object:
        raise RuntimeError("a test's fault")

    monkeypatch.setattr("forbear.web.desk.case.timeline_page", broken)
    desk.raise_request_exception = False
    answer = desk.get(f"/accounts/{accounts[0].pk}/")
    assert answer.status_code == 500
    assert b"Nothing was half saved" in answer.content


def test_signing_out_ends_the_session(desk: Client, accounts: list[Account]) -> None:
    del accounts
    desk.post("/sign-out/")
    assert desk.get("/today/").status_code == 302


def test_the_demo_clock_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert context.demo_clock() == ""
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-11-23T10:15:00+08:00")
    assert context.demo_clock().startswith("Mon 23 Nov 2026 10:")
    assert context.demo_clock().endswith("Shanghai")
