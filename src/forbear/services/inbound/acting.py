"""Acting on what someone wrote: stopping, closing an address, confirming once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forbear.services.audit import audit_write
from forbear.store.models import Account, ContactPoint, OptOut, PlannedContact

CONFIRMATION = "opt_out_confirmation"
_CONFIRM_WITHIN = timedelta(minutes=5)  # 47 CFR 64.1200(a)(12); elsewhere no later either
_WAITING = ("planned", "queued")
# A wish that comes by these channels is about them; each stands for itself.
_CONFIRMED_BY = ("sms", "email")


def opt_out(points: Sequence[ContactPoint], *, channel: str, at: datetime, actor: str) -> bool:
    """Record that nobody is to be written to at ``points`` by ``channel``; say whether it is new.

    Waiting messages are stopped in the same transaction, the person's who wrote and of all others
    who have the address.
    """
    known = set(
        OptOut.objects.filter(channel=channel, contact_point__in=points).values_list(
            "contact_point_id", flat=True
        )
    )
    for point in points:
        if point.pk in known:
            continue
        wish = OptOut.objects.create(
            person_id=point.person_id, channel=channel, contact_point=point, at=at
        )
        audit_write(
            at=at,
            actor=actor,
            action="opt_out.recorded",
            subject="opt_out",
            subject_id=wish.pk,
            data={"channel": channel, "contact_point": point.pk, "source": "inbound"},
        )
    stop_waiting(points, channel=channel, note="OPTED_OUT Asked to stop.", at=at)
    return len(known) < len(points)


def close_points(points: Sequence[ContactPoint], *, at: datetime, actor: str) -> int:
    """Close ``points``: whoever answers there is not the person. Return how many were open."""
    still_open = [point for point in points if point.state == "open"]
    for point in still_open:
        point.state = "closed"
        point.save(update_fields=["state"])
        audit_write(
            at=at,
            actor=actor,
            action="contact_point.closed",
            subject="contact_point",
            subject_id=point.pk,
            data={"why": "wrong_person"},
        )
    stop_waiting(points, channel=None, note="WRONG_PERSON Reached someone else.", at=at)
    return len(still_open)


def stop_waiting(
    points: Sequence[ContactPoint], *, channel: str | None, note: str, at: datetime
) -> int:
    """Refuse every message to ``points`` that has not been handed over; return how many."""
    waiting = PlannedContact.objects.filter(contact_point__in=points, state__in=_WAITING)
    if channel is not None:
        waiting = waiting.filter(channel=channel)
    return waiting.exclude(purpose="confirm_opt_out").update(
        state="refused", state_at=at, note=note
    )


def confirm(
    point: ContactPoint, account_id: int | None, *, channel: str, at: datetime
) -> PlannedContact | None:
    """Plan the one confirmation of a wish to stop; the gate says whether it may leave.

    None where there is no account, by which the gate could be asked.
    """
    if channel not in _CONFIRMED_BY or point.state != "open":
        return None
    about = account_id or (
        Account.objects.filter(person_id=point.person_id)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    if about is None:
        return None
    zone = (point.person.time_zones or "UTC").split(",")[0]
    return PlannedContact.objects.create(
        person_id=point.person_id,
        account_id=about,
        contact_point=point,
        on=at.astimezone(ZoneInfo(zone)).date(),
        channel=channel,
        purpose="confirm_opt_out",
        template=CONFIRMATION,
        window_from=at,
        window_to=at + _CONFIRM_WITHIN,
        state_at=at,
    )
