"""The jobs of the queue. The queue lives in the same PostgreSQL as everything else."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from types import ModuleType

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from forbear.services.audit_reading import evidence_watch
from forbear.services.evidence import evidence_seal
from forbear.services.inbound import inbound_parts_flush
from forbear.services.outbox import Means, Released, messages_send, outbox_release
from forbear.services.outbox.pace import Pace
from forbear.services.webhooks.sending import (
    webhook_deliver,
    webhooks_forget,
    webhooks_spread,
)
from forbear.store.models import PlannedContact
from forbear.wiring import clock, gate
from forbear.wiring.keeping import keeper
from forbear.wiring.webhooks import webhook_post

MESSAGES = "messages"
_UPKEEP = "upkeep"
_WEBHOOKS = "webhooks"
# How many messages one job carries: enough that the queue costs little, few enough to share out.
BATCH = 100


def adapters() -> ModuleType:
    """Return the module that picks gate, writer and channels: ``FORBEAR_ADAPTERS``."""
    return import_module(settings.FORBEAR_ADAPTERS)


@cache
def pace() -> Pace:
    """Return what this process knows of how fast the channels are."""
    return Pace()


@app.task(
    name="forbear.messages_send",
    queue=MESSAGES,
    # a message's own retries are jobs of their own; this is for the database or the process
    retry=RetryStrategy(max_attempts=20, wait=1, linear_wait=2),
)
def send(jobs: list[tuple[int, int]]) -> None:
    """Send a batch of messages; run again as often as needed, each leaves at most once."""
    picked = adapters()
    messages_send(
        [(planned_id, permit_id) for planned_id, permit_id in jobs],
        Means(
            now=clock.now,
            write=picked.writer(),
            channels=picked.channels(),
            again=enqueue,
            pause=time.sleep,
            pace=pace(),
        ),
    )


def enqueue(jobs: Sequence[tuple[int, int]], wait: timedelta = timedelta()) -> None:
    """Add jobs for the messages, on Django's connection and so in the caller's transaction."""
    channels = dict(
        PlannedContact.objects.filter(pk__in=[one for one, _ in jobs]).values_list("pk", "channel")
    )
    by_channel: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for job in jobs:
        by_channel[channels[job[0]]].append(job)
    work: list[dict[str, JSONValue]] = [
        {"jobs": [list(job) for job in some[start : start + BATCH]]}
        for some in by_channel.values()
        for start in range(0, len(some), BATCH)
    ]
    later = send.configure(schedule_in={"seconds": int(wait.total_seconds())}) if wait else send
    later.batch_defer(*work)


def release_now(*, limit: int = 500) -> Released:
    """Release the messages whose moment it is."""
    return outbox_release(at=clock.now(), ask=adapters().gate(), enqueue=enqueue, limit=limit)


@app.periodic(cron="* * * * *")
@app.task(name="forbear.outbox_release", queue=_UPKEEP, queueing_lock="outbox_release")
def release(timestamp: int) -> None:
    """Release every minute."""
    del timestamp
    while release_now().picked:
        pass


@app.periodic(cron="* * * * *")
@app.task(name="forbear.inbound_parts_flush", queue=_UPKEEP, queueing_lock="inbound_parts")
def flush_parts(timestamp: int) -> None:
    """Take the messages whose missing parts do not come any more."""
    del timestamp
    inbound_parts_flush(at=clock.now(), ask=gate.ask)


@app.periodic(cron="* * * * *")
@app.task(
    name="forbear.jobs_retry_stalled", queue=_UPKEEP, queueing_lock="stalled", pass_context=True
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of workers that were killed."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="forbear.evidence_seal", queue=_UPKEEP, queueing_lock="evidence_seal")
def seal(timestamp: int) -> None:
    """Seal what was written in the last minutes; once a night look from the first row on."""
    at = clock.now()
    is_full = datetime.fromtimestamp(timestamp, UTC).strftime("%H%M") == "0000"
    while evidence_seal(at=at, is_full=is_full):
        pass


@app.periodic(cron="30 2 * * *")
@app.task(name="forbear.evidence_watch", queue=_UPKEEP, queueing_lock="evidence_watch")
def watch(timestamp: int) -> None:
    """Verify each night what was sealed since the last time."""
    del timestamp
    evidence_watch(at=clock.now())


@app.task(name="forbear.webhook_deliver", queue=_WEBHOOKS)
def deliver(delivery_id: int) -> None:
    """Tell one system of one event; a failure waits in the database for its next try."""
    webhook_deliver(delivery_id=delivery_id, post=webhook_post(), keeper=keeper(), now=clock.now)


# the sixth field of a line is the second
@app.periodic(cron="* * * * * */10")
@app.task(name="forbear.webhooks_spread", queue=_UPKEEP, queueing_lock="webhooks_spread")
def spread(timestamp: int) -> None:
    """Spread what was noted, and try what is due, every ten seconds."""
    del timestamp
    while webhooks_spread(at=clock.now(), enqueue=_deliveries):
        pass


def _deliveries(due: list[int]) -> None:
    work: list[dict[str, JSONValue]] = [{"delivery_id": each} for each in due]
    deliver.batch_defer(*work)


@app.periodic(cron="40 2 * * *")
@app.task(name="forbear.webhooks_forget", queue=_UPKEEP, queueing_lock="webhooks_forget")
def forget(timestamp: int) -> None:
    """Remove what was delivered a month ago."""
    del timestamp
    webhooks_forget(at=clock.now())
