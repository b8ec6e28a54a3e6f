"""The rail of the pages of words."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.wording import versions_waiting
from forbear.web.money.rail import RailItem
from forbear.web.shared.permissions import SEE_CASES


def rail_of(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the rail: all templates, those that wait for a word, the desk, and the law."""
    waiting = sum(versions_waiting().values())
    start = reverse("wording:list")
    items = [
        RailItem(_("Templates"), "letter", start, is_current=current == "all"),
        RailItem(
            _("Wait for approval"),
            "clock",
            f"{start}?view=waiting",
            is_current=current == "waiting",
            count_text=str(waiting or ""),
        ),
    ]
    if request.user.has_perm(SEE_CASES):
        desk = reverse("desk:today")
        items.append(RailItem(_("Desk"), "contacts", desk, is_current=False, starts_group=True))
    law = reverse("law:list")
    items.append(RailItem(_("Law"), "decisions", law, is_current=False, starts_group=True))
    return items
