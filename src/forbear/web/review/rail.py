"""The rail of the pages of reviewers."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.speech import VIEWS, texts_of
from forbear.web.shared.rail import RailItem, other_places


def rail_of(request: HttpRequest, *, current: str, per_thousand: int) -> list[RailItem]:
    """Return the rail: what waits, the sample, what was read, and other places."""
    names = {"waiting": _("Findings"), "sample": _("Sample"), "read": _("Judged")}
    icons = {"waiting": "warning", "sample": "search", "read": "permitted"}
    start = reverse("review:queue")
    items = [
        RailItem(
            names[view],
            icons[view],
            f"{start}?view={view}",
            is_current=view == current,
            count_text=str(texts_of(view, per_thousand=per_thousand).count()),
        )
        for view in VIEWS
    ]
    return [*items, *other_places(request)]
