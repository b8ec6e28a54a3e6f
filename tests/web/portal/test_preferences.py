from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.services.preferences import link_token, opt_out_record
from forbear.store.models import Contact, OptOut, Person, PlannedContact, Preference, Representative
from forbear.web.portal import preferences
from tests.store.make import account, person, planned, point
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def sent() -> PlannedContact:
    owed = account(
        person(name="Ada Kowalski", time_zones="Asia/Shanghai"),
        overdue_minor=120_050,
        card_last4="4421",
    )
    address = point(owed.person, kind="email", value="ada@example.com")
    return planned(owed, at=portfolio.AT, channel="email", contact_point=address, state="sent")


def url(message: PlannedContact, *, days_old: int = 0) -> str:
    token = link_token(message.pk, at=portfolio.AT - timedelta(days=days_old))
    return f"/p/{token}/"


def test_looking_changes_nothing(client: Client, sent: PlannedContact) -> None:
    for ask in (client.get, client.head):
        assert ask(url(sent)).status_code == 200
        assert ask(url(sent), ONE_CLICK).status_code == 200
    assert not OptOut.objects.exists()
    assert not Contact.objects.exists()


def test_one_click_stops_e_mail_without_cookies_and_again_changes_nothing(
    client: Client, sent: PlannedContact
) -> None:
    strict = Client(enforce_csrf_checks=True)
    waiting = planned(sent.account, at=portfolio.AT, channel="email", state="queued")
    for _ in range(2):
        answer = strict.post(url(sent), ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
    wish = OptOut.objects.get(person=sent.person)
    assert (wish.channel, wish.contact_point_id) == ("email", None)
    waiting.refresh_from_db()
    assert waiting.state == "refused"
    [reached] = Contact.objects.filter(person=sent.person)
    assert (reached.direction, reached.channel) == ("in", "email")
    assert "You asked us not to" in client.get(url(sent)).content.decode()


def test_the_button_does_the_same_and_an_old_link_still_can(
    client: Client, sent: PlannedContact
) -> None:
    old = url(sent, days_old=400)
    page = client.get(old).content.decode()
    assert "This link is old" in page
    assert 'name="channel"' not in page
    assert client.post(old, {"wish": "ways", "channel": "sms"}).status_code == 200
    assert not Preference.objects.exists()
    assert "Done." in client.post(old, {"wish": "stop"}).content.decode()
    assert OptOut.objects.get(person=sent.person).channel == "email"


@pytest.mark.parametrize("token", ["x", "1-1.aaaa", "a" * 5000, "%00", "1-1", "..", "📧"])
def test_a_link_that_is_none_is_told_politely(client: Client, token: str) -> None:
    answer = client.post(f"/p/{token}/", ONE_CLICK)
    assert answer.status_code == 404
    if ".." not in token:
        assert "This link does not open" in answer.content.decode()


def test_a_link_cannot_be_turned_into_another(client: Client, sent: PlannedContact) -> None:
    other = planned(account(person()), at=portfolio.AT, channel="email")
    value, signature = link_token(sent.pk, at=portfolio.AT).split(".")
    turned = value.replace(str(sent.pk), str(other.pk), 1)
    assert client.post(f"/p/{turned}.{signature}/", ONE_CLICK).status_code == 404
    assert not OptOut.objects.exists()


def test_ways_are_kept_and_shown_again(client: Client, sent: PlannedContact) -> None:
    given = {
        "wish": "ways",
        "channel": "sms",
        "language": "zh-Hans",
        "days": ["mon", "tue"],
        "start": "18:00",
        "end": "20:00",
    }
    assert client.post(url(sent), given).status_code == 200
    wish = Person.objects.get(pk=sent.person_id).preference
    assert wish is not None
    assert (wish.channel, wish.language, wish.hours, wish.source) == (
        "sms",
        "zh-Hans",
        [{"from": "18:00", "to": "20:00", "days": "mon,tue"}],
        "page",
    )
    page = client.get(url(sent)).content.decode()
    assert page.count("checked") == 4
    assert page[page.index('id="ways"') :].count("selected") == 2
    assert client.post(url(sent), {"wish": "ways"}).status_code == 200
    anew = Person.objects.get(pk=sent.person_id).preference
    assert anew is not None
    assert (anew.channel, anew.language, anew.hours) == (None, "", [])


@pytest.mark.parametrize(
    "given",
    [
        {"start": "20:00", "end": "18:00"},
        {"start": "18:00", "end": "18:00"},
        {"start": "03:00"},
        {"channel": "telex"},
        {"days": ["someday"]},
        {"language": "tlh"},
    ],
)
def test_ways_that_cannot_be_kept_are_told(
    client: Client, sent: PlannedContact, given: dict[str, object]
) -> None:
    assert client.post(url(sent), {"wish": "ways", **given}).status_code == 422
    assert not Preference.objects.exists()


def test_who_speaks_for_them_is_written_down_and_never_shown(
    client: Client, sent: PlannedContact
) -> None:
    given = {"wish": "representative", "kind": "attorney", "name": "Portia Belmont", "reach": ""}
    answer = client.post(url(sent), given)
    assert answer.status_code == 200
    assert Representative.objects.get(person=sent.person).name == "Portia Belmont"
    assert "Portia" not in answer.content.decode()
    assert "Portia" not in client.get(url(sent)).content.decode()
    for name in ("", "Portia \u202eBelmont", "x" * 201):
        assert client.post(url(sent), {**given, "name": name}).status_code == 422
    assert Representative.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "How may we reach you?"), ("zh-hans", "我们可以怎样联系您？")]
)
def test_the_page_speaks_both_languages_and_tells_of_nobody_and_no_debt(
    client: Client, sent: PlannedContact, language: str, words: str
) -> None:
    for answer in (
        client.get(url(sent), {"lang": language}),
        client.post(url(sent), {"wish": "stop", "lang": language}),
    ):
        page = answer.content.decode()
        assert words in page
        for told in ("Kowalski", "ada@", "4421", "1,200", sent.account.reference, "debt</", "欠款"):
            assert told not in page
        assert "<script" not in page
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_a_relative_who_was_asked_speaks_for_their_own_address_alone(client: Client) -> None:
    owed = account(person())
    theirs = point(owed.person, kind="email", value="eve@example.com", party="family")
    message = planned(
        owed, at=portfolio.AT, channel="email", contact_point=theirs, purpose="locate"
    )
    assert 'name="channel"' not in client.get(url(message)).content.decode()
    client.post(url(message), {"wish": "ways", "channel": "sms"})
    client.post(url(message), {"wish": "representative", "kind": "attorney", "name": "P"})
    assert not Preference.objects.exists()
    assert not Representative.objects.exists()
    client.post(url(message), ONE_CLICK)
    wish = OptOut.objects.get(person=owed.person)
    assert wish.contact_point_id == theirs.pk


def test_what_was_stopped_elsewhere_is_shown(client: Client, sent: PlannedContact) -> None:
    opt_out_record(
        person_id=sent.person_id,
        channel="email",
        contact_point_id=None,
        at=portfolio.AT,
        actor="a",
        source="sms",
    )
    assert "You asked us not to" in client.get(url(sent)).content.decode()


def test_the_clicks_of_a_mail_providers_readers_are_not_held_back() -> None:
    assert preferences.WISHING.count >= 1000
