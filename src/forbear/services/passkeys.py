"""Passkeys (WebAuthn): made, asked for and ended; what counts is the seat that one proves.

They stand beside the app that makes codes and its recovery codes, never in their place: whoever
loses the one has the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from forbear.services.refusals import Refusal
from forbear.services.two_step import device_of, passkey_noted, seat_proved, try_count
from forbear.store.models import Passkey, Seat

NAME_MAX = 60
MOST = 10
_ANSWER_MAX = 20_000
_OPEN_FOR = timedelta(minutes=10)
_WRONG = Refusal("PASSKEY_WRONG", "The passkey was not taken. Try again, or give a code.")


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, as JSON; and what the session keeps of it until it answers."""

    options: str
    kept: dict[str, str]


def passkeys_of(user: User, *, host: str = "") -> list[Passkey]:
    """List a user's passkeys; of ``host`` alone if one is named."""
    found = Passkey.objects.filter(user=user, ended_at=None).order_by("pk")
    return list(found.filter(host=_name_of(host)) if host else found)


def passkey_asked_new(*, user: User, host: str, house: str, at: datetime) -> Question:
    """Return the question by which a device makes a passkey for ``host`` (with its port)."""
    name = user.get_username()
    # not their number: whoever finds the device learns nothing of the house's books
    handle = salted_hmac("forbear.passkeys", str(user.pk), algorithm="sha256").digest()
    options, state = _server(host, house).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name),
        [_credential(one) for one in passkeys_of(user, host=host)],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _question(options, state, at)


@dataclass(frozen=True, slots=True)
class Made:
    """What comes back from a browser whose device made a passkey: its name, and the answer."""

    name: str
    answer: str
    kept: Mapping[str, str]


@transaction.atomic
def passkey_add(
    *, user: User, seat: Seat, host: str, made: Made, at: datetime
) -> Passkey | Refusal:
    """Keep the passkey that a device made in answer to a question.

    Refusals: ``DEVICE_UNKNOWN`` without an app that makes codes, ``PASSKEY_NAME``,
    ``PASSKEY_MANY``, ``PASSKEY_WRONG``, ``PASSKEY_KNOWN``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    name = " ".join(made.name.split())
    if refusal := _unfit(user, name):
        return refusal
    told = _registered(made, host, at)
    if told is None or told.credential_data is None:
        return _WRONG
    known = websafe_encode(told.credential_data.credential_id)
    if Passkey.objects.filter(credential_id=known).exists():
        return Refusal("PASSKEY_KNOWN", "That passkey is known already.")
    row = Passkey.objects.create(
        user=user,
        name=name,
        credential_id=known,
        data=websafe_encode(told.credential_data),
        host=_name_of(host),
        sign_count=told.counter,
        made_at=at,
    )
    passkey_noted(row, "passkey.added", at=at, actor=user.get_username())
    seat_proved(seat, "passkey", at)
    return row


def _unfit(user: User, name: str) -> Refusal | None:
    if device_of(user) is None:
        return Refusal("DEVICE_UNKNOWN", "Set up the app first; a passkey stands beside it.")
    if not (0 < len(name) <= NAME_MAX and name.isprintable()):
        return Refusal("PASSKEY_NAME", "Give it a name by which you know the device again.")
    if len(passkeys_of(user)) >= MOST:
        return Refusal("PASSKEY_MANY", f"There are {MOST} already. End one first.")
    return None


def _registered(made: Made, host: str, at: datetime) -> AuthenticatorData | None:
    given = _read(made.answer)
    if given is None or not _is_open(made.kept, at):
        return None
    try:
        told = RegistrationResponse.from_dict(given)
        return _server(host, "").register_complete(_state(made.kept), told)
    except (ValueError, KeyError, TypeError):
        return None


def passkey_asked(*, user: User, host: str, at: datetime) -> Question | None:
    """Return the question by which a passkey of the user is asked for; none where there is none."""
    known = passkeys_of(user, host=host)
    if not known:
        return None
    options, state = _server(host, "").authenticate_begin(
        [_credential(one) for one in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _question(options, state, at)


@transaction.atomic
def passkey_prove(
    *, seat: Seat, host: str, kept: Mapping[str, str], answer: str, at: datetime
) -> Seat | Refusal:
    """Take the second step of a session by a passkey.

    Refusals: ``PASSKEY_WRONG``; ``PASSKEY_COPIED`` for one whose count went back: somebody has a
    copy; ``SEAT_ENDED``, as after too many codes.
    """
    user = User.objects.select_for_update().get(pk=seat.user_id)
    if refusal := try_count(user, seat, at):
        return refusal
    given = _read(answer)
    if given is None or not _is_open(kept, at):
        return _WRONG
    known = {one.credential_id: one for one in passkeys_of(user, host=host)}
    try:
        told = AuthenticationResponse.from_dict(given)
        found = _server(host, "").authenticate_complete(
            _state(kept), [_credential(one) for one in known.values()], told
        )
        count = told.response.authenticator_data.counter
    except (ValueError, KeyError, TypeError):
        return _WRONG
    row = known[websafe_encode(found.credential_id)]
    if (count or row.sign_count) and count <= row.sign_count:
        passkey_noted(row, "passkey.copied", at=at, actor=user.get_username())
        return Refusal("PASSKEY_COPIED", "This passkey may have been copied. End it; give a code.")
    row.sign_count, row.used_at = count, at
    row.save(update_fields=["sign_count", "used_at"])
    return seat_proved(seat, "passkey", at)


@transaction.atomic
def passkey_end(*, passkey_id: int, user: User, at: datetime) -> Passkey | Refusal:
    """End one of a user's own passkeys. ``PASSKEY_UNKNOWN``."""
    row = (
        Passkey.objects.select_for_update().filter(pk=passkey_id, user=user, ended_at=None).first()
    )
    if row is None:
        return Refusal("PASSKEY_UNKNOWN", "There is no such passkey of yours.")
    row.ended_at, row.ended_by = at, user.get_username()[:150]
    row.save(update_fields=["ended_at", "ended_by"])
    passkey_noted(row, "passkey.ended", at=at, actor=user.get_username())
    return row


def _server(host: str, house: str) -> Fido2Server:
    """Return who asks: ``host`` with its port, as browsers name the place they are at."""
    place = PublicKeyCredentialRpEntity(id=_name_of(host), name=house or _name_of(host))

    def is_ours(origin: str) -> bool:
        parts = urlsplit(origin)
        is_safe = parts.scheme == "https" or parts.hostname == "localhost"
        return is_safe and parts.netloc.lower() == host.lower()

    return Fido2Server(place, verify_origin=is_ours)


def _name_of(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.data))


def _question(options: object, state: Mapping[str, Any], at: datetime) -> Question:
    words: Any = options
    kept = {
        "challenge": str(state["challenge"]),
        "verification": str(state["user_verification"] or ""),
        "at": at.isoformat(),
    }
    return Question(json.dumps(dict(words)), kept)


def _state(kept: Mapping[str, str]) -> dict[str, str]:
    return {"challenge": kept["challenge"], "user_verification": kept["verification"]}


def _is_open(kept: Mapping[str, str], at: datetime) -> bool:
    if not {"challenge", "verification", "at"} <= set(kept):
        return False
    asked_at = datetime.fromisoformat(kept["at"])
    return asked_at <= at <= asked_at + _OPEN_FOR


def _read(answer: str) -> dict[str, Any] | None:
    """Return what a browser answered; ``None`` for what is no answer at all."""
    if len(answer) > _ANSWER_MAX:
        return None
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
