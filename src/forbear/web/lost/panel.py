"""What the case page says of contact points that are wrong, and of the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forbear.store.models import Account, ContactPoint, PointCheck, PointClosing, SearchTask
from forbear.store.selectors.kept import Kept
from forbear.web.lost.words import TELLABLE, WHY_CLOSED
from forbear.web.shared import formats, words

SHOWN = 5


@dataclass(frozen=True, slots=True)
class LostPanel:
    """What is open, what was closed of late, what is to be checked, and the search if one is."""

    task: SearchTask | None
    points: list[tuple[int, str]]
    whys: list[tuple[str, object]]
    closed: list[tuple[PointClosing, str, object]]
    checks: list[tuple[PointCheck, str]]


def panel_of(account: Account, points: Iterable[ContactPoint], *, kept: Kept) -> LostPanel:
    """Return the panel of an account's cardholder, whose open contact points are ``points``.

    ``kept`` says of what there is any row.
    """
    person_id = account.person_id
    closings = (
        PointClosing.objects.filter(person_id=person_id, contact_point__state="closed")
        .select_related("contact_point")
        .order_by("-at", "-pk")[:SHOWN]
    )
    checks = PointCheck.objects.filter(
        contact_point__person_id=person_id, state="open"
    ).select_related("contact_point")
    tasks = SearchTask.objects.filter(person_id=person_id, state="open")
    closed = list(closings) if PointClosing in kept else []
    doubtful = list(checks.order_by("pk")) if PointCheck in kept else []
    return LostPanel(
        task=tasks.first() if SearchTask in kept else None,
        points=[(point.pk, point_name(point)) for point in points if point.kind != "none"],
        whys=[(why, WHY_CLOSED[why]) for why in TELLABLE],
        closed=[(each, point_name(each.contact_point), WHY_CLOSED[each.why]) for each in closed],
        checks=[(each, point_name(each.contact_point)) for each in doubtful],
    )


def point_name(point: ContactPoint) -> str:
    """Name a contact point, masked: its kind, whose it is if not theirs, and its last signs."""
    kind = str(words.POINT[point.kind])
    masked = formats.masked(point.value, point.kind)
    if point.party == "cardholder":
        return f"{kind} {masked}"
    return f"{words.PARTY[point.party]}: {kind} {masked}"
