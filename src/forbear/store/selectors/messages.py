"""Messages for those who look after them: the log, one message, dead letters, channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from forbear.store.models import (
    ChannelRate,
    ChannelSwitch,
    MessageEvent,
    Permit,
    PlannedContact,
)

# Failed, or in doubt: somebody has to look.
DEAD = ("failed", "unknown")
_RECENT = timedelta(days=1)
_PACE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel fares at a moment.

    ``due`` wait for the gate, ``queued`` and ``sending`` for the provider. ``sent``,
    ``delivered`` and ``failed`` are of the last 24 hours, ``dead`` are all that somebody has to
    look at. ``sent_a_minute`` is of the last ten minutes. ``oldest_at`` is since when the oldest
    one waits, null if none does.
    """

    channel: str
    due: int
    queued: int
    sending: int
    sent: int
    delivered: int
    failed: int
    dead: int
    sent_a_minute: int
    oldest_at: datetime | None
    switch: ChannelSwitch | None
    per_second: int | None

    @property
    def is_stopped(self) -> bool:
        """Whether a person has stopped it."""
        return self.switch is not None and self.switch.is_stopped

    def rests_until(self, at: datetime) -> datetime | None:
        """Return until when it rests by itself at ``at``; null if it does not."""
        until = None if self.switch is None else self.switch.rests_until
        return until if until is not None and until > at else None


def message_list(
    *,
    channels: Sequence[str],
    state: str = "",
    delivery: str = "",
    on: date | None = None,
    account: str = "",
) -> QuerySet[PlannedContact]:
    """Return messages, the newest first."""
    found = PlannedContact.objects.filter(channel__in=channels)
    if state:
        found = found.filter(state=state)
    if delivery:
        found = found.filter(delivery=delivery)
    if on is not None:
        found = found.filter(on=on)
    if account:
        found = found.filter(account__reference=account)
    return found.select_related("account", "person", "contact_point").order_by("-pk")


def dead_letters(*, channels: Sequence[str]) -> QuerySet[PlannedContact]:
    """Return the messages that somebody has to look at, the newest first."""
    return message_list(channels=channels).filter(state__in=DEAD)


def message_history(planned: PlannedContact) -> tuple[list[Permit], list[MessageEvent]]:
    """Return the permits and the events of a message, the oldest first."""
    return list(planned.permits.order_by("pk")), list(planned.events.order_by("pk"))


def channel_health(channels: Sequence[str], *, at: datetime) -> list[Health]:
    """Return how each channel fares at ``at``, in the order given."""
    recent, pace = Q(state_at__gt=at - _RECENT), Q(state_at__gt=at - _PACE)
    is_due = Q(state="planned", window_from__lte=at, window_to__gt=at)
    rows = (
        PlannedContact.objects.filter(channel__in=channels)
        .order_by()
        .values("channel")
        .annotate(
            due=Count("pk", filter=is_due),
            queued=Count("pk", filter=Q(state="queued")),
            sending=Count("pk", filter=Q(state="sending")),
            sent=Count("pk", filter=recent & Q(state="sent")),
            delivered=Count("pk", filter=recent & Q(state="sent", delivery="delivered")),
            failed=Count("pk", filter=recent & Q(state__in=DEAD)),
            dead=Count("pk", filter=Q(state__in=DEAD)),
            lately=Count("pk", filter=pace & Q(state="sent")),
            due_at=Min("window_from", filter=is_due),
            queued_at=Min("state_at", filter=Q(state__in=("queued", "sending"))),
        )
    )
    counted: dict[str, dict[str, Any]] = {row["channel"]: dict(row) for row in rows}
    switches = {row.channel: row for row in ChannelSwitch.objects.all()}
    rates = dict(ChannelRate.objects.values_list("channel", "per_second"))
    found = []
    for channel in channels:
        row = counted.get(channel, {})
        waiting = [row[key] for key in ("due_at", "queued_at") if row.get(key) is not None]
        counts = {
            key: row.get(key, 0)
            for key in ("due", "queued", "sending", "sent", "delivered", "failed", "dead")
        }
        found.append(
            Health(
                channel=channel,
                **counts,
                sent_a_minute=round(row.get("lately", 0) / (_PACE.total_seconds() / 60)),
                oldest_at=min(waiting, default=None),
                switch=switches.get(channel),
                per_second=rates.get(channel),
            )
        )
    return found
