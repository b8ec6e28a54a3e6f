"""The rail of the inbound messages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.inbound import inbound_list
from forbear.web.shared.rail import RailItem, other_places


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
    return [*items, *other_places(request)]
