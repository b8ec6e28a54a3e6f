from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.store.models import PlannedContact
from forbear.web.portal import genuine
from tests.store.make import account, permit, person, planned
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
CODE = "38VT-QM8F-C"


@pytest.fixture
def letter() -> PlannedContact:
    owed = account(person(name="Ada Kowalski", time_zones="Asia/Shanghai"), overdue_minor=120_050)
    row = planned(owed, at=portfolio.AT, channel="letter", code=CODE)
    permit(
        owed,
        at=portfolio.AT - timedelta(days=3),
        planned=row,
        channel="letter",
        consumed_at=portfolio.AT - timedelta(days=3),
    )
    return row


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Yes, this is ours", "No, we do not know this", "20 November 2026")),
        ("zh-hans", ("是的，这是我们发出的", "不是，我们没有这项记录", "2026年11月20日")),
    ],
)
def test_the_answer_names_kind_and_day_and_nobody(
    client: Client, letter: PlannedContact, language: str, words: tuple[str, str, str]
) -> None:
    yes, no, day = words
    answer = client.get("/check/", {"code": CODE, "lang": language})
    page = answer.content.decode()
    assert yes in page
    assert day in page
    for told in ("Kowalski", "1,200", letter.account.reference, "card account", "欠"):
        assert told not in page
    assert no in client.get("/check/", {"q": "2222-2222-2", "lang": language}).content.decode()


def test_a_stranger_learns_nothing_from_the_way_it_answers(
    client: Client, letter: PlannedContact
) -> None:
    ours = client.get("/check/", {"q": CODE})
    not_ours = client.get("/check/", {"q": "2222-2222-2"})
    assert letter.code
    assert ours.status_code == not_ours.status_code == 200
    assert set(ours.headers) == set(not_ours.headers)


def test_a_public_page_needs_no_sign_in_leaves_no_cookie_and_gives_nothing_away(
    client: Client,
) -> None:
    answer = client.get("/check/?q=hello")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "private, no-store"
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()


def test_what_was_typed_is_text_and_stays_in_the_other_language(client: Client) -> None:
    page = client.get("/check/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in page
    assert "lang=zh-hans" in page
    assert "q=%22%3E%3Cscript" in page


def test_a_language_is_taken_from_the_address_or_the_browser(client: Client) -> None:
    chinese = client.get("/check/", headers={"Accept-Language": "zh-CN"})
    assert 'lang="zh-Hans"' in chinese.content.decode()
    english = client.get("/check/?lang=en", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en">' in english.content.decode()
    assert client.get("/check/?lang=tlh").status_code == 200


def test_who_asks_very_often_waits(client: Client) -> None:
    answers = [client.get("/check/") for _ in range(genuine.ASKING.count + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "600"
    assert "Please wait a little" in answers[-1].content.decode()
    assert client.get("/check/", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_behind_a_proxy_of_ours_the_visitor_counts_and_not_what_he_claims(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_PROXIES", "1")
    for number in range(genuine.ASKING.count):
        client.get("/check/", headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.5"})
    again = client.get("/check/", headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.5"})
    assert again.status_code == 429
    assert client.get("/check/", headers={"X-Forwarded-For": "192.0.2.6"}).status_code == 200


def test_only_reading_is_offered(client: Client) -> None:
    assert client.post("/check/", {"q": CODE}).status_code == 405
