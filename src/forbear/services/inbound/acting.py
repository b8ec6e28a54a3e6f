"""Acting on what someone wrote: stopping, closing an address, confirming once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from forbear.core.calendar.zones import local_date
from forbear.services.lost.closing import points_close
from forbear.services.preferences import opt_out_record, opt_out_standing
from forbear.store.models import Account, ContactPoint, PlannedContact

CONFIRMATION = "opt_out_confirmation"
_CONFIRM_WITHIN = timedelta(minutes=5)  # 47 CFR 64.1200(a)(12); elsewhere no later either
# A wish that comes by these channels is about them; each stands for itself.
_CONFIRMED_BY = ("sms", "email")


def opt_out(points: Sequence[ContactPoint], *, channel: str, at: datetime, actor: str) -> bool:
    """Record that nobody is to be written to at ``points`` by ``channel``; say whether it is new.

    Waiting messages are stopped in the same transaction: those of the person who wrote, and of all
    others who have the address.
    """
    is_new = False
    # in one order for all, so that two who opt out the same persons wait in no ring
    for point in sorted(points, key=lambda one: (one.person_id, one.pk)):
        standing = opt_out_standing(
            person_id=point.person_id, channel=channel, contact_point_id=point.pk
        )
        is_new = is_new or standing is None
        opt_out_record(
            person_id=point.person_id,
            channel=channel,
            contact_point_id=point.pk,
            at=at,
            actor=actor,
            source=f"inbound_{channel}",
        )
    return is_new


def close_points(points: Sequence[ContactPoint], *, at: datetime, actor: str) -> int:
    """Close ``points``: whoever answers there is not the person. Return how many were open."""
    return len(points_close(points, why="wrong_person", door="inbound", at=at, actor=actor))


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
    return PlannedContact.objects.create(
        person_id=point.person_id,
        account_id=about,
        contact_point=point,
        on=local_date(at, point.person.time_zones),
        channel=channel,
        purpose="confirm_opt_out",
        template=CONFIRMATION,
        window_from=at,
        window_to=at + _CONFIRM_WITHIN,
        state_at=at,
    )
