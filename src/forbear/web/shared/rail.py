"""The rail at a page's side: the places to go to, with how many wait there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.web.shared.permissions import SEE_CASES


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place to go to; without a count where counting says nothing."""

    name: str
    icon: str
    url: str
    is_current: bool = False
    count_text: str = ""
    starts_group: bool = False


def other_places(request: HttpRequest) -> list[RailItem]:
    """Return what every rail ends with: the desk, for those who may see cases, and the law."""
    law = RailItem(_("Law"), "decisions", reverse("law:list"), starts_group=True)
    return [*desk_place(request), law]


def desk_place(request: HttpRequest) -> list[RailItem]:
    """Return the way to the desk, if the user may see cases."""
    if not request.user.has_perm(SEE_CASES):
        return []
    desk = reverse("desk:today")
    return [RailItem(_("Desk"), "contacts", desk, starts_group=True)]
