from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from forbear.services.audit import audit_write
from forbear.store.models import Contact, PlannedContact, Seal
from forbear.wiring import clock
from forbear.wiring.tasks import enqueue, release_now, seal
from forbear.wiring.worker import work_once
from tests.store.address import address
from tests.store.make import account, planned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _adapters(settings: object) -> Iterator[None]:
    settings.FORBEAR_ADAPTERS = "tests.services.adapters"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:  # the queue's tables are not Django's to empty
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    yield
    connection.close()


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "sent"
    path.touch()
    monkeypatch.setenv("FORBEAR_TEST_SENT", str(path))
    return path


def a_message() -> PlannedContact:
    return planned(account(), at=clock.now())


def worker_that_dies(when: str) -> int:
    """Run one worker as a process of its own that is killed at a given point."""
    done = subprocess.run(
        [sys.executable, "-m", "forbear", "outbox", "work", "--once"],
        env={
            **os.environ,
            "DATABASE_URL": address(),
            "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings",
            "FORBEAR_ADAPTERS": "tests.services.adapters",
            "FORBEAR_TEST_DIE": when,
        },
        capture_output=True,
        check=False,
    )
    return done.returncode


def give_back_stalled() -> int:
    """Do what the periodic job does, without its patience of half a minute."""

    async def give_back() -> int:
        manager = app.job_manager
        jobs = list(await manager.get_stalled_jobs(seconds_since_heartbeat=0))
        for job in jobs:
            await manager.retry_job(job)
        return len(jobs)

    return async_to_sync(give_back)()


def states() -> list[str]:
    return list(PlannedContact.objects.order_by("pk").values_list("state", flat=True))


def test_the_queue_sends_everything_once(sent: Path) -> None:
    for _ in range(12):
        a_message()
    planned(account(), at=clock.now() + timedelta(days=1))
    work_once()
    work_once()
    assert states() == ["sent"] * 12 + ["planned"]
    assert len(sent.read_text().split()) == 12
    assert Contact.objects.count() == 12


def test_a_job_run_twice_sends_once(sent: Path) -> None:
    a_message()
    release_now()
    permit = PlannedContact.objects.get().permits.get()
    enqueue([(permit.planned_id or 0, permit.pk)])
    work_once()
    assert len(sent.read_text().split()) == 1


@pytest.mark.parametrize(
    ("when", "state", "many"),
    [
        pytest.param("while writing", "sent", 1, id="before it was handed over: sent afterwards"),
        pytest.param("before sending", "unknown", 0, id="unknown: not repeated"),
        pytest.param("after sending", "unknown", 1, id="unknown: not repeated, though it left"),
    ],
)
def test_a_killed_worker_never_makes_a_message_leave_twice(
    sent: Path, when: str, state: str, many: int
) -> None:
    a_message()
    assert worker_that_dies(when) == -9
    assert give_back_stalled() == 1
    work_once()
    assert states() == [state]
    assert len(sent.read_text().split()) == many
    # the attempt counts either way
    assert Contact.objects.count() == 1


def test_a_release_rolled_back_leaves_no_job(sent: Path) -> None:
    from django.db import transaction

    a_message()
    with transaction.atomic():
        release_now()
        transaction.set_rollback(True)
    assert states() == ["planned"]
    work_once()
    assert len(sent.read_text().split()) == 1


def test_the_worker_seals_what_was_written() -> None:
    audit_write(at=datetime(2026, 3, 5, tzinfo=UTC), actor="a", action="a.b", subject="c")
    seal.func(0)
    assert Seal.objects.count() == 1
    seal.func(300)
    assert Seal.objects.count() == 1
