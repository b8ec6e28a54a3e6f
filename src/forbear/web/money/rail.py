"""The rail of the money pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.web.shared.permissions import MATCH_MONEY, SEE_CASES, SEE_MONEY


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place to go to."""

    name: str
    icon: str
    url: str
    is_current: bool
    count_text: str = ""
    starts_group: bool = False


def rail_of(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the rail: the views of money that are open to the user, the desk, and the law."""
    items = []
    if request.user.has_perm(MATCH_MONEY):
        queue = reverse("money:payments")
        items.append(RailItem(_("Payments"), "money", queue, is_current=current == "payments"))
    if request.user.has_perm(SEE_MONEY):
        views = (
            ("day", _("End of day"), "clock", reverse("money:day")),
            ("reconciliation", _("Reconciliation"), "permitted", reverse("money:reconciliation")),
        )
        items += [RailItem(name, icon, url, key == current) for key, name, icon, url in views]
    if request.user.has_perm(SEE_CASES):
        desk = reverse("desk:today")
        items.append(RailItem(_("Desk"), "contacts", desk, is_current=False, starts_group=True))
    law = reverse("law:list")
    items.append(RailItem(_("Law"), "decisions", law, is_current=False, starts_group=True))
    return items
