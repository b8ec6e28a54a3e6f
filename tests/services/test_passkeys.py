"""Passkeys: made by a device, asked for, refused when anything of it is not as it must be."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from forbear.services.passkeys import (
    MOST,
    Made,
    Question,
    passkey_add,
    passkey_asked,
    passkey_asked_new,
    passkey_end,
    passkey_prove,
    passkeys_of,
)
from forbear.services.refusals import Refusal
from forbear.services.two_step import TRIES, device_begin, device_confirm, two_step_end
from forbear.store.models import AuditEntry, Passkey, Seat
from tests.services.authenticator import Device, b64, plain
from tests.services.codes import code_at
from tests.services.test_two_step import AT, KEEPER, enrolled, seated

pytestmark = pytest.mark.django_db
HOST, ORIGIN = "desk.example:8443", "https://desk.example:8443"


def asked_new(user: User, at: datetime = AT) -> Question:
    return passkey_asked_new(user=user, host=HOST, house="Bank", at=at)


def add(
    user: User,
    device: Device,
    *,
    name: str = "laptop",
    question: Question | None = None,
    answer: str | None = None,
    at: datetime = AT,
    host: str = HOST,
) -> str:
    question = question or asked_new(user)
    made = Made(name, device.made(question.options) if answer is None else answer, question.kept)
    done = passkey_add(user=user, seat=seated(user), host=host, made=made, at=at)
    return done.code if isinstance(done, Refusal) else "kept"


def asked(user: User, at: datetime = AT) -> Question:
    found = passkey_asked(user=user, host=HOST, at=at)
    assert found is not None
    return found


def prove(
    seat: Seat,
    device: Device,
    *,
    question: Question | None = None,
    answer: str | None = None,
    at: datetime = AT,
    host: str = HOST,
) -> str:
    question = question or asked(seat.user)
    answer = device.signed(question.options) if answer is None else answer
    done = passkey_prove(seat=seat, host=host, kept=question.kept, answer=answer, at=at)
    return done.code if isinstance(done, Refusal) else "proved"


@pytest.fixture
def user() -> User:
    return enrolled()[0]


@pytest.fixture
def device(user: User) -> Device:
    made = Device(ORIGIN)
    assert add(user, made) == "kept"
    return made


@pytest.mark.parametrize("counts", [True, False])
def test_it_is_made_asked_for_and_proves_a_session(user: User, *, counts: bool) -> None:
    device = Device(ORIGIN, counts=counts)
    assert passkey_asked(user=user, host=HOST, at=AT) is None
    assert add(user, device) == "kept"
    for _ in range(2):
        seat = seated(user)
        assert seat.proved_at is None
        assert prove(seat, device) == "proved"
        seat.refresh_from_db()
        assert seat.proved_at == AT
    row = Passkey.objects.get()
    assert (row.sign_count, row.used_at, row.name) == (2 * counts, AT, "laptop")
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"passkey.added", "seat.proved"} <= actions
    # neither their name nor their number is given to the device as who they are
    asked_of = json.loads(asked_new(user).options)["publicKey"]
    assert plain(asked_of["user"]["id"]) not in {str(user.pk).encode(), b"chen"}
    assert [one["id"] for one in asked_of["excludeCredentials"]] == [b64(device.number)]


def test_it_stands_beside_an_app_under_a_name_and_once(user: User) -> None:
    bare = User.objects.create_user("bare")
    assert add(bare, Device(ORIGIN)) == "DEVICE_UNKNOWN"
    device = Device(ORIGIN)
    for name in ("", "  ", "x" * 61, "a\u202eb", "a\0b"):
        assert add(user, device, name=name) == "PASSKEY_NAME"
    assert add(user, device) == "kept"
    assert add(user, device) == "PASSKEY_KNOWN"
    for number in range(1, MOST):
        assert add(user, Device(ORIGIN, number=bytes([number]) * 8)) == "kept"
    assert add(user, Device(ORIGIN, number=b"one more")) == "PASSKEY_MANY"


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "1", "null", "x" * 30_000, "[" * 5_000, '{"id": 1}', '{"rawId": ""}']
)
def test_rubbish_is_no_answer(user: User, device: Device, answer: str) -> None:
    assert add(user, Device(ORIGIN, number=b"other"), answer=answer) == "PASSKEY_WRONG"
    assert prove(seated(user), device, answer=answer) == "PASSKEY_WRONG"
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize(
    "origin",
    [
        "https://desk.example",
        "https://desk.example.evil.example:8443",
        "https://evil.example:8443",
        "http://desk.example:8443",
        "null",
        "",
    ],
)
def test_what_was_made_or_signed_elsewhere_is_refused(
    user: User, device: Device, origin: str
) -> None:
    assert add(user, Device(origin, number=b"other")) == "PASSKEY_WRONG"
    device.origin = origin
    assert prove(seated(user), device) == "PASSKEY_WRONG"


def test_another_question_another_key_and_a_late_answer_are_refused(
    user: User, device: Device
) -> None:
    first, second = asked(user), asked(user)
    seat = seated(user)
    answer = device.signed(first.options)
    assert prove(seat, device, question=second, answer=answer) == "PASSKEY_WRONG"
    assert prove(seat, Device(ORIGIN), question=first) == "PASSKEY_WRONG"
    late = AT + timedelta(minutes=11)
    assert prove(seat, device, question=first, at=late) == "PASSKEY_WRONG"
    assert add(user, Device(ORIGIN, number=b"x"), at=late) == "PASSKEY_WRONG"
    nothing = Question(first.options, {})
    assert prove(seat, device, question=nothing) == "PASSKEY_WRONG"
    seat.refresh_from_db()
    assert seat.proved_at is None


def test_a_count_that_goes_back_tells_of_a_copy(user: User, device: Device) -> None:
    assert prove(seated(user), device) == "proved"
    device.count -= 1
    seat = seated(user)
    assert prove(seat, device) == "PASSKEY_COPIED"
    seat.refresh_from_db()
    assert seat.proved_at is None
    assert AuditEntry.objects.filter(action="passkey.copied").exists()


def test_tries_are_counted_with_those_of_codes(user: User, device: Device) -> None:
    seat = seated(user)
    # one was the code by which the app was confirmed
    for _ in range(TRIES - 1):
        assert prove(seat, device, answer="{}") == "PASSKEY_WRONG"
    assert prove(seat, device) == "SEAT_ENDED"


def test_another_host_another_user_and_one_that_ended_do_not_count(
    user: User, device: Device
) -> None:
    assert passkey_asked(user=user, host="other.example", at=AT) is None
    other = enrolled("lee")[0]
    question = asked(user)
    assert prove(seated(other), device, question=question) == "PASSKEY_WRONG"
    [row] = passkeys_of(user)
    assert passkey_end(passkey_id=row.pk, user=other, at=AT) == Refusal(
        "PASSKEY_UNKNOWN", "There is no such passkey of yours."
    )
    assert isinstance(passkey_end(passkey_id=row.pk, user=user, at=AT), Passkey)
    assert prove(seated(user), device, question=question) == "PASSKEY_WRONG"
    assert passkey_asked(user=user, host=HOST, at=AT) is None


def test_a_reset_ends_them(user: User, device: Device) -> None:
    question = asked(user)
    assert two_step_end(user=user, at=AT, actor="it") == 1
    assert passkeys_of(user) == []
    assert AuditEntry.objects.get(action="passkey.ended").actor == "it"
    assert prove(seated(user), device, question=question) == "PASSKEY_WRONG"


def test_another_app_ends_all_but_those_that_are_kept(user: User, device: Device) -> None:
    lost = Device(ORIGIN, number=b"the number of a phone")
    assert add(user, lost, name="phone") == "kept"
    laptop, phone = passkeys_of(user)
    other = enrolled("lee")[0]
    assert add(other, Device(ORIGIN, number=b"another"), name="theirs") == "kept"
    [theirs] = passkeys_of(other)
    here, elsewhere, now = seated(user), seated(user), AT + timedelta(minutes=2)
    begun = device_begin(user=user, house="Bank", keeper=KEEPER, at=now)
    given = {"user": user, "seat": here, "keeper": KEEPER, "at": now}
    kept = (laptop.pk, theirs.pk, 999_999)
    wrong = device_confirm(**given, code="12", passkeys_kept=kept)  # type: ignore[arg-type]
    assert isinstance(wrong, Refusal)
    assert passkeys_of(user) == [laptop, phone], "a wrong code ends nothing"
    code = code_at(begun.secret, now)
    done = device_confirm(**given, code=code, passkeys_kept=kept)  # type: ignore[arg-type]
    assert isinstance(done, list), done
    assert passkeys_of(user) == [laptop]
    assert passkeys_of(other) == [theirs]
    assert prove(here, device) == "proved"
    assert prove(here, lost) == "PASSKEY_WRONG"
    assert Seat.objects.get(pk=elsewhere.pk).ended_at == now
    entry = AuditEntry.objects.get(action="passkey.ended")
    assert (entry.actor, entry.data["name"]) == (user.get_username(), "phone")
