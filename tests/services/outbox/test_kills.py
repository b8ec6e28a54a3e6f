"""Exactly one effect: the worker is killed at any step, against real providers that count.

A channel that knows repeats loses nothing and doubles nothing. One that does not doubles nothing,
and what may be lost is shown as unknown: each message is either sent or in doubt.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from forbear.channels.local.sms_gateway import SmsGateway, sms_gateway
from forbear.channels.local.smtp_sink import SmtpSink, smtp_sink
from forbear.wiring import clock
from tests.store.address import address

MESSAGES = 6
FEW, HUNDREDS = 12, 300
pytestmark = pytest.mark.django_db(transaction=True)


class Fork:
    """The process that forks the workers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, name: str, *given: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, *given]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that forks has died"
        done: dict[str, Any] = json.loads(answer)
        return done

    def said(self, name: str, *given: object) -> Any:
        done = self(name, *given)
        assert done["code"] == 0, done
        return done["said"]

    def until_nothing_is_left(self) -> None:
        """Give back what the dead had and work on, until there is nothing to be given back."""
        while self.said("again"):
            self.said("work", 0)


@contextmanager
def forking(database: str, **channels: str) -> Iterator[Fork]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.outbox.kill_child"],
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings",
            "FORBEAR_ADAPTERS": "tests.services.outbox.kill_child",
            "POLARS_MAX_THREADS": "1",
            **channels,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready")
        yield Fork(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[SmsGateway]:
    with sms_gateway(tmp_path / "sms", clock=clock.now, token="t") as gateway:
        yield gateway


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[SmtpSink]:
    with smtp_sink(tmp_path / "mail", clock=clock.now) as sink:
        yield sink


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    with connection.cursor() as cursor:  # the queue's tables are not Django's to empty
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def kill_at_points(fork: Fork, channel: str, seed: int, many: int) -> int:
    """Kill at seeded points, some runs twice; return how many died. All work is then finished."""
    rng = Random(seed)
    fork.said("fill", MESSAGES, channel)
    steps = fork.said("work", 0)
    assert steps > 50
    died = 0
    for _ in range(many):
        fork.said("fill", MESSAGES, channel)
        died += fork("work", rng.randint(1, steps))["code"] == -9
        if rng.random() < 0.5:
            fork.said("again")
            died += fork("work", rng.randint(1, steps // 2))["code"] == -9
        fork.said("again")
        fork.said("work", 0)
        fork.until_nothing_is_left()
    return died


def one_contact_for_each_permit(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert row["most_contacts_of_a_permit"] == 1, row
        assert row["contacts"] == len(row["used"]), row


def nothing_lost_and_nothing_doubled(
    rows: list[dict[str, Any]], arrived: Counter[str], many: int
) -> None:
    assert len(rows) == many
    assert {row["state"] for row in rows} == {"sent"}, [r for r in rows if r["state"] != "sent"]
    assert [len(row["used"]) for row in rows] == [1] * many, "one permit for each message"
    one_contact_for_each_permit(rows)
    assert arrived == Counter(row["used"][0] for row in rows)


def nothing_doubled_and_all_doubts_shown(rows: list[dict[str, Any]], arrived: Counter[str]) -> None:
    assert {row["state"] for row in rows} <= {"sent", "unknown"}
    one_contact_for_each_permit(rows)
    assert set(arrived.values()) <= {1}, "one left twice"
    of_row = {reference: row for row in rows for reference in row["used"]}
    sent = {reference for reference, row in of_row.items() if row["state"] == "sent"}
    assert sent <= set(arrived), "one is called sent that never arrived"
    assert set(arrived) <= set(of_row), "one arrived without a permit"


def with_repeats(texts: SmsGateway, seed: int, many: int) -> None:
    with forking(address(), FORBEAR_SMS_URL=texts.url) as fork:
        died = kill_at_points(fork, "sms", seed, many)
        rows = fork.said("look")
    arrived = Counter(one.reference for one in texts.arrived())
    nothing_lost_and_nothing_doubled(rows, arrived, MESSAGES * (many + 1))
    assert died >= many // 2, "most of the points lie within the run"


def without_repeats(mails: SmtpSink, seed: int, many: int) -> None:
    with forking(address(), FORBEAR_SMTP_URL=mails.url) as fork:
        died = kill_at_points(fork, "email", seed, many)
        rows = fork.said("look")
    nothing_doubled_and_all_doubts_shown(rows, Counter(one.reference for one in mails.arrived()))
    assert died >= many // 2


def test_killed_at_a_dozen_steps_nothing_is_lost_and_nothing_doubled(texts: SmsGateway) -> None:
    with_repeats(texts, seed=5, many=FEW)


def test_killed_at_a_dozen_steps_a_provider_without_memory_gets_nothing_twice(
    mails: SmtpSink,
) -> None:
    without_repeats(mails, seed=5, many=FEW)


@pytest.mark.slow
def test_killed_at_hundreds_of_steps_nothing_is_lost_and_nothing_doubled(texts: SmsGateway) -> None:
    with_repeats(texts, seed=11, many=HUNDREDS)


@pytest.mark.slow
def test_killed_at_hundreds_of_steps_a_provider_without_memory_gets_nothing_twice(
    mails: SmtpSink,
) -> None:
    without_repeats(mails, seed=11, many=HUNDREDS)
