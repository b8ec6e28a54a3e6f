"""The rail of the money pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.web.shared.permissions import MATCH_MONEY, SEE_MONEY
from forbear.web.shared.rail import RailItem


def rail_of(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the rail: the views of money that are open to the user."""
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
    return items
