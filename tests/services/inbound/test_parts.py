from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.services.inbound import InboundTaken, Part, inbound_part_take, inbound_parts_flush
from forbear.services.inbound.parts import GAP, WAIT
from forbear.store.models import InboundMessage, InboundPart, OptOut
from tests.services.inbound.test_taking import AT, NUMBER, mine
from tests.store.make import account

pytestmark = pytest.mark.django_db


def take(data: bytes, number: int, *, total: int = 3, coding: int = 0) -> InboundTaken | None:
    part = Part("smpp", NUMBER, "12345", data, coding, group=7, total=total, number=number)
    return inbound_part_take(part, channel="sms", at=AT)


def test_the_parts_are_joined_in_their_order_and_each_counts_once() -> None:
    assert take(b"three", 3) is None
    assert take(b"one ", 1) is None
    assert take(b"one ", 1) is None
    taken = take(b"two ", 2)
    assert taken is not None
    assert InboundMessage.objects.get().text == "one two three"
    assert not InboundPart.objects.exists()


def test_a_sign_that_is_cut_between_two_parts_is_whole_again() -> None:
    octets = "退订😀".encode("utf-16-be")
    take(octets[:6], 1, total=2, coding=8)
    take(octets[6:], 2, total=2, coding=8)
    assert InboundMessage.objects.get().text == "退订😀"


def test_a_wish_in_parts_is_acted_on_when_it_is_whole() -> None:
    mine(account().person)
    take(b"please stop ", 1, total=2)
    assert not OptOut.objects.exists()
    take(b"texting me", 2, total=2)
    assert OptOut.objects.count() == 1


def test_what_has_come_is_taken_when_the_rest_does_not() -> None:
    take(b"my lawyer ", 1)
    take(b"is Jane", 3)
    assert inbound_parts_flush(at=AT + WAIT - timedelta(seconds=1)) == 0
    assert inbound_parts_flush(at=AT + WAIT) == 1
    kept = InboundMessage.objects.get()
    assert (kept.text, kept.intent) == (f"my lawyer {GAP}is Jane", "represented")
    assert not InboundPart.objects.exists()


def test_a_flood_of_parts_is_let_go() -> None:
    for group in range(120):
        part = Part("smpp", NUMBER, "1", b"x", 0, group=group, total=2, number=1)
        inbound_part_take(part, channel="sms", at=AT)
    assert InboundPart.objects.count() == 100
