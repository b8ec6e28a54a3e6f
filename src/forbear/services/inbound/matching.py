"""Whose address a message came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from forbear.core.speech.numbers import number_even, number_spellings
from forbear.store.models import Account, ContactPoint, PlannedContact


@dataclass(frozen=True, slots=True)
class Match:
    """A person who has the address, there, and the account that was last written about."""

    point: ContactPoint
    account_id: int | None


def address_even(channel: str, address: str) -> str:
    """Return ``address`` in the form in which one sender is known, however it was written."""
    if channel == "email":
        return (parseaddr(address)[1] or address).strip().lower()
    return number_even(address) or address.strip()


def address_points(channel: str, address: str) -> list[ContactPoint]:
    """Return every contact point with that address, closed ones too, in the order of their age."""
    if channel == "email":
        bare = parseaddr(address)[1] or address.strip()
        forms: Sequence[str] = tuple({address.strip(), bare, bare.lower()})
    else:
        forms = number_spellings(address.strip())
    found = ContactPoint.objects.filter(value__in=[form for form in forms if form])
    return list(found.select_related("person").order_by("pk"))


def matches(channel: str, points: Sequence[ContactPoint]) -> list[Match]:
    """Return a match for each person who has one of ``points``: that written to last."""
    found: dict[int, Match] = {}
    for point in points:
        last = (
            PlannedContact.objects.filter(contact_point=point, channel=channel)
            .exclude(state="planned")
            .order_by("-state_at", "-pk")
            .values_list("account_id", flat=True)
            .first()
        )
        before = found.get(point.person_id)
        if before is None or (before.account_id is None and last is not None):
            found[point.person_id] = Match(point, last)
    return [_with_account(match) for match in found.values()]


def _with_account(match: Match) -> Match:
    if match.account_id is not None:
        return match
    owned = list(
        Account.objects.filter(person_id=match.point.person_id).values_list("pk", flat=True)[:2]
    )
    return Match(match.point, owned[0]) if len(owned) == 1 else match
