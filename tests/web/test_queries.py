"""How many questions a page asks of the database: few, and no more for a longer history.

Each bound is what the page needs today. Who adds to a page says so here.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forbear.services.speech.conduct import team_place_set
from forbear.store.models import Account, CaseNote, Contact, ImportBatch, Promise
from forbear.store.selectors.kept import KINDS
from tests.store.test_timeline import appealed
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
CASE, NEXT, SEARCH = 30, 36, 10


def asked(client: Client, address: str, *, is_post: bool = False, **more: object) -> list[str]:
    """Return the questions of a page that somebody has seen before."""
    get = client.post if is_post else client.get
    get(address, **more)  # type: ignore[arg-type] # headers alone
    with CaptureQueriesContext(connection) as found:
        answer = get(address, **more)  # type: ignore[arg-type] # the same
    assert answer.status_code in {200, 302}
    return [one["sql"] for one in found]


def lengthen(owed: Account) -> None:
    """Give an account hundreds of lines of three kinds."""
    batch = ImportBatch.objects.first()
    assert batch is not None
    moments = [portfolio.AT - timedelta(days=30, minutes=n) for n in range(200)]
    Contact.objects.bulk_create(
        Contact(person=owed.person, account=owed, batch=batch, at=at, channel="sms", actor="day")
        for at in moments
    )
    CaseNote.objects.bulk_create(
        CaseNote(account=owed, at=at, actor="chen", text="Called.") for at in moments
    )
    Promise.objects.bulk_create(
        Promise(account=owed, amount_minor=1, pay_on=at.date(), made_at=at, state="kept")
        for at in moments
    )


def test_a_case_page_asks_little_however_long_its_history(
    desk: Client, accounts: list[Account]
) -> None:
    owed = accounts[0]
    short = asked(desk, f"/accounts/{owed.pk}/?queue=all")
    assert len(short) <= CASE, "\n".join(short)
    lengthen(owed)
    # at most the kinds that were not there before, one question each
    assert len(asked(desk, f"/accounts/{owed.pk}/?queue=all")) <= CASE


@pytest.mark.parametrize(
    ("name", "role", "is_shown"),
    [("lin", "collector", True), ("devi", "collector", False), ("lead", "team_lead", True)],
)
def test_a_case_with_appeals_of_findings_asks_little_too(
    accounts: list[Account], name: str, role: str, *, is_shown: bool
) -> None:
    owed = accounts[0]
    appealed(owed)
    portfolio.collector(name).groups.set([Group.objects.get_or_create(name=role)[0]])
    team_place_set(username=name, team="north", agency="", at=portfolio.AT, actor="it")
    client = Client()
    client.force_login(User.objects.get(username=name), portfolio.BACKEND)
    page = client.get(f"/accounts/{owed.pk}/?queue=all", headers={"accept-language": "en"})
    assert ("Appeal of a finding" in page.content.decode()) is is_shown
    for show in ("", "&show=appeals"):
        found = asked(client, f"/accounts/{owed.pk}/?queue=all{show}")
        assert len(found) <= CASE, "\n".join(found)


def test_nothing_is_asked_twice(desk: Client, accounts: list[Account]) -> None:
    found = asked(desk, f"/accounts/{accounts[0].pk}/?queue=all")
    assert len(found) == len(set(found))


def test_what_is_not_asked_for_would_show_nothing(
    desk: Client, accounts: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(owed: Account) -> str:
        text = desk.get(f"/accounts/{owed.pk}/?queue=all").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)

    pages = [page(owed) for owed in accounts]
    monkeypatch.setattr("forbear.web.desk.case.kept_of", lambda _owed: frozenset(KINDS))
    assert pages == [page(owed) for owed in accounts]


def test_the_next_case_asks_little(desk: Client, accounts: list[Account]) -> None:
    del accounts
    found = asked(desk, "/next/", is_post=True)
    assert len(found) <= NEXT, "\n".join(found)


def test_a_search_asks_little(desk: Client, accounts: list[Account]) -> None:
    del accounts
    found = asked(desk, "/search/?q=lin", headers={"HX-Request": "true"})
    assert len(found) <= SEARCH, "\n".join(found)
