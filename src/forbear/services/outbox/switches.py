"""The switch and the pace of each channel: stopped by a person, resting, or as fast as it may be.

All worker processes look at the same rows. A stop holds for every message that is not yet marked as
being sent; what was marked before is handed over within a moment (``Pace``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import ChannelRate, ChannelSwitch, Permit, PlannedContact

MESSAGE_CHANNELS = ("email", "sms", "letter")
_WHY_MAX = 400
_REST_FIRST, _REST_MAX = timedelta(seconds=1), timedelta(minutes=1)
# Taken from a bucket that empties at a steady pace: where its end lies says how full it is.
_TAKE = """
    WITH now AS (SELECT clock_timestamp() AS at),
    rate AS (
        SELECT id, per_second, now.at,
            greatest(coalesce(full_at, now.at), now.at) AS full_at,
            greatest(burst, 1) AS burst
        FROM store_channelrate, now WHERE channel = %s AND per_second IS NOT NULL
        FOR UPDATE OF store_channelrate
    ),
    taken AS (
        SELECT id, full_at, per_second, at, least(%s, greatest(0, floor(
            burst - extract(epoch FROM full_at - at) * per_second + 0.000001))::int) AS many
        FROM rate
    )
    UPDATE store_channelrate AS kept
    SET full_at = taken.full_at + make_interval(secs => taken.many::float8 / taken.per_second)
    FROM taken WHERE kept.id = taken.id
    RETURNING taken.many, extract(epoch FROM taken.full_at - taken.at)::float8,
        taken.per_second, kept.burst
"""


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages may be handed over now, and after how many seconds to ask again if none."""

    many: int
    wait_seconds: float = 0


@transaction.atomic
def channel_stop(*, channel: str, why: str, at: datetime, actor: str) -> ChannelSwitch | Refusal:
    """Stop a channel: no message leaves by it until it is started again. Idempotent.

    What waits in the queue gives its permit back unused, and is asked for again after the start.
    Codes of refusal: CHANNEL_UNKNOWN, REASON_MISSING.
    """
    if refusal := _unfit(channel):
        return refusal
    if not why.strip():
        return Refusal("REASON_MISSING", "Say why: others will want to know.")
    switch = _switch(channel)
    if not switch.is_stopped:
        switch.is_stopped, switch.why = True, why.strip()[:_WHY_MAX]
        switch.at, switch.actor = at, actor
        switch.save()
        audit_write(
            at=at,
            actor=actor,
            action="channel.stopped",
            subject="channel",
            subject_id=switch.pk,
            data={"channel": channel, "why": switch.why},
        )
    return switch


@transaction.atomic
def channel_start(*, channel: str, at: datetime, actor: str) -> ChannelSwitch | Refusal:
    """Start a channel again, and end its rest. Codes of refusal: CHANNEL_UNKNOWN."""
    if refusal := _unfit(channel):
        return refusal
    switch = _switch(channel)
    if switch.is_stopped or switch.rests_until is not None:
        switch.is_stopped, switch.why = False, ""
        switch.failures, switch.rests_until = 0, None
        switch.at, switch.actor = at, actor
        switch.save()
        audit_write(
            at=at,
            actor=actor,
            action="channel.started",
            subject="channel",
            subject_id=switch.pk,
            data={"channel": channel},
        )
    return switch


@transaction.atomic
def channel_limit(
    *, channel: str, per_second: int | None, at: datetime, actor: str, burst: int | None = None
) -> ChannelRate | Refusal:
    """Hold a channel to ``per_second`` messages, in all processes together; ``None``: no limit.

    ``burst`` is how many may leave at once after a rest, a tenth of a second's worth if not given.
    Codes of refusal: CHANNEL_UNKNOWN, LIMIT_INVALID.
    """
    if refusal := _unfit(channel):
        return refusal
    if per_second is not None and not 1 <= per_second <= 100_000:  # noqa: PLR2004 - no provider's
        return Refusal("LIMIT_INVALID", "A limit is 1 to 100,000 messages a second.")
    many = burst or max((per_second or 10) // 10, 1)
    rate, _ = ChannelRate.objects.update_or_create(
        channel=channel, defaults={"per_second": per_second, "burst": many, "full_at": None}
    )
    audit_write(
        at=at,
        actor=actor,
        action="channel.limited",
        subject="channel",
        subject_id=rate.pk,
        data={"channel": channel, "per_second": per_second, "burst": many},
    )
    return rate


@dataclass(frozen=True, slots=True)
class Halt:
    """Why nothing may leave by a channel; ``until`` is null where a person has stopped it."""

    why: str
    until: datetime | None


def channels_halted(channels: Iterable[str], *, at: datetime) -> dict[str, Halt]:
    """Return the channels by which nothing may leave at ``at``, each with why.

    Inside a transaction a stop waits for its end, so that what is marked there was not stopped.
    """
    rows = ChannelSwitch.objects.filter(channel__in=list(channels)).order_by("pk")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM store_channelswitch WHERE channel = ANY(%s) ORDER BY id FOR SHARE",
            [list(channels)],
        )
    return {
        row.channel: (
            Halt(f"STOPPED {row.why}", None)
            if row.is_stopped
            else Halt("RESTING Its provider does not answer.", row.rests_until)
        )
        for row in rows
        if row.is_stopped or (row.rests_until is not None and row.rests_until > at)
    }


def room_take(channel: str, wanted: int) -> Room:
    """Take leave for up to ``wanted`` messages from the channel's bucket, in a short transaction.

    Leave that is not used is lost: a provider may get less than its limit, never more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [channel, wanted])
        row = cursor.fetchone()
    if row is None:
        return Room(wanted)
    many, behind, per_second, burst = row
    if many:
        return Room(many)
    return Room(0, max(behind - (burst - 1) / per_second, 0.001))


@transaction.atomic
def channel_rest(channel: str, *, at: datetime) -> None:
    """Let a channel rest whose provider does not answer: longer each time, a minute at most."""
    switch = _switch(channel)
    if switch.rests_until is not None and switch.rests_until > at:
        return  # another worker saw the same
    rest = min(_REST_FIRST * 2 ** min(switch.failures, 10), _REST_MAX)
    switch.failures = min(switch.failures + 1, 1000)
    switch.rests_until = at + rest
    switch.save(update_fields=["failures", "rests_until"])


def channel_answers(channel: str) -> None:
    """Note that a provider answers again."""
    ChannelSwitch.objects.filter(channel=channel, failures__gt=0).update(
        failures=0, rests_until=None
    )


def release_rooms(channels: Iterable[str], *, seconds: int, limit: int) -> dict[str, int]:
    """Return how many messages of each channel to release: what its limit lets leave in time.

    A permit that nobody can use before it ends would only count against the cardholder's caps.
    """
    rates = {
        rate.channel: rate.per_second
        for rate in ChannelRate.objects.all()
        if rate.per_second is not None
    }
    rooms = {}
    for channel in channels:
        rooms[channel] = limit
        if channel in rates:
            waiting = PlannedContact.objects.filter(channel=channel, state="queued").count()
            rooms[channel] = max(min(limit, rates[channel] * seconds - waiting), 0)
    return rooms


def permits_return(permit_ids: Iterable[int], *, at: datetime) -> None:
    """End permits that were not used, so that they count against no cap any more."""
    Permit.objects.filter(
        pk__in=list(permit_ids), consumed_at__isnull=True, expires_at__gt=at
    ).update(expires_at=at)


def _switch(channel: str) -> ChannelSwitch:
    """Return the row of a channel, locked."""
    ChannelSwitch.objects.bulk_create([ChannelSwitch(channel=channel)], ignore_conflicts=True)
    return ChannelSwitch.objects.select_for_update(no_key=True).get(channel=channel)


def _unfit(channel: str) -> Refusal | None:
    if channel in MESSAGE_CHANNELS:
        return None
    return Refusal(
        "CHANNEL_UNKNOWN",
        f"No messages leave by {channel!r}; there are {', '.join(MESSAGE_CHANNELS)}.",
    )
