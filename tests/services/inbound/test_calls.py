"""A reply that asks for a call: arranged, refused politely, or left to a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.core.speech.facts import MessageFacts
from forbear.packs.issuers import load_issuer
from forbear.packs.words import load_templates
from forbear.services.case_facts import with_case
from forbear.services.inbound import InboundTaken
from forbear.store.models import Account, CallBack, Consent, ContactPoint, InboundMessage
from forbear.wiring.gate import ask
from tests.services.inbound.test_taking import AT, NUMBER, mine, take
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db
# Thu 12 Mar 2026, 11:00 in New York
TOMORROW_AT_SIX = datetime(2026, 3, 13, 22, tzinfo=UTC)


@pytest.fixture
def owed() -> Account:
    made = account(person(time_zones="America/New_York"), region="US-OH")
    mine(made.person, data_source="contract")
    return made


def asked(text: str, **given: object) -> InboundTaken:
    return take(text, ask=ask, **given)


def row() -> InboundMessage:
    return InboundMessage.objects.latest("pk")


@pytest.mark.parametrize("text", ["Call me tomorrow at 6pm", "请明天下午六点给我打电话"])
def test_a_plain_wish_is_arranged_and_confirmed_by_one_message(owed: Account, text: str) -> None:
    taken = asked(text)
    back = CallBack.objects.get()
    assert (back.due_at, back.source, back.account) == (TOMORROW_AT_SIX, "reply", owed)
    assert (taken.intent, taken.action) == ("call_back", "call_planned")
    assert (row().call_back, row().needs_person, row().is_exact) == (back, False, True)
    told = row().confirmation
    assert told is not None
    assert (told.template, told.purpose, told.channel) == ("call_back_confirmed", "reply", "sms")
    asked(text)
    assert CallBack.objects.count() == 1
    assert row().confirmation is None, "the same wish is confirmed once"


@pytest.mark.usefixtures("owed")
def test_another_time_takes_its_place() -> None:
    asked("Call me tomorrow at 6pm")
    asked("Call me tomorrow at 5pm")
    assert list(CallBack.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "open",
    ]


def test_an_unlawful_hour_is_answered_with_the_nearest_lawful_one(owed: Account) -> None:
    taken = asked("Call me tomorrow at 11pm")
    assert taken.action == "call_refused"
    assert not CallBack.objects.exists()
    assert not Consent.objects.exists()
    told = row().confirmation
    assert told is not None
    assert (told.template, row().needs_person) == ("call_back_not_then", False)
    # 15 USC 1692c(a)(1): until nine in the evening
    assert row().call_nearest_at == datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
    facts = with_case(
        MessageFacts(party="cardholder", as_of=AT.date()),
        owed,
        load_templates()["call_back_not_then"],
        issuer=load_issuer(),
        point=None,
        channel="sms",
    )
    assert (str(facts.call_nearest_on), facts.call_nearest_at) == ("2026-03-13", "20:30")


@pytest.mark.usefixtures("owed")
@pytest.mark.parametrize(
    "text", ["Call me at 6", "Call me tomorrow at 6pm, I lost my job", "call me", "请给我打电话"]
)
def test_what_is_not_plain_waits_for_a_person(text: str) -> None:
    asked(text)
    assert row().needs_person
    assert not CallBack.objects.exists()


def _several_have_it(_owed: Account) -> None:
    mine(account().person)


def _another_party(_owed: Account) -> None:
    ContactPoint.objects.update(party="family")


def _no_clock(owed: Account) -> None:
    owed.person.time_zones = ""
    owed.person.save()


def _closed(_owed: Account) -> None:
    ContactPoint.objects.update(state="closed")


def _two_accounts(owed: Account) -> None:
    account(owed.person)


@pytest.mark.parametrize(
    "change", [_several_have_it, _another_party, _no_clock, _closed, _two_accounts]
)
def test_where_it_is_not_sure_who_which_or_when_a_person_reads_it(
    owed: Account, change: object
) -> None:
    change(owed)  # type: ignore[operator] # one of the functions above
    assert asked("Call me tomorrow at 6pm").action == "none"
    assert row().needs_person
    assert not CallBack.objects.exists()


@pytest.mark.usefixtures("owed")
def test_without_the_gate_nothing_is_arranged() -> None:
    assert take("Call me tomorrow at 6pm").action == "none"
    assert row().needs_person


def test_an_e_mail_means_the_only_number_and_none_of_several(owed: Account) -> None:
    point(owed.person, kind="email", value="ada@mail.example")
    given = {"channel": "email", "sender": "Ada <ada@mail.example>"}
    assert asked("Call me tomorrow at 6pm", **given).action == "call_planned"
    assert CallBack.objects.get().contact_point.value == NUMBER
    point(owed.person, kind="home", value="+12025550188")
    assert asked("Call me tomorrow at 5pm", **given).action == "none"


def test_a_call_that_was_asked_for_is_named_by_their_clock(owed: Account) -> None:
    asked("Call me tomorrow at 6pm", at=AT + timedelta(minutes=1))
    facts = with_case(
        MessageFacts(party="cardholder", as_of=AT.date()),
        owed,
        load_templates()["call_back_confirmed"],
        issuer=load_issuer(),
        point=None,
        channel="sms",
    )
    assert (str(facts.call_back_on), facts.call_back_at) == ("2026-03-13", "18:00")
