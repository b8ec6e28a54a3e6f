"""The rail of the inbound messages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.selectors.inbound import inbound_list
from forbear.web.shared.rail import RailItem


def rail_of() -> list[RailItem]:
    """Return the rail: the replies, with how many wait."""
    return [
        RailItem(
            _("Replies"),
            "chat",
            reverse("inbound:queue"),
            is_current=True,
            count_text=str(inbound_list("waiting").count()),
        )
    ]
