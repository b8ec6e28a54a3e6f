"""The second step of a sign-in: a code of an app (TOTP, RFC 6238), or a recovery code.

What counts is the seat: it is proved by a code, and proved again before the gravest acts.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.services.seats import seat_end, seats_end
from forbear.services.throttle import Limit, throttle_take
from forbear.store.models import Passkey, RecoveryCode, Seat, SignInDevice
from forbear.store.prepared import Prepared, Slot

STEP = 30  # seconds, of RFC 6238
DIGITS = 6
KEY_OCTETS = 20  # RFC 4226, section 4: at least 128 bits, better 160
RECOVERY_CODES = 10
_RECOVERY_OCTETS = 10  # 80 random bits need no slow hash
_PIECE = 4
# a clock that is one stretch early or late is usual
_DRIFT = (0, -1, 1)
TRIES = 6
_TRIES_IN = timedelta(minutes=15)
_BEGUN_FOR = timedelta(hours=1)

_DEVICE = Prepared(
    lambda: SignInDevice.objects.filter(
        user_id=Slot("user"), ended_at=None, confirmed_at__isnull=False
    ).order_by("pk")[:1]
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A device that is not confirmed yet: the secret in base 32, and the address that holds it."""

    device: SignInDevice
    secret: str
    uri: str


def device_of(user: User) -> SignInDevice | None:
    """Return the device that makes a user's codes, if there is one."""
    return _DEVICE.first(user=user.pk)


@transaction.atomic
def device_begin(*, user: User, house: str, keeper: Keeper, at: datetime) -> Enrolment:
    """Begin with a device, or go on with one begun within the hour: the page may be loaded anew."""
    User.objects.select_for_update().get(pk=user.pk)
    begun = SignInDevice.objects.filter(
        user=user, ended_at=None, confirmed_at=None, made_at__gt=at - _BEGUN_FOR
    ).last()
    if begun is None:
        key = base64.b32encode(secrets.token_bytes(KEY_OCTETS)).decode()
        begun = SignInDevice.objects.create(
            user=user, secret=keeper.keep(key, of=_of(user)), made_at=at
        )
    key = keeper.read(begun.secret, of=_of(user))
    made = TOTP(base64.b32decode(key), DIGITS, SHA1(), STEP)  # noqa: S303 - of the RFC
    return Enrolment(begun, key, made.get_provisioning_uri(user.get_username(), house))


@transaction.atomic
def device_confirm(
    *,
    user: User,
    seat: Seat,
    code: str,
    keeper: Keeper,
    at: datetime,
    passkeys_kept: Collection[int] = (),
) -> list[str] | Refusal:
    """Confirm the device that was begun by its first code; return the recovery codes.

    The device before it ends, and so do the user's other sessions and every passkey that is not
    among ``passkeys_kept``: whoever lost a phone has lost the passkey on it too. Refusals:
    ``DEVICE_UNKNOWN``, ``CODE_WRONG``, ``CODE_WAIT``, ``SEAT_ENDED``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    device = SignInDevice.objects.filter(
        user=user, ended_at=None, confirmed_at=None, made_at__gt=at - _BEGUN_FOR
    ).last()
    if device is None:
        return Refusal("DEVICE_UNKNOWN", "That took too long. Begin again.")
    refusal = try_count(user, seat, at)
    if refusal is not None:
        return refusal
    step = _step_of(device, code, keeper, at)
    if step is None:
        return Refusal("CODE_WRONG", "That is not the code of this moment.")
    _devices_end(user, at=at, actor=user.get_username(), but=device)
    device.confirmed_at, device.last_step = at, step
    device.save(update_fields=["confirmed_at", "last_step"])
    _audit(device, "two_step.begun", at=at, actor=user.get_username())
    passkeys_end(user=user, at=at, actor=user.get_username(), but=passkeys_kept)
    seats_end(user=user, at=at, actor=user.get_username(), but=seat.pk)
    seat_proved(seat, "app", at)
    return _codes_made(device, at)


@transaction.atomic
def code_prove(*, seat: Seat, code: str, keeper: Keeper, at: datetime) -> Seat | Refusal:
    """Take the second step of a session by a code of the app, or a recovery code.

    Refusals: ``CODE_WRONG``, ``CODE_USED`` for one that was taken before, ``DEVICE_UNKNOWN``;
    ``SEAT_ENDED``, as the session is with the sixth code within a quarter of an hour.
    """
    user = User.objects.select_for_update().get(pk=seat.user_id)
    device = (
        SignInDevice.objects.select_for_update()
        .filter(user=user, ended_at=None, confirmed_at__isnull=False)
        .first()
    )
    if device is None:
        return Refusal("DEVICE_UNKNOWN", "There is no device yet.")
    refusal = try_count(user, seat, at)
    if refusal is not None:
        return refusal
    return _judged(device, seat, code, keeper, at)


def _judged(
    device: SignInDevice, seat: Seat, code: str, keeper: Keeper, at: datetime
) -> Seat | Refusal:
    wrong = Refusal("CODE_WRONG", "That is not the code of this moment.")
    pressed = _plain(code)
    if pressed.isdigit() and len(pressed) == DIGITS:
        step = _step_of(device, pressed, keeper, at)
        if step is None:
            return wrong
        if step <= device.last_step:
            return Refusal("CODE_USED", "That code was used already. Wait for the next one.")
        device.last_step = step
        device.save(update_fields=["last_step"])
        return seat_proved(seat, "app", at)
    taken = RecoveryCode.objects.filter(device=device, sha256=_digest(pressed), used_at=None)
    return seat_proved(seat, "recovery", at) if taken.update(used_at=at) else wrong


@transaction.atomic
def recovery_renew(*, user: User, at: datetime) -> list[str] | Refusal:
    """Make ten new recovery codes; the old ones are void. ``DEVICE_UNKNOWN``."""
    device = (
        SignInDevice.objects.select_for_update()
        .filter(user=user, ended_at=None, confirmed_at__isnull=False)
        .first()
    )
    if device is None:
        return Refusal("DEVICE_UNKNOWN", "There is no device yet.")
    RecoveryCode.objects.filter(device=device, used_at=None).update(used_at=at)
    _audit(device, "two_step.codes_renewed", at=at, actor=user.get_username())
    return _codes_made(device, at)


def recovery_left(device: SignInDevice) -> int:
    """Return how many recovery codes are still good."""
    return device.codes.filter(used_at=None).count()


@transaction.atomic
def two_step_end(*, user: User, at: datetime, actor: str) -> int:
    """End a user's devices, passkeys and sessions: the next sign-in begins with a new device.

    Returns how many devices were confirmed.
    """
    ended = _devices_end(user, at=at, actor=actor)
    passkeys_end(user=user, at=at, actor=actor)
    seats_end(user=user, at=at, actor=actor)
    return ended


def passkeys_end(*, user: User, at: datetime, actor: str, but: Collection[int] = ()) -> int:
    """End a user's passkeys but those, each with its line in the audit trail; return how many."""
    open_now = Passkey.objects.select_for_update().filter(user=user, ended_at=None)
    ended = list(open_now.exclude(pk__in=but).order_by("pk"))
    for row in ended:
        row.ended_at, row.ended_by = at, actor[:150]
        row.save(update_fields=["ended_at", "ended_by"])
        passkey_noted(row, "passkey.ended", at=at, actor=actor)
    return len(ended)


def passkey_noted(row: Passkey, action: str, *, at: datetime, actor: str) -> None:
    """Write in the audit trail what became of a passkey."""
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="user",
        subject_id=row.user_id,
        data={"user": row.user.get_username(), "passkey": row.pk, "name": row.name},
    )


def try_count(user: User, seat: Seat, at: datetime) -> Refusal | None:
    """Count a try of this user, wherever; beyond the limit no code is looked at."""
    if seat.ended_at is not None:
        return Refusal("SEAT_ENDED", "This session has ended. Sign in again.")
    if throttle_take(Limit(f"two-step {user.pk}", TRIES, _TRIES_IN), address="", at=at):
        return None
    seat_end(seat_id=seat.pk, at=at, actor=user.get_username())
    return Refusal("SEAT_ENDED", "Too many codes. Sign in again in a quarter of an hour.")


def _step_of(device: SignInDevice, code: str, keeper: Keeper, at: datetime) -> int | None:
    """Return the stretch of time whose code this is; the last one, now, or the next."""
    pressed = _plain(code)
    if not (pressed.isascii() and pressed.isdigit() and len(pressed) == DIGITS):
        return None
    key = base64.b32decode(keeper.read(device.secret, of=_of(device.user)))
    made = HOTP(key, DIGITS, SHA1())  # noqa: S303 - of the RFC
    now = int(at.timestamp()) // STEP
    for drift in _DRIFT:
        try:
            made.verify(pressed.encode(), now + drift)
        except InvalidToken:
            continue
        return now + drift
    return None


def seat_proved(seat: Seat, how: str, at: datetime) -> Seat:
    """Note that a session was proved: by an ``app``, a ``recovery`` code or a ``passkey``."""
    seat.proved_at = at
    seat.save(update_fields=["proved_at"])
    audit_write(
        at=at,
        actor=seat.user.get_username(),
        action="seat.proved",
        subject="seat",
        subject_id=seat.pk,
        data={"user": seat.user.get_username(), "by": how},
    )
    return seat


def _codes_made(device: SignInDevice, at: datetime) -> list[str]:
    made = [
        base64.b32encode(secrets.token_bytes(_RECOVERY_OCTETS)).decode().lower()
        for _ in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(device=device, sha256=_digest(one), made_at=at) for one in made
    )
    return [
        "-".join(one[start : start + _PIECE] for start in range(0, len(one), _PIECE))
        for one in made
    ]


def _devices_end(user: User, *, at: datetime, actor: str, but: SignInDevice | None = None) -> int:
    found = SignInDevice.objects.filter(user=user, ended_at=None)
    many = 0
    for device in found.exclude(pk=but.pk) if but else found:
        device.ended_at, device.ended_by = at, actor[:150]
        device.save(update_fields=["ended_at", "ended_by"])
        RecoveryCode.objects.filter(device=device, used_at=None).update(used_at=at)
        if device.confirmed_at is not None:
            many += 1
            _audit(device, "two_step.ended", at=at, actor=actor)
    return many


def _plain(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())


def _digest(code: str) -> str:
    return sha256(code.encode(errors="replace")).hexdigest()


def _of(user: User) -> str:
    return f"two-step of user {user.pk}"


def _audit(device: SignInDevice, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="user",
        subject_id=device.user_id,
        data={"user": device.user.get_username(), "device": device.pk},
    )
