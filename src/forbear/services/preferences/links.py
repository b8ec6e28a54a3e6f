"""The link in a message to the page of wishes: signed, for one recipient, good for a while.

It names the message, and by that the person, the address and the channel; nobody can make one or
turn one into another. It carries no cookie and no sign-in: whoever has the message has the link,
so the page behind it tells nothing about a debt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

from forbear.store.models import PlannedContact

LIFE = timedelta(days=180)
_SALT = "forbear.preferences.link"
_VALUE = re.compile(r"([0-9]{1,18})-([0-9]{1,6})")
_TOKEN_MAX = 120


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was opened. One that is old can still stop messages, and nothing else."""

    planned: PlannedContact
    is_old: bool


def link_token(planned_id: int, *, at: datetime) -> str:
    """Return the token for the link in a message that is written at ``at``."""
    return _signer().sign(f"{planned_id}-{_day(at)}")


def link_open(token: str, *, at: datetime) -> Link | None:
    """Return what a link names; ``None`` if it is not one of ours, or was cut or changed."""
    if len(token) > _TOKEN_MAX:
        return None
    try:
        value = _VALUE.fullmatch(_signer().unsign(token))
    except BadSignature:
        return None
    if value is None:
        return None
    planned = (
        PlannedContact.objects.select_related("person__preference", "contact_point", "account")
        .filter(pk=int(value[1]))
        .first()
    )
    if planned is None:
        return None
    return Link(planned, is_old=_day(at) - int(value[2]) > LIFE.days)


def _day(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp()) // 86_400


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
