"""The rail of the pages of words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.wording import versions_waiting
from forbear.web.shared.rail import RailItem


def rail_of(*, current: str) -> list[RailItem]:
    """Return the rail: all templates, those that wait for a word."""
    waiting = sum(versions_waiting().values())
    start = reverse("wording:list")
    return [
        RailItem(_("Templates"), "letter", start, is_current=current == "all"),
        RailItem(
            _("Wait for approval"),
            "clock",
            f"{start}?view=waiting",
            is_current=current == "waiting",
            count_text=str(waiting or ""),
        ),
    ]
