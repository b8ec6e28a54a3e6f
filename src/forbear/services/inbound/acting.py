"""Acting on what someone wrote: stopping, starting again, closing an address, answering once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from forbear.core.calendar.zones import local_date
from forbear.services.audit import audit_write
from forbear.services.lost.closing import points_close
from forbear.services.preferences import opt_out_record, opt_out_standing
from forbear.store.models import Account, Consent, ContactPoint, PlannedContact

CONFIRMATION = "opt_out_confirmation"
HELP = "reply_help"
# An answer waits for lawful hours where it must; after a day it helps nobody.
_HELP_WITHIN = timedelta(days=1)
_HELP_AGAIN = timedelta(hours=1)
_TOLD_NOBODY = ("failed", "refused", "lapsed")
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
    return answer_plan(
        point,
        account_id,
        channel=channel,
        purpose="confirm_opt_out",
        template=CONFIRMATION,
        at=at,
        within=_CONFIRM_WITHIN,
    )


def help_answer(
    point: ContactPoint, account_id: int | None, *, channel: str, at: datetime
) -> PlannedContact | None:
    """Plan the answer to a plain HELP: who we are, how to reach us, how to stop; no word of a debt.

    None where one was planned within the hour, or nothing can be sent to the address.
    """
    if channel not in _CONFIRMED_BY or point.state != "open":
        return None
    told = PlannedContact.objects.filter(
        person_id=point.person_id, template=HELP, window_from__gt=at - _HELP_AGAIN
    )
    if told.exclude(state__in=_TOLD_NOBODY).exists():
        return None
    return answer_plan(
        point,
        account_id,
        channel=channel,
        purpose="reply",
        template=HELP,
        at=at,
        within=_HELP_WITHIN,
    )


def start_again(points: Sequence[ContactPoint], *, channel: str, at: datetime, actor: str) -> bool:
    """Take a plain START as consent again, where it takes back a plain STOP; say whether it was.

    It lifts the wish of this channel at this address and no other: a request to stop all contact
    stands. Where several persons have the address nobody knows who wrote, and a person reads it.
    """
    if len(points) != 1 or points[0].state != "open":
        return False
    [point] = points
    wish = opt_out_standing(person_id=point.person_id, channel=channel, contact_point_id=point.pk)
    if wish is None or wish.at >= at:
        return False
    Consent.objects.create(
        person_id=point.person_id, channel=channel, contact_point=point, kind="contact", at=at
    )
    audit_write(
        at=at,
        actor=actor,
        action="consent.recorded",
        subject="person",
        subject_id=point.person_id,
        data={"channel": channel, "contact_point": point.pk, "lifts": wish.pk},
    )
    return True


def answer_plan(
    point: ContactPoint,
    account_id: int | None,
    *,
    channel: str,
    purpose: str,
    template: str,
    at: datetime,
    within: timedelta,
) -> PlannedContact | None:
    """Plan an answer to what somebody wrote; None where there is no account to ask the gate by."""
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
        purpose=purpose,
        template=template,
        window_from=at,
        window_to=at + within,
        state_at=at,
    )
