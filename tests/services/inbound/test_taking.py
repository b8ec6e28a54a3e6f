from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection

from forbear.packs.words import load_templates
from forbear.services.inbound import InboundTaken, inbound_take
from forbear.services.inbound.taking import KEPT_MAX, SHOWN_MAX, TEXT_MAX
from forbear.services.preferences import opt_out_standing
from forbear.store.models import (
    Account,
    AuditEntry,
    Consent,
    Contact,
    ContactPoint,
    InboundMatch,
    InboundMessage,
    OptOut,
    Person,
    PlannedContact,
)
from tests.store.make import account, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
NUMBER = "+12025550144"
_refs = count(1)

pytestmark = pytest.mark.django_db


def take(
    text: str, *, sender: str = NUMBER, ref: str | None = None, **given: object
) -> InboundTaken:
    return inbound_take(
        **{
            "channel": "sms",
            "provider": "smpp",
            "provider_ref": f"r{next(_refs)}" if ref is None else ref,
            "sender": sender,
            "recipient": "12345",
            "text": text,
            "at": AT,
            **given,
        }
    )


def mine(owner: Person, **given: object) -> ContactPoint:
    return point(owner, **{"value": NUMBER, **given})


def states(rows: Sequence[PlannedContact]) -> list[str]:
    return [PlannedContact.objects.get(pk=row.pk).state for row in rows]


def test_a_plain_stop_is_an_opt_out_stops_what_waits_and_is_confirmed_once() -> None:
    owed = account()
    here = mine(owed.person)
    elsewhere = mine(owed.person, value="+12025550199")
    rows = [
        planned(owed, at=AT, contact_point=here),
        planned(owed, at=AT, contact_point=here, state="queued"),
        planned(owed, at=AT, contact_point=here, state="sending"),
        planned(owed, at=AT, contact_point=here, channel="call"),
        planned(owed, at=AT, contact_point=elsewhere),
    ]
    taken = take("Ｓｔｏｐ！", sender="12025550144")
    wish = OptOut.objects.get()
    assert (wish.person, wish.channel, wish.contact_point, wish.at) == (
        owed.person,
        "sms",
        here,
        AT,
    )
    assert states(rows) == ["refused", "refused", "sending", "planned", "planned"]
    confirmation = PlannedContact.objects.get(pk=taken.confirmation_id)
    assert (confirmation.purpose, confirmation.template, confirmation.channel) == (
        "confirm_opt_out",
        "opt_out_confirmation",
        "sms",
    )
    assert confirmation.window_to == AT + timedelta(minutes=5)
    again = take("STOP")
    assert (again.action, again.confirmation_id) == ("opted_out", None)
    assert OptOut.objects.count() == 1
    assert PlannedContact.objects.filter(purpose="confirm_opt_out").count() == 1
    assert Contact.objects.filter(direction="in", outcome="replied").count() == 2


def test_everyone_who_has_the_number_is_opted_out_there_and_one_is_told() -> None:
    first, second = account(), account()
    # the same number, written in two ways
    points = [mine(first.person), mine(second.person, value="+1 202-555-0144")]
    waits = planned(second, at=AT, contact_point=points[1])
    taken = take("stop")
    assert set(taken.person_ids) == {first.person_id, second.person_id}
    assert set(OptOut.objects.values_list("contact_point_id", flat=True)) == {
        one.pk for one in points
    }
    assert states([waits]) == ["refused"]
    assert PlannedContact.objects.filter(purpose="confirm_opt_out").count() == 1
    # nobody knows which of them wrote
    assert set(Contact.objects.values_list("party", flat=True)) == {"unknown"}


def test_a_plain_wrong_number_closes_it_for_everyone() -> None:
    owed = account()
    here = mine(owed.person)
    waits = planned(owed, at=AT, contact_point=here)
    assert take("wrong number").action == "closed"
    here.refresh_from_db()
    assert here.state == "closed"
    assert states([waits]) == ["refused"]
    assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["I lost my job", "START", "HELP I lost it", "he moved away", "stop calling me", "好的"],
)
def test_what_is_not_plain_waits_for_a_person(text: str) -> None:
    owed = account()
    waits = planned(owed, at=AT, contact_point=mine(owed.person))
    taken = take(text)
    kept = InboundMessage.objects.get()
    assert (taken.action, kept.needs_person, kept.text) == ("none", True, text)
    assert states([waits]) == ["planned"]
    assert not OptOut.objects.exists()


def test_an_unknown_sender_is_kept_and_nothing_is_invented() -> None:
    taken = take("STOP", sender="+12025550177")
    kept = InboundMessage.objects.get()
    assert (taken.action, taken.person_ids, kept.needs_person) == ("none", (), True)
    assert not OptOut.objects.exists()
    assert not Contact.objects.exists()


def test_the_same_reference_is_taken_once() -> None:
    mine(account().person)
    first = take("STOP", ref="m-1")
    again = take("STOP", ref="m-1")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.message_id == first.message_id
    assert InboundMessage.objects.count() == Contact.objects.count() == 1


def test_without_a_reference_the_same_words_soon_after_are_the_same_message() -> None:
    first = take("hello", ref="")
    soon = take("hello", ref="", at=AT + timedelta(minutes=9))
    later = take("hello", ref="", at=AT + timedelta(minutes=11))
    assert (soon.is_new, later.is_new) == (False, True)
    assert soon.message_id == first.message_id


def test_the_account_last_written_about_is_named() -> None:
    owner = person()
    here = mine(owner)
    account(owner)
    second = account(owner)
    planned(second, at=AT, contact_point=here, state="sent", state_at=AT)
    take("who is this")
    assert InboundMatch.objects.get().account == second
    assert Account.objects.count() == 2


def test_a_flood_is_shown_as_one_and_ends_being_kept_but_a_stop_still_acts() -> None:
    here = mine(account().person)
    for number in range(KEPT_MAX + 5):
        take(f"message {number}")
    assert InboundMessage.objects.count() == KEPT_MAX
    assert InboundMessage.objects.filter(is_flood=False).count() == SHOWN_MAX
    assert AuditEntry.objects.filter(action="inbound.flood").count() == 1
    assert take("STOP").action == "opted_out"
    assert OptOut.objects.get().contact_point == here
    assert take("hello", at=AT + timedelta(hours=1)).message_id is not None


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("", ""),
        ("\0\0", "\0"),
        ("not a number", "STOP"),
        ("+86\u202e138", "\ud800"),
        ("9" * 5000, "x" * 50_000),
        ("'; DROP TABLE", "STOP\0"),
        ("Bank\r\nTo: all", "hello"),
    ],
)
def test_what_is_no_number_and_no_text_is_contained(sender: str, text: str) -> None:
    take(text, sender=sender)
    kept = InboundMessage.objects.get()
    assert len(kept.text) <= TEXT_MAX
    assert kept.sender.isprintable()
    assert len(kept.sender) <= 320


def test_a_reply_by_mail_is_matched_without_its_name_and_case() -> None:
    owed = account()
    here = mine(owed.person, kind="email", value="lin@mail.example")
    text = "Unsubscribe\n\nOn Thu Larkfield wrote:\n> You owe"
    taken = take(text, channel="email", sender="LIN Xiaoyu <Lin@Mail.example>")
    assert (taken.intent, taken.action) == ("stop", "opted_out")
    assert OptOut.objects.get().contact_point == here


@pytest.mark.django_db(transaction=True)
def test_many_stops_at_once_make_one_opt_out_and_one_confirmation() -> None:
    mine(account().person)

    def work(number: int) -> str:
        try:
            return take("STOP", ref=f"at once {number}").action
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        found = set(pool.map(work, range(12)))
    assert found == {"opted_out"}
    assert OptOut.objects.count() == 1
    assert PlannedContact.objects.filter(purpose="confirm_opt_out").count() == 1


def test_a_plain_help_is_answered_at_once_without_a_word_of_the_debt() -> None:
    owed = account()
    here = mine(owed.person)
    taken = take("帮助")
    assert (taken.action, InboundMessage.objects.get().needs_person) == ("answered", False)
    answer = PlannedContact.objects.get()
    assert taken.confirmation_id == answer.pk
    assert (answer.purpose, answer.template) == ("reply", "reply_help")
    assert (answer.contact_point, answer.window_from) == (here, AT)
    assert not load_templates()["reply_help"].discloses_debt


def test_help_is_answered_once_an_hour_and_person() -> None:
    owner = account().person
    mine(owner)
    mine(owner, value="+12025550199")
    assert take("HELP").action == "answered"
    soon = take("info", sender="+12025550199", at=AT + timedelta(minutes=59))
    # it still waits for somebody: nothing was sent
    assert soon.action == "none"
    assert InboundMessage.objects.get(pk=soon.message_id).needs_person
    assert take("HELP", at=AT + timedelta(minutes=61)).action == "answered"
    assert PlannedContact.objects.count() == 2


def test_an_answer_that_failed_told_nobody_and_is_given_again() -> None:
    mine(account().person)
    take("HELP")
    PlannedContact.objects.update(state="failed")
    assert take("HELP", at=AT + timedelta(minutes=5)).action == "answered"


@pytest.mark.parametrize("text", ["HELP", "Help!", "ＨＥＬＰ", "info", "求助", "Hello. Help"])
def test_help_in_any_writing_is_help(text: str) -> None:
    mine(account().person)
    assert take(text).intent == "help"


def test_of_several_who_have_the_number_one_is_answered() -> None:
    for _ in range(2):
        mine(account().person)
    assert take("HELP").action == "answered"
    assert PlannedContact.objects.count() == 1


def test_a_start_takes_back_a_stop_and_nothing_else() -> None:
    owed = account()
    here = mine(owed.person)
    OptOut.objects.create(person=owed.person, channel="email", at=AT - timedelta(days=9))
    take("STOP", at=AT - timedelta(days=2))
    taken = take("恢复")
    assert (taken.action, InboundMessage.objects.get(pk=taken.message_id).needs_person) == (
        "consented",
        False,
    )
    given = Consent.objects.get()
    assert (given.kind, given.channel, given.contact_point, given.at) == (
        "contact",
        "sms",
        here,
        AT,
    )
    standing = {
        channel: opt_out_standing(
            person_id=owed.person_id, channel=channel, contact_point_id=by_point
        )
        for channel, by_point in (("sms", here.pk), ("email", None))
    }
    assert standing["sms"] is None
    assert standing["email"] is not None


def test_a_start_from_a_number_that_two_have_waits_for_a_person() -> None:
    for _ in range(2):
        mine(account().person)
    take("STOP", at=AT - timedelta(days=2))
    taken = take("START")
    assert (taken.action, InboundMessage.objects.get(pk=taken.message_id).needs_person) == (
        "none",
        True,
    )
    assert not Consent.objects.exists()


def test_a_start_with_something_else_in_it_waits_for_a_person() -> None:
    mine(account().person)
    take("STOP", at=AT - timedelta(days=2))
    assert take("START. I dispute this debt").action == "none"
    assert not Consent.objects.exists()
