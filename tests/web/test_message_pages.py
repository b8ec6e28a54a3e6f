"""The message pages: the log, one message, the channels, dead letters; and who may see what."""

from __future__ import annotations

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client

from forbear.core.tables import words as w
from forbear.store.models import Account, AuditEntry, ChannelSwitch, PlannedContact
from forbear.web.messages.log import masked
from forbear.web.shared import words
from tests.store import make
from tests.web import portfolio, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def rows(accounts: list[Account]) -> dict[str, PlannedContact]:
    return post.messages(accounts)


@pytest.fixture
def ops(client: Client) -> Client:
    client.force_login(post.operator(), portfolio.BACKEND)
    return client


def page(client: Client, address: str, *, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_log_shows_every_message_and_filters(
    desk: Client, rows: dict[str, PlannedContact]
) -> None:
    everything = page(desk, "/messages/")
    for row in rows.values():
        assert f"/messages/{row.pk}/" in everything
    sent = page(desk, "/messages/?state=sent&channel=sms")
    assert f"/messages/{rows['sent'].pk}/" in sent
    assert f"/messages/{rows['failed'].pk}/" not in sent
    found = page(desk, f"/messages/?q={rows['sent'].account.reference}")
    assert f"/messages/{rows['sent'].pk}/" in found
    assert "No messages here" in page(desk, "/messages/?channel=letter&state=lapsed")
    page(desk, "/messages/?state=%00&channel=x&q=%00&page=9999")


def test_a_message_shows_its_words_and_what_became_of_it(
    desk: Client, rows: dict[str, PlannedContact]
) -> None:
    shown = page(desk, f"/messages/{rows['sent'].pk}/")
    for text in (post.WORDS, "••••8000", "Taken by the provider", "m-77", "&lt;delivered&gt;"):
        assert text in shown
    assert "已送达" in page(desk, f"/messages/{rows['sent'].pk}/", language="zh-hans")
    assert "not written yet" in page(desk, f"/messages/{rows['planned'].pk}/")


def test_who_sees_no_case_sees_no_words_no_name_and_no_address(
    ops: Client, rows: dict[str, PlannedContact]
) -> None:
    sent = rows["sent"]
    for address in (f"/messages/{sent.pk}/", "/messages/", "/messages/dead/"):
        shown = page(ops, address)
        for secret in (post.WORDS, post.NUMBER, sent.person.name, rows["unknown"].person.name):
            assert secret not in shown, address
    assert "••••8000" in page(ops, f"/messages/{sent.pk}/")


@pytest.mark.parametrize(
    ("address", "end"),
    [("+8613800138000", "8000"), ("a@b.c", ""), ("", ""), ("12 Long Street\nAlbany", "reet")],
)
def test_an_address_is_masked_but_for_its_end(address: str, end: str) -> None:
    assert masked(address) == "••••••••" + end


def test_a_channel_is_stopped_with_a_reason_and_started(ops: Client) -> None:
    assert "Say why" in ops.post("/messages/channels/sms/switch/", follow=True).content.decode()
    assert not ChannelSwitch.objects.exists()
    ops.post("/messages/channels/sms/switch/", {"to": "stop", "why": "Wrong numbers."})
    shown = page(ops, "/messages/channels/")
    assert "Wrong numbers." in shown
    assert "Start again" in shown
    assert AuditEntry.objects.get(action="channel.stopped").actor == "ops"
    ops.post("/messages/channels/sms/switch/", {"to": "start"})
    assert not ChannelSwitch.objects.get().is_stopped
    answer = ops.post("/messages/channels/call/switch/", {"why": "x"}, follow=True)
    assert "No messages leave by this channel" in answer.content.decode()


def test_a_dead_letter_is_sent_on_its_way_again(
    ops: Client, rows: dict[str, PlannedContact]
) -> None:
    shown = page(ops, "/messages/dead/")
    assert "CHANNEL_BUSY" in shown
    ops.post(f"/messages/{rows['failed'].pk}/redrive/")
    ops.post(f"/messages/{rows['unknown'].pk}/redrive/")
    for row in rows.values():
        row.refresh_from_db()
    assert (rows["failed"].state, rows["unknown"].state) == ("planned", "unknown")
    ops.post(f"/messages/{rows['unknown'].pk}/redrive/", {"even_if_it_left": "yes"})
    rows["unknown"].refresh_from_db()
    assert rows["unknown"].state == "planned"
    assert "No dead letters" in page(ops, "/messages/dead/")


def test_a_collector_looks_but_does_not_switch(
    desk: Client, rows: dict[str, PlannedContact]
) -> None:
    for address in ("/messages/channels/sms/switch/", f"/messages/{rows['failed'].pk}/redrive/"):
        assert desk.post(address, {"why": "x"}).status_code == 403
    assert "Start again" not in page(desk, "/messages/channels/")
    assert 'name="why"' not in page(desk, "/messages/channels/")


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("address", ["/messages/", "/messages/dead/", "/messages/channels/"])
def test_nobody_else_sees_the_pages(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(portfolio.collector("other"), portfolio.BACKEND)
    assert client.get(address).status_code == 200
    client.force_login(User.objects.create_user("nobody"), portfolio.BACKEND)
    assert client.get(address).status_code == 403


def test_a_call_is_no_message(desk: Client, accounts: list[Account]) -> None:
    call = make.planned(accounts[0], at=portfolio.AT, channel="call")
    for number in (call.pk, 2**62, 10**30):
        assert desk.get(f"/messages/{number}/").status_code == 404


def test_every_state_and_event_has_its_words() -> None:
    assert set(words.MESSAGE_EVENT) == set(w.MESSAGE_EVENTS)
    assert set(words.PLANNED) == set(PlannedContact.STATES)


def test_who_runs_the_channels_begins_there(ops: Client) -> None:
    assert ops.get("/").headers["location"] == "/messages/channels/"


@pytest.mark.parametrize(
    ("note", "language", "said"),
    [
        (
            "us-dc-electronic-ask",
            "en",
            "We have contacted them as often as the rule allows for now. (D.C. Code 28-3814)",
        ),
        ("us-dc-electronic-ask", "zh-Hans", "28-3814"),
        (
            "NOTHING_DUE Nothing is due any more, so nothing is asked for.",
            "en",
            "Nothing is due any more, so nothing is asked for.",
        ),
        ("FACT_INVALID The fact balance is not a proper money.", "en", "It could not be written"),
        ("FACT_INVALID The fact balance is not a proper money.", "zh-Hans", "未能写成"),
        ("CHANNEL_BUSY The gateway asks to wait.", "en", "The gateway asks to wait."),
        ("kept for post", "en", "kept for post"),
    ],
)
def test_a_case_says_why_a_message_did_not_leave_and_which_it_was(
    desk: Client, accounts: list[Account], note: str, language: str, said: str
) -> None:
    owed = accounts[0]
    make.planned(
        owed,
        at=portfolio.AT,
        state="refused",
        state_at=portfolio.AT,
        note=note,
        template="agreement_link",
    )
    shown = html.unescape(page(desk, f"/accounts/{owed.pk}/?show=messages", language=language))
    assert said in shown
    assert "agreement_link" not in shown
    assert "us-dc-electronic-ask" not in shown
    assert "FACT_INVALID" not in shown
