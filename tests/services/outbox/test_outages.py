"""The database is killed, and the provider is: in the middle of sending, each for real."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from forbear.channels.local.sms_gateway import sms_gateway
from forbear.wiring import clock, embedded
from tests.services.outbox.test_kills import forking, nothing_lost_and_nothing_doubled
from tests.store.address import address

MESSAGES = 24


def at_arrival(number: int, do: Callable[[], None]) -> Callable[[], datetime]:
    """Return a clock for a provider, which does something when the n-th message arrives."""
    many = 0

    def now() -> datetime:
        nonlocal many
        many += 1
        if many == number:
            do()
        return clock.now()

    return now


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A data folder with a cluster of its own, which may be killed."""
    home = tmp_path / "home"
    environment = {**os.environ, "FORBEAR_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    yield home, environment
    where = embedded.places(home.resolve())
    embedded.stop(where)
    for left in (where.base, where.sockets):
        shutil.rmtree(left, ignore_errors=True)


def forbear(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "forbear", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_database_is_killed_and_nothing_is_lost_or_doubled(
    tmp_path: Path, own_home: tuple[Path, dict[str, str]]
) -> None:
    home, environment = own_home
    forbear(environment, "db", "migrate")
    url = forbear(environment, "db", "url").strip()
    where = embedded.places(home.resolve())
    killed: list[int] = []

    def kill() -> None:
        killed.append(embedded.status(where).pid or 0)
        os.kill(killed[0], signal.SIGQUIT)  # what `pg_ctl stop -m immediate` sends

    with sms_gateway(tmp_path / "sms", clock=at_arrival(5, kill), token="t") as texts:
        with forking(url, FORBEAR_SMS_URL=texts.url) as fork:
            fork.said("fill", MESSAGES, "sms")
            assert fork("work", 0)["code"] != 0, "the worker lost its database"
            assert len(killed) == 1
            forbear(environment, "db", "start")
            fork.until_nothing_is_left()
            rows = fork.said("look")
        arrived = Counter(one.reference for one in texts.arrived())
    nothing_lost_and_nothing_doubled(rows, arrived, MESSAGES)


@pytest.mark.django_db(transaction=True)
def test_the_provider_is_killed_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with connection.cursor() as cursor:  # the queue's tables are not Django's to empty
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    folder = tmp_path / "sms"

    def die() -> None:
        raise ConnectionResetError  # the connection ends in the middle of an answer

    with sms_gateway(folder, clock=at_arrival(5, die), token="t") as texts:
        port, url = texts.port, texts.url
        with forking(address(), FORBEAR_SMS_URL=url) as fork:
            fork.said("fill", MESSAGES, "sms")
            fork.said("work", 0)
            assert 0 < len(texts.arrived()) <= MESSAGES
    with forking(address(), FORBEAR_SMS_URL=url) as fork:
        fork.said("fill", MESSAGES, "sms")
        fork.said("work", 0)  # nobody is there
        states = {row["state"] for row in fork.said("look")}
        assert states <= {"sent", "queued", "planned"}
        with sms_gateway(folder, clock=clock.now, token="t", port=port) as again:
            fork.until_nothing_is_left()
            fork.said("work", 0)
            fork.until_nothing_is_left()
            rows = fork.said("look")
            arrived = Counter(one.reference for one in again.arrived())
    nothing_lost_and_nothing_doubled(rows, arrived, 2 * MESSAGES)
