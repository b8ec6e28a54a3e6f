"""The rail of the inbound messages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.inbound import inbound_list
from forbear.web.shared.permissions import SEE_CASES


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place to go to."""

    name: str
    icon: str
    url: str
    is_current: bool
    count_text: str = ""
    starts_group: bool = False


def rail_of(request: HttpRequest) -> list[RailItem]:
    """Return the rail: the replies, with how many wait, and the desk."""
    items = [
        RailItem(
            _("Replies"),
            "chat",
            reverse("inbound:queue"),
            is_current=True,
            count_text=str(inbound_list("waiting").count()),
        )
    ]
    if request.user.has_perm(SEE_CASES):
        today = reverse("desk:today")
        items.append(RailItem(_("Desk"), "contacts", today, is_current=False, starts_group=True))
    law = reverse("law:list")
    items.append(RailItem(_("Law"), "decisions", law, is_current=False, starts_group=True))
    return items
