"""Who may agree to what: dated limits by role, and what of an offer lies above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

BASIS_POINTS = 10_000
# a limit of one person is written of "@" and their name
PERSON = "@"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a role may agree to, of one kind of offer, from a day on.

    ``share_bp`` of what is owed may be waived (hundredths of a percent), ``amount_minor`` at most,
    for ``months`` at most. None does not bound. ``is_withdrawn``: from that day on not at all.
    ``currency`` binds the amount to one; empty: whatever the currency. ``role`` of ``@name`` is of
    one person, and counts in place of those of their roles; withdrawn, theirs count again.
    """

    role: str
    kind: str
    since: date
    share_bp: int | None = None
    amount_minor: int | None = None
    months: int | None = None
    currency: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would agree to: minor units, months; ``objections`` that stand whoever asks."""

    kind: str
    currency: str
    owed_minor: int
    waived_minor: int = 0
    months: int = 0
    objections: tuple[str, ...] = ()


def limits_on(limits: Iterable[Limit], on: date) -> list[Limit]:
    """Return the limits in force on a day: of each role, kind and currency the latest written.

    Of two since the same day the one that comes later in ``limits`` counts.
    """
    found: dict[tuple[str, str, str], Limit] = {}
    for limit in limits:
        key = (limit.role, limit.kind, limit.currency)
        if limit.since <= on and (key not in found or found[key].since <= limit.since):
            found[key] = limit
    return [limit for limit in found.values() if not limit.is_withdrawn]


def above_authority(limits: Sequence[Limit], roles: Iterable[str], wish: Wish) -> tuple[str, ...]:
    """Return why the roles may not agree to a wish by themselves, as codes; none if they may.

    One role has to cover all of it; a person's own limit stands in place of their roles'.
    ``NO_AUTHORITY``, ``ABOVE_SHARE``, ``ABOVE_AMOUNT``,
    ``ABOVE_MONTHS``: those of the role that comes nearest.
    """
    held = set(roles)
    bearing = [
        limit
        for limit in limits
        if limit.role in held and limit.kind == wish.kind and limit.currency in {"", wish.currency}
    ]
    own = [limit for limit in bearing if limit.role.startswith(PERSON)]
    mine = [_above(limit, wish) for limit in own or bearing]
    return min(mine, key=len, default=("NO_AUTHORITY",))


def _above(limit: Limit, wish: Wish) -> tuple[str, ...]:
    found = []
    if (
        limit.share_bp is not None
        and wish.waived_minor * BASIS_POINTS > limit.share_bp * wish.owed_minor
    ):
        found.append("ABOVE_SHARE")
    if limit.amount_minor is not None and wish.waived_minor > limit.amount_minor:
        found.append("ABOVE_AMOUNT")
    if limit.months is not None and wish.months > limit.months:
        found.append("ABOVE_MONTHS")
    return tuple(found)
