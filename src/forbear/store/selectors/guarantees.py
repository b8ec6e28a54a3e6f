"""Whose guarantee of an account stands at a moment, and who is reached at a contact point then.

One definition for every question: in SQL for the portfolio, in the ORM for whoever asks of one
account. A guarantee counts from the moment at which a second person had seen its document, to the
end of its last day where that day ends first on earth: what is doubtful binds nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from forbear.store.models import Account, ContactPoint, Guarantee

# the first place on earth to begin a day is so far ahead of UTC
_EARLIEST = timedelta(hours=14)

# of `store_guarantee g` at the moment `{at}`
GUARANTEE_STANDS = """(g.state = 'accepted' AND g.answered_at <= ({at})
    AND g.signed_on <= (({at}) AT TIME ZONE 'UTC')::date
    AND g.ends_on >= (({at} + interval '14 hours') AT TIME ZONE 'UTC')::date)"""
# the contact points `store_contactpoint p` of whoever signed
GUARANTEED_POINT = """(p.person_id = g.person_id AND p.party = 'guarantor'
    AND lower(p.party_name) = lower(g.name))"""


def standing(at: datetime) -> Q:
    """Match the guarantees that count at a moment."""
    at = at.astimezone(UTC)
    return Q(
        state="accepted",
        answered_at__lte=at,
        signed_on__lte=at.date(),
        ends_on__gte=(at + _EARLIEST).date(),
    )


def guarantee_at(point: ContactPoint, *, account_id: int, at: datetime) -> Guarantee | None:
    """Return the guarantee of an account under which somebody may be told at a contact point."""
    if point.party != "guarantor" or not point.party_name:
        return None
    return (
        Guarantee.objects.filter(
            standing(at),
            account_id=account_id,
            person_id=point.person_id,
            name__iexact=point.party_name,
        )
        .order_by("pk")
        .first()
    )


def party_at(point: ContactPoint, *, account_id: int, at: datetime) -> str:
    """Return who is reached at a contact point about an account, as the gate sees it."""
    if point.party != "guarantor" or guarantee_at(point, account_id=account_id, at=at):
        return point.party
    return "other_contact"


def guarantee_list(account: Account) -> QuerySet[Guarantee]:
    """Return who was ever said to stand guarantor for an account, the latest first."""
    return Guarantee.objects.filter(account=account).order_by("-pk")


def points_of(guarantee: Guarantee) -> QuerySet[ContactPoint]:
    """Return the contact points of whoever signed."""
    return ContactPoint.objects.filter(
        person_id=guarantee.person_id, party="guarantor", party_name__iexact=guarantee.name
    ).order_by("pk")
