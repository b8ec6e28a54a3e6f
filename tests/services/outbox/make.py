"""Released messages for tests, and the means to send them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from forbear.ports.channels import Channel
from forbear.ports.gate import Gate
from forbear.services.outbox import Means, outbox_release
from forbear.services.outbox.pace import Now
from forbear.store.models import PlannedContact
from tests.services.adapters import Pen
from tests.services.gates import cap_gate
from tests.store.make import account, planned

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
Jobs = list[tuple[int, int]]


class Later:
    """Keeps what is enqueued for later."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Jobs, timedelta]] = []

    def __call__(self, jobs: Sequence[tuple[int, int]], wait: timedelta) -> None:
        self.jobs.append((list(jobs), wait))


def means(channel: Channel, *, now: Now | None = None, **given: object) -> Means:
    """Means to send text messages a minute after their release."""
    return Means(
        **{
            "now": now or (lambda: AT + timedelta(minutes=1)),
            "write": Pen(),
            "channels": {"sms": channel, "email": channel},
            **given,
        }  # type: ignore[arg-type]
    )


def waiting(many: int = 1, **given: object) -> list[PlannedContact]:
    return [planned(account(), at=AT, **given) for _ in range(many)]


def release(*, minutes: int = 0, ask: Gate | None = None, limit: int = 500) -> Jobs:
    jobs: Jobs = []
    outbox_release(
        at=AT + timedelta(minutes=minutes),
        ask=ask or cap_gate(1, minutes=600),
        enqueue=jobs.extend,
        limit=limit,
    )
    return jobs


def states(rows: Sequence[PlannedContact]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]
