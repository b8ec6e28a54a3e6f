"""Who may sign in, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max, Prefetch

from forbear.store.models import Seat


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user, the roles, the last sign-in and the sessions that are open."""

    user: User
    roles: Sequence[str]
    last_at: datetime | None
    seats: Sequence[Seat]


def user_list(*, username: str | None = None) -> list[UserRow]:
    """List the users by name; those who may still sign in come first."""
    found = User.objects.order_by("-is_active", "username").prefetch_related(
        "groups",
        Prefetch("seats", Seat.objects.filter(ended_at=None).order_by("-seen_at"), "seats_open"),
    )
    if username is not None:
        found = found.filter(username=username)
    rows = found.annotate(last_at=Max("seats__begun_at"))
    return [
        UserRow(
            row,
            sorted(group.name for group in row.groups.all()),
            row.last_at,
            list(getattr(row, "seats_open", ())),
        )
        for row in rows
    ]
