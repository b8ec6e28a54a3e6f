"""Seats: who is signed in where. A sign-in is one row; ending the row ends the session."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.throttle import Limit, throttle_take
from forbear.store.models import Seat
from forbear.store.prepared import Prepared, Slot

_SEEN_EVERY = timedelta(minutes=1)
AGENT_MAX = 200
ADDRESS_MAX = 45
TRIES = 5
_TRIES_IN = timedelta(minutes=15)

_OPEN = Prepared(lambda: Seat.objects.filter(pk=Slot("seat"), user_id=Slot("user"), ended_at=None))


@transaction.atomic
def seat_begin(*, user: User, agent: str, at: datetime, address: str = "") -> Seat:
    """Write down that someone signed in, with which browser, and from which IP address."""
    seat = Seat.objects.create(
        user=user,
        begun_at=at,
        seen_at=at,
        agent=_printed(agent),
        address=_printed(address)[:ADDRESS_MAX],
    )
    _audit(seat, "seat.begun", at=at, actor=user.get_username())
    return seat


def seat_find(*, seat_id: int, user_id: int, idle: timedelta | None, at: datetime) -> Seat | None:
    """Return a seat that has not ended, and note that it was seen; ``None`` if it has ended.

    One that was not seen for ``idle`` is locked now: see ``locked_at``. ``None``: never.
    """
    seat = _OPEN.first(seat=seat_id, user=user_id)
    if seat is None or seat.locked_at is not None:
        return seat
    if idle is not None and at - seat.seen_at > idle:
        return seat_lock(seat=seat, at=at)
    if at - seat.seen_at >= _SEEN_EVERY:
        Seat.objects.filter(pk=seat.pk, seen_at__lt=at).update(seen_at=at)
    return seat


@transaction.atomic
def seat_lock(*, seat: Seat, at: datetime) -> Seat:
    """Cover a session: nothing is answered until the password is given."""
    if Seat.objects.filter(pk=seat.pk, locked_at=None, ended_at=None).update(locked_at=at):
        _audit(seat, "seat.locked", at=at, actor=seat.user.get_username())
    seat.refresh_from_db()
    return seat


@transaction.atomic
def seat_unlock(*, seat: Seat, password: str, at: datetime) -> Seat | Refusal:
    """Open a covered session with the password of its user.

    Refusals: ``PASSWORD_WRONG``; ``SEAT_ENDED`` where it has ended, as it does with the fifth wrong
    password within a quarter of an hour.
    """
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    name = seat.user.get_username()
    if seat.ended_at is not None:
        return Refusal("SEAT_ENDED", "This session has ended. Sign in again.")
    if not (seat.user.is_active and seat.user.check_password(password)):
        # the last of so many wrong ones ends it
        limit = Limit(f"unlock {seat.pk}", TRIES - 1, _TRIES_IN)
        if throttle_take(limit, address="", at=at):
            return Refusal("PASSWORD_WRONG", "That is not the password.")
        seat_end(seat_id=seat.pk, at=at, actor=name)
        return Refusal("SEAT_ENDED", "Too many wrong passwords. Sign in again.")
    if seat.locked_at is not None:
        seat.locked_at, seat.seen_at = None, at
        seat.save(update_fields=["locked_at", "seen_at"])
        _audit(seat, "seat.opened", at=at, actor=name)
    return seat


@transaction.atomic
def seat_end(*, seat_id: int, at: datetime, actor: str) -> Seat | Refusal:
    """End a session; one that has ended stays as it is. Refusal: ``SEAT_UNKNOWN``."""
    seat = Seat.objects.select_for_update().filter(pk=seat_id).first()
    if seat is None:
        return Refusal("SEAT_UNKNOWN", f"There is no session {seat_id}.")
    if seat.ended_at is None:
        seat.ended_at, seat.ended_by = at, actor
        seat.save(update_fields=["ended_at", "ended_by"])
        _audit(seat, "seat.ended", at=at, actor=actor)
    return seat


@transaction.atomic
def seats_end(*, user: User, at: datetime, actor: str, but: int | None = None) -> int:
    """End every session of a user, or every one but ``but``; return how many there were."""
    found = Seat.objects.filter(user=user, ended_at=None)
    if but is not None:
        found = found.exclude(pk=but)
    ids = list(found.values_list("pk", flat=True))
    for seat_id in ids:
        seat_end(seat_id=seat_id, at=at, actor=actor)
    return len(ids)


def _printed(text: str) -> str:
    """Return what can be shown on one line."""
    return "".join(sign for sign in text if sign.isprintable())[:AGENT_MAX]


def _audit(seat: Seat, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="seat",
        subject_id=seat.pk,
        data={"user": seat.user.get_username()},
    )
