"""What the pages of a team lead have in common: the rail, the house's day, names of people."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.services.refusals import Refusal
from forbear.web.shared.rail import RailItem
from forbear.web.shared.refusals import refusal_said

# the largest key of the database, and one more than any list is long
ID_MAX = 2**63 - 1


def rail_of(*, current: str) -> list[RailItem]:
    """Return the places of a lead."""
    places = (
        ("board", _("Now"), "clock"),
        ("cases", _("Cases"), "all"),
        ("shifts", _("Shifts"), "promises"),
        ("listen", _("Listen"), "voicemail"),
    )
    return [
        RailItem(name, icon, reverse(f"lead:{key}"), is_current=key == current)
        for key, name, icon in places
    ]


def midnight(on: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a local day."""
    return datetime.combine(on, time.min, tzinfo=zone)


def name_of(user: User) -> str:
    """Return how a colleague is called."""
    return user.get_full_name() or user.get_username()


def said(refusal: Refusal) -> str:
    """Say a refusal in the language of the page."""
    return refusal_said(refusal)
