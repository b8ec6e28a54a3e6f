"""The rail of the message pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.services.outbox import MESSAGE_CHANNELS
from forbear.store.selectors.messages import dead_letters
from forbear.web.shared import formats
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


def rail_of(request: HttpRequest, *, current: str) -> list[RailItem]:
    """Return the rail: the log, the channels, the dead letters, the desk and the law."""
    many = dead_letters(channels=MESSAGE_CHANNELS).count()
    views = (
        ("log", _("Message log"), "sms", reverse("messages:log"), ""),
        ("channels", _("Channels"), "refer", reverse("messages:channels"), ""),
        ("dead", _("Dead letters"), "warning", reverse("messages:dead"), formats.number(many)),
    )
    items = [
        RailItem(name, icon, url, key == current, text) for key, name, icon, url, text in views
    ]
    if request.user.has_perm(SEE_CASES):
        desk = reverse("desk:today")
        items.append(RailItem(_("Desk"), "contacts", desk, is_current=False, starts_group=True))
    law = reverse("law:list")
    items.append(RailItem(_("Law"), "decisions", law, is_current=False, starts_group=True))
    return items
