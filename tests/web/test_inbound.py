"""The queue of replies: who may see it, what it shows of a stranger's text, what a press does."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from forbear.core.speech.replies import INTENTS, plain
from forbear.services.inbound import inbound_take
from forbear.store.models import (
    Complaint,
    ContactPoint,
    Dispute,
    InboundMessage,
    InboundVerdict,
    OptOut,
)
from forbear.web.inbound.queue import ORDER
from forbear.web.shared.words import INBOUND_ACTION, INTENT
from tests.store.make import account, person, point
from tests.web import portfolio

NUMBER = "+12025550144"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def here() -> ContactPoint:
    return point(account(person(name="Ada Kowalski")).person, value=NUMBER)


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(portfolio.collector("lin"), portfolio.BACKEND)
    return client


def take(text: str, *, sender: str = NUMBER, number: int = 1) -> InboundMessage:
    taken = inbound_take(
        channel="sms",
        provider="smpp",
        provider_ref=f"r{number}",
        sender=sender,
        recipient="1",
        text=text,
        at=portfolio.AT,
    )
    return InboundMessage.objects.get(pk=taken.message_id)


def page(client: Client, view: str = "", *, language: str = "en") -> str:
    answer = client.get(f"/inbound/?view={view}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, message: InboundMessage, intent: str) -> str:
    answer = client.post(f"/inbound/{message.pk}/", {"intent": intent}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_is_for_those_who_see_cases(client: Client) -> None:
    assert client.get("/inbound/").headers["Location"].startswith("/sign-in/")
    client.force_login(User.objects.create_user("kasse"), portfolio.BACKEND)
    assert client.get("/inbound/").status_code == 403
    assert client.post("/inbound/1/", {"intent": "stop"}).status_code == 403


def test_an_empty_queue_says_what_would_be_there(reader: Client) -> None:
    assert "Nothing waits to be read" in page(reader)
    assert "没有待阅读的消息" in page(reader, language="zh-hans")


def test_a_reply_is_shown_with_its_person_and_what_it_may_mean(
    reader: Client, here: ContactPoint
) -> None:
    take("I lost my job, my lawyer will write")
    shown = page(reader)
    assert "Ada Kowalski" in shown
    assert "I lost my job" in shown
    assert "···0144" in shown
    assert NUMBER not in shown
    assert here.person.accounts.get().reference in shown
    # what the words suggest comes first
    assert shown.index('value="represented"') < shown.index('value="stop"')
    assert shown.index('value="hardship"') < shown.index('value="stop"')


def test_a_plain_stop_is_not_asked_about_but_can_be_seen(
    reader: Client, here: ContactPoint
) -> None:
    take("STOP")
    assert OptOut.objects.get().contact_point == here
    assert "Nothing waits" in page(reader)
    assert "stopped by itself" in page(reader, "acted")


def test_one_press_acts_and_a_second_does_nothing(reader: Client, here: ContactPoint) -> None:
    message = take("enough now")
    assert "Read as: Stop writing" in press(reader, message, "stop")
    assert OptOut.objects.get().contact_point == here
    assert "already" in press(reader, message, "other")
    assert InboundVerdict.objects.get().actor == "lin"
    assert "enough now" in page(reader, "read")


@pytest.mark.parametrize("intent", ["", "eat", "stop'--"])
def test_a_press_that_means_nothing_is_told(
    reader: Client, here: ContactPoint, intent: str
) -> None:
    del here
    assert "Choose one of the answers" in press(reader, take("hello"), intent)
    assert not InboundVerdict.objects.exists()


def test_a_message_that_is_not_there_is_told(reader: Client) -> None:
    answer = reader.post("/inbound/987654321/", {"intent": "stop"}, follow=True)
    assert "There is no such message" in answer.content.decode()


def test_a_strangers_text_is_shown_and_does_nothing(reader: Client) -> None:
    take("<script>alert(1)</script>\u202egnp.exe\x07", sender="Bank<b>\u202e")
    shown = page(reader)
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "Someone unknown" in shown


def test_a_flood_is_one_row(reader: Client, here: ContactPoint) -> None:
    del here
    for number in range(16):
        take(f"message {number}", number=number)
    shown = page(reader)
    assert shown.count("<article") == 10
    assert "6 further messages of a flood" in shown


def test_every_intent_and_action_has_words() -> None:
    assert set(INTENT) == set(INTENTS)
    assert set(INBOUND_ACTION) == set(InboundMessage.ACTIONS) - {"none"}
    assert set(ORDER) == set(INTENTS) - {"help"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\nb", "a\nb"), ("\u202ea\u2066", "\ufffda\ufffd"), ("退\x00订", "退\ufffd订")],
)
def test_what_is_taken_out_of_a_text_leaves_its_sign(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("intent", "number", "address"),
    [("dispute", "D-", "/disputes/"), ("complaint", "C-", "/complaints/")],
)
def test_the_case_that_was_made_of_a_reply_stands_on_it(
    reader: Client, here: ContactPoint, intent: str, number: str, address: str
) -> None:
    assert here.person.accounts.exists()
    message = take("You wrote to me nine times and it is not what I owe")
    assert number in press(reader, message, intent)
    shown = page(reader, "read")
    assert shown.count(number) == 1
    assert f'href="{address}' in shown
    press(reader, message, intent)
    assert page(reader, "read").count(number) == 1
    assert Dispute.objects.count() + Complaint.objects.count() == 1


def test_every_choice_has_a_key(reader: Client, here: ContactPoint) -> None:
    assert here.pk
    take("hm")
    shown = page(reader)
    keys = re.findall(r'<kbd aria-hidden="true">(.)</kbd>', shown)
    assert keys[: len(ORDER)] == list("1234567890-")
