"""What a call told of a number or a person."""

from __future__ import annotations

from datetime import datetime

from forbear.packs.search import load_search_rules
from forbear.services.lost.closing import points_close
from forbear.services.lost.deaths import person_died
from forbear.store.models import Contact, Permit

_DEAD = "not_in_service"


def call_told(permit: Permit, outcome: str, told: str, *, at: datetime, actor: str) -> None:
    """Act on what was learnt in a call; inside the transaction that logs it.

    A number out of service is closed once it was so as many times in a row as the rules of search
    say: one that is switched off for a day is not lost.
    """
    point = permit.contact_point
    if told == "deceased":
        person_died(person_id=permit.person_id, door="call", at=at, actor=actor)
    elif told:
        points_close([point], why=told, door="call", at=at, actor=actor)
    elif outcome == _DEAD and _is_dead(point.pk):
        points_close([point], why=_DEAD, door="call", at=at, actor=actor)


def _is_dead(contact_point_id: int) -> bool:
    times = load_search_rules().dead_after
    latest = Contact.objects.filter(contact_point_id=contact_point_id).order_by("-at", "-pk")
    outcomes = list(latest.values_list("outcome", flat=True)[:times])
    return outcomes == [_DEAD] * times
