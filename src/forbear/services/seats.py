"""Seats: who is signed in where. A sign-in is one row; ending the row ends the session."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Seat

_SEEN_EVERY = timedelta(minutes=1)
AGENT_MAX = 200


@transaction.atomic
def seat_begin(*, user: User, agent: str, at: datetime) -> Seat:
    """Write down that someone signed in."""
    seat = Seat.objects.create(user=user, begun_at=at, seen_at=at, agent=_printed(agent))
    _audit(seat, "seat.begun", at=at, actor=user.get_username())
    return seat


def seat_open(*, seat_id: int, user_id: int, at: datetime) -> Seat | None:
    """Return a seat that has not ended, and note that it was seen; ``None`` if it has ended."""
    seat = Seat.objects.filter(pk=seat_id, user_id=user_id, ended_at=None).first()
    if seat is not None and at - seat.seen_at >= _SEEN_EVERY:
        Seat.objects.filter(pk=seat.pk, seen_at__lt=at).update(seen_at=at)
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
def seats_end(*, user: User, at: datetime, actor: str) -> int:
    """End every session of a user; return how many there were."""
    ids = list(Seat.objects.filter(user=user, ended_at=None).values_list("pk", flat=True))
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
