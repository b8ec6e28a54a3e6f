"""The channels: how each fares, and its switch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.outbox import MESSAGE_CHANNELS
from forbear.services.outbox.switches import channel_start, channel_stop
from forbear.store.selectors.messages import Health, channel_health
from forbear.web.messages.rail import rail_of
from forbear.web.shared.permissions import RUN_CHANNELS, SEE_MESSAGES
from forbear.web.shared.proof import is_fresh, step_up
from forbear.web.shared.told import outcome_told
from forbear.web.shared.words import CHANNEL
from forbear.wiring import clock


@dataclass(frozen=True, slots=True)
class Row:
    """A channel as the page shows it."""

    health: Health
    rests_until: datetime | None
    oldest: timedelta | None

    @property
    def minutes(self) -> int:
        """For how many minutes the oldest message has waited."""
        return 0 if self.oldest is None else max(int(self.oldest.total_seconds() // 60), 0)


@require_GET
@permission_required(SEE_MESSAGES, raise_exception=True)
def health(request: HttpRequest) -> HttpResponse:
    """Show how each channel fares, with the button that stops it."""
    at = clock.now()
    rows = [
        Row(each, each.rests_until(at), None if each.oldest_at is None else at - each.oldest_at)
        for each in channel_health(MESSAGE_CHANNELS, at=at)
    ]
    context = {"rows": rows, "rail": rail_of(current="channels")}
    return render(request, "messages/channels.html", context)


@require_POST
@permission_required(RUN_CHANNELS, raise_exception=True)
def switch(request: HttpRequest, channel: str) -> HttpResponse:
    """Stop a channel, with why; or start it again."""
    at, actor = clock.now(), request.user.get_username()
    if request.POST.get("to") == "start":
        if not is_fresh(request):
            return step_up(request)
        done = channel_start(channel=channel, at=at, actor=actor)
        said = _("%(channel)s: messages leave again.")
    else:
        why = request.POST.get("why", "").replace("\x00", "")
        done = channel_stop(channel=channel, why=why, at=at, actor=actor)
        said = _("%(channel)s is stopped. What waits keeps waiting.")
    outcome_told(request, done, said % {"channel": CHANNEL[channel]})
    return redirect("messages:channels")
