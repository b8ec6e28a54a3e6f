"""Who may sign in, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max, Prefetch

from forbear.store.models import Approval, Seat, SignInDevice


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user, the roles, the last sign-in and the sessions that are open."""

    user: User
    roles: Sequence[str]
    last_at: datetime | None
    seats: Sequence[Seat]
    device: SignInDevice | None
    # what somebody of IT asked for and nobody has answered
    reset: Approval | None


def user_list(*, username: str | None = None) -> list[UserRow]:
    """List the users by name; those who may still sign in come first."""
    found = User.objects.order_by("-is_active", "username").prefetch_related(
        "groups",
        Prefetch("seats", Seat.objects.filter(ended_at=None).order_by("-seen_at"), "seats_open"),
    )
    if username is not None:
        found = found.filter(username=username)
    devices = {
        device.user_id: device
        for device in SignInDevice.objects.filter(ended_at=None, confirmed_at__isnull=False)
    }
    resets = {
        asked.subject_id: asked
        for asked in Approval.objects.filter(kind="two_step_reset", answer__isnull=True)
    }
    rows = found.annotate(last_at=Max("seats__begun_at"))
    return [
        UserRow(
            row,
            sorted(group.name for group in row.groups.all()),
            row.last_at,
            list(getattr(row, "seats_open", ())),
            devices.get(row.pk),
            resets.get(row.pk),
        )
        for row in rows
    ]
