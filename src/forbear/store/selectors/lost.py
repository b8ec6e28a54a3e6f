"""What a case's own data holds of where its cardholder may be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.store.models import Account, ContactPoint, InboundMessage

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnData:
    """Accounts, earlier points with the reason they were closed, and senders of messages."""

    accounts: tuple[str, ...]
    closed: tuple[tuple[ContactPoint, str], ...]
    postal: tuple[ContactPoint, ...]
    senders: tuple[tuple[str, str, datetime], ...]


def own_data(person_id: int) -> OwnData:
    """Look through what we hold ourselves: the first steps of a search."""
    points = ContactPoint.objects.filter(person_id=person_id, party="cardholder").order_by("pk")
    closed = points.filter(state="closed").prefetch_related("closings")[:SHOWN]
    known = set(points.values_list("value", flat=True))
    inbound = (
        InboundMessage.objects.filter(matches__person_id=person_id)
        .order_by("-at")
        .values_list("channel", "sender", "at")
        .distinct()[:SHOWN]
    )
    accounts = Account.objects.filter(person_id=person_id).order_by("pk")
    return OwnData(
        accounts=tuple(accounts.values_list("reference", flat=True)[:SHOWN]),
        closed=tuple(
            (point, max(point.closings.all(), key=lambda each: each.pk).why)
            if point.closings.all()
            else (point, "other")
            for point in closed
        ),
        postal=tuple(points.filter(kind="postal")[:SHOWN]),
        senders=tuple(each for each in inbound if each[1] not in known),
    )
