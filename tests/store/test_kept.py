"""What is kept of an account at all, beside the same asked of each table by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.store.models import (
    Account,
    OptOut,
    PointCheck,
    PointClosing,
    Promise,
    Representative,
    SearchTask,
)
from forbear.store.selectors.kept import KINDS, kept_of
from tests.store.make import account, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def full() -> Account:
    owed = account()
    who, spot = owed.person, point(owed.person)
    Promise.objects.create(account=owed, amount_minor=1, pay_on=date(2026, 4, 1), made_at=AT)
    OptOut.objects.create(person=who, channel="sms", at=AT)
    Representative.objects.create(person=who, kind="attorney", name="Ada", at=AT)
    closing = PointClosing.objects.create(
        person=who,
        contact_point=spot,
        value=spot.value,
        raw_value=spot.value,
        why="wrong_person",
        door="desk",
        at=AT,
        actor="chen",
    )
    PointCheck.objects.create(contact_point=spot, closing=closing, at=AT)
    return owed


def test_nothing_is_kept_of_a_new_account() -> None:
    assert kept_of(account()) == frozenset()


def test_it_is_what_each_table_says() -> None:
    owed = full()
    assert kept_of(owed) == {Promise, OptOut, Representative, PointClosing, PointCheck}


def test_what_is_kept_of_others_is_not_told() -> None:
    full()
    owed = account()
    assert kept_of(owed) == frozenset()
    # what is a cardholder's is told of each account of theirs; what is an account's is not
    beside = account(full().person)
    assert kept_of(beside) == {OptOut, Representative, PointClosing, PointCheck}


def test_each_kind_is_asked_for_once() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert SearchTask in KINDS
