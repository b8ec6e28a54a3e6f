"""The places of the whole platform, as every rail ends with them: those open to the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forbear.web.shared.permissions import (
    APPROVE_OFFERS,
    CONNECT,
    LEAD_TEAM,
    MATCH_MONEY,
    OWN_COACHING,
    PROVE_GUARANTEES,
    REVIEW_TEXTS,
    SEE_AUDIT,
    SEE_AUTHORITY,
    SEE_CASES,
    SEE_CONDUCT,
    SEE_DISPUTES,
    SEE_LAW,
    SEE_MESSAGES,
    SEE_MONEY,
    SEE_PEOPLE,
    SEE_WORDING,
)
from forbear.web.shared.rail import RailItem


@dataclass(frozen=True, slots=True)
class _Place:
    """A place: its name, picture, address, and who may go there; with no permission everyone."""

    name: Promise | str
    icon: str
    door: str
    permission: str = ""


_GROUPS: tuple[tuple[_Place, ...], ...] = (
    (
        _Place(_("Desk"), "contacts", "desk:today", SEE_CASES),
        _Place(_("Replies"), "chat", "inbound:queue", SEE_CASES),
        _Place(_("Call-backs"), "call", "desk:call-backs", SEE_CASES),
        _Place(_("Lost contact"), "search", "lost:list", SEE_CASES),
        _Place(_("Guarantors"), "contacts", "guarantors:list", PROVE_GUARANTEES),
        _Place(_("Disputes"), "decisions", "cases:disputes", SEE_DISPUTES),
        _Place(_("Complaints"), "warning", "cases:complaints", SEE_DISPUTES),
    ),
    (
        _Place(_("Team"), "contacts", "lead:board", LEAD_TEAM),
        _Place(_("Coaching"), "chat", "lead:own", OWN_COACHING),
        _Place(_("Approvals"), "permitted", "agreements:approvals", APPROVE_OFFERS),
        _Place(_("Authority"), "decisions", "agreements:authority", SEE_AUTHORITY),
        _Place(_("Conduct"), "decisions", "conduct:scores", SEE_CONDUCT),
        _Place(_("Review"), "warning", "review:queue", REVIEW_TEXTS),
    ),
    (
        _Place(_("Payments"), "money", "money:payments", MATCH_MONEY),
        _Place(_("Money"), "money", "money:day", SEE_MONEY),
        _Place(_("Messages"), "sms", "messages:log", SEE_MESSAGES),
        _Place(_("Words"), "letter", "wording:list", SEE_WORDING),
        _Place(_("Law"), "decisions", "law:list", SEE_LAW),
    ),
    (
        _Place(_("Audit trail"), "all", "audit:trail", SEE_AUDIT),
        _Place(_("Other systems"), "refer", "webhooks:list", CONNECT),
        _Place(_("People"), "contacts", "people:list", SEE_PEOPLE),
        _Place(_("Your sign-in"), "keys", "people:me"),
    ),
)


def places_beside(places: Sequence[RailItem], own: Sequence[RailItem]) -> list[RailItem]:
    """Return the places that a page's own rail does not name already; groups keep their line."""
    named = {item.url for item in own} | {item.name for item in own}
    items: list[RailItem] = []
    starts = False
    for item in places:
        starts = starts or item.starts_group
        if item.url in named or item.name in named:
            continue
        items.append(replace(item, starts_group=starts))
        starts = False
    return items


def places_of(request: HttpRequest) -> list[RailItem]:
    """Return the places that are open to the user; each group begins with a line."""
    if not request.user.is_authenticated:
        return []
    items: list[RailItem] = []
    for group in _GROUPS:
        is_first = True
        for place in group:
            if place.permission and not request.user.has_perm(place.permission):
                continue
            url = reverse(place.door)
            items.append(
                RailItem(str(place.name), place.icon, url, request.path == url, "", is_first)
            )
            is_first = False
    return items
