"""The rail of the message pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.services.outbox import MESSAGE_CHANNELS
from forbear.store.selectors.messages import dead_letters
from forbear.web.shared import formats
from forbear.web.shared.rail import RailItem


def rail_of(*, current: str) -> list[RailItem]:
    """Return the rail: the log, the channels, the dead letters."""
    many = dead_letters(channels=MESSAGE_CHANNELS).count()
    views = (
        ("log", _("Message log"), "sms", reverse("messages:log"), ""),
        ("channels", _("Channels"), "refer", reverse("messages:channels"), ""),
        ("dead", _("Dead letters"), "warning", reverse("messages:dead"), formats.number(many)),
    )
    return [RailItem(name, icon, url, key == current, text) for key, name, icon, url, text in views]
