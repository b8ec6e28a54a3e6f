"""The jobs of the queue. The queue lives in the same PostgreSQL as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from forbear.services.evidence import evidence_seal
from forbear.services.outbox import Released, message_send, outbox_release
from forbear.wiring import clock

MESSAGES = "messages"
_UPKEEP = "upkeep"


class SendAgain(Exception):  # noqa: N818 - the queue takes it as the wish to be run again
    """The channel asked to be tried again later."""


def adapters() -> ModuleType:
    """Return the module that picks gate, writer and channels: ``FORBEAR_ADAPTERS``."""
    return import_module(settings.FORBEAR_ADAPTERS)


@app.task(
    name="forbear.message_send",
    queue=MESSAGES,
    retry=RetryStrategy(max_attempts=8, linear_wait=15, retry_exceptions=[SendAgain]),
)
def send(planned_id: int, permit_id: int) -> None:
    """Send one message; run again as often as needed, it leaves at most once."""
    picked = adapters()
    state = message_send(
        planned_id=planned_id,
        permit_id=permit_id,
        at=clock.now(),
        write=picked.writer(),
        channels=picked.channels(),
    )
    if state == "queued":
        raise SendAgain(f"planned contact {planned_id} waits for its channel")


def enqueue(jobs: Sequence[tuple[int, int]]) -> None:
    """Add one job for each message, on Django's connection and so in the caller's transaction."""
    work: list[dict[str, JSONValue]] = [
        {"planned_id": planned_id, "permit_id": permit_id} for planned_id, permit_id in jobs
    ]
    send.batch_defer(*work)


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
