"""Running the queue's jobs."""

from __future__ import annotations

from collections.abc import Callable

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from forbear.services.outbox import Released
from forbear.wiring.smpp import listening
from forbear.wiring.tasks import MESSAGES, adapters, release_now


def work_forever(*, concurrency: int = 4) -> None:
    """Run jobs until stopped, and release the outbox every minute; hear what comes in."""
    with listening(adapters().channels().get("sms")):
        _worker_app().run_worker(concurrency=concurrency)


def work_once(*, concurrency: int = 4, on_round: Callable[[Released], None] | None = None) -> None:
    """Release and send until nothing more can leave at this moment."""
    while True:
        released = release_now()
        if on_round is not None:
            on_round(released)
        running = _worker_app()
        # nothing is put off for a later minute
        running.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
        running.run_worker(
            queues=[MESSAGES], wait=False, concurrency=concurrency, install_signal_handlers=False
        )
        if not released.picked:
            return


def _worker_app() -> App:
    running = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    assert isinstance(running, App)
    return running
