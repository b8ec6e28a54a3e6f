"""Rows for tests, with the least that each needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from forbear.store.models import (
    Account,
    ContactPoint,
    Permit,
    Person,
    PlannedContact,
    SenderIdentity,
)

_numbers = count(1)


def person(**given: object) -> Person:
    number = next(_numbers)
    return Person.objects.create(
        **{
            "reference": f"P{number}",
            "name": f"Cardholder {number}",
            "time_zones": "America/New_York",
            **given,
        }
    )


def account(owner: Person | None = None, **given: object) -> Account:
    return Account.objects.create(
        **{
            "reference": f"A{next(_numbers)}",
            "person": owner or person(),
            "nation": "US",
            "region": "US-NY",
            "currency": "USD",
            "balance_minor": 540_000,
            "overdue_minor": 120_000,
            **given,
        }
    )


def point(owner: Person, **given: object) -> ContactPoint:
    return ContactPoint.objects.create(
        **{
            "reference": f"C{next(_numbers)}",
            "person": owner,
            "kind": "mobile",
            "value": "+12025550123",
            "is_verified": True,
            **given,
        }
    )


def permit(owed: Account, *, at: datetime, **given: object) -> Permit:
    return Permit.objects.create(
        **{
            "person": owed.person,
            "account": owed,
            "contact_point": point(owed.person),
            "channel": "call",
            "purpose": "collect",
            "issued_at": at,
            "expires_at": at + timedelta(minutes=10),
            **given,
        }
    )


def planned(owed: Account, *, at: datetime, **given: object) -> PlannedContact:
    """A contact planned for the hours around ``at``."""
    return PlannedContact.objects.create(
        **{
            "person": owed.person,
            "account": owed,
            "contact_point": point(owed.person),
            "on": at.date(),
            "channel": "sms",
            "purpose": "collect",
            "template": "reminder",
            "window_from": at - timedelta(hours=1),
            "window_to": at + timedelta(hours=1),
            **given,
        }
    )


def sender(nation: str = "US", **given: object) -> SenderIdentity:
    """A sender that is registered for text messages to a nation since long."""
    return SenderIdentity.objects.create(
        **{
            "channel": "sms",
            "nation": nation,
            "value": "Larkfield",
            "registration": "R-1",
            "from_on": date(2020, 1, 1),
            "actor": "a",
            **given,
        }
    )
