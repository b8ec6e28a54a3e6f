"""How fast messages leave: gate, permits, texts and answers, to real providers on this machine.

``python -m benches.messages FOLDER N`` makes a database and two providers of its own below
``FOLDER``, and prints its rows as JSON. Two worker processes send; the providers are processes too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

MESSAGES, WORKERS = 2_000, 2
# 11:15 in New York: the gate's hours; the providers note the real time
AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
TOKEN = "t"
PROVIDERS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forbear.channels.local.sms_gateway import sms_gateway
from forbear.channels.local.smtp_sink import smtp_sink
folder, which = Path(sys.argv[1]), sys.argv[2]
now = lambda: datetime.now(UTC)
make = sms_gateway(folder, clock=now, token="t") if which == "sms" else smtp_sink(folder, clock=now)
with make as provider:
    print(provider.url, flush=True)
    sys.stdin.readline()
"""
WORK = """
import sys, django
django.setup()
from forbear.wiring import adapters
from forbear.wiring.worker import work_once
adapters.writer(), adapters.channels()
print("ready", flush=True)
sys.stdin.readline()
work_once(concurrency=2)
"""


def run(messages: int = MESSAGES) -> list[dict[str, object]]:
    """Measure in a process of its own, with an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="forbear-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benches.messages", folder, str(messages)],
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _fill(channel: str, many: int) -> None:
    """Plan a message to each of so many new cardholders."""
    from forbear.store.models import (  # noqa: PLC0415 - after Django's settings
        Account,
        ContactPoint,
        Person,
        PlannedContact,
    )

    first = Person.objects.count()
    kind, template = (
        ("mobile", "first_reminder") if channel == "sms" else ("email", "second_reminder")
    )
    persons = Person.objects.bulk_create(
        Person(reference=f"P{n}", name=f"Ada Kowalski {n}", time_zones="America/New_York")
        for n in range(first, first + many)
    )
    accounts = Account.objects.bulk_create(
        Account(
            reference=f"A{person.reference}",
            person=person,
            nation="US",
            region="US-NY",
            currency="USD",
            balance_minor=540_000,
            overdue_minor=120_000,
            card_last4="4821",
            oldest_unpaid_due_on=date(2026, 1, 26),
            next_due_minor=3_500,
        )
        for person in persons
    )
    points = ContactPoint.objects.bulk_create(
        ContactPoint(
            reference=f"C{person.reference}",
            person=person,
            kind=kind,
            value="+12025550123" if channel == "sms" else f"{person.reference}@example.com",
            data_source="contract",
            is_verified=True,
        )
        for person in persons
    )
    PlannedContact.objects.bulk_create(
        PlannedContact(
            person=account.person,
            account=account,
            contact_point=point,
            on=AT.date(),
            channel=channel,
            template=template,
            window_from=AT - timedelta(hours=1),
            window_to=AT + timedelta(hours=5),
        )
        for account, point in zip(accounts, points, strict=True)
    )


def _provider(folder: Path, which: str) -> tuple[subprocess.Popen[str], str]:
    started = subprocess.Popen(
        [sys.executable, "-c", PROVIDERS, str(folder), which],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    return started, started.stdout.readline().strip()


def _workers() -> list[subprocess.Popen[str]]:
    """Start the workers and let all go when the last is ready."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORK],
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(WORKERS)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n", "a worker did not get ready"
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    return workers


def _done(workers: list[subprocess.Popen[str]]) -> None:
    for each in workers:
        each.communicate()
        assert each.returncode == 0, "a worker failed"


def _arrivals(folder: Path) -> list[datetime]:
    path = folder / "messages.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [datetime.fromisoformat(json.loads(line)["at"]) for line in lines]


def _sent(channel: str) -> int:
    from forbear.store.models import PlannedContact  # noqa: PLC0415 - after Django's settings

    return PlannedContact.objects.filter(channel=channel, state="sent").count()


def _speed(channel: str, many: int, provider: str) -> Iterator[dict[str, Any]]:
    from forbear.wiring.tasks import release_now  # noqa: PLC0415 - after Django's settings

    _fill(channel, many)
    begin = time.perf_counter()
    while release_now().picked:
        pass
    released = time.perf_counter() - begin
    yield {
        "name": f"messages released, {channel}",
        "value": many / released,
        "unit": "messages/s",
        "note": "gate asked, permit and job written; one process",
    }
    workers = _workers()
    begin = time.perf_counter()
    _done(workers)
    took = time.perf_counter() - begin
    assert _sent(channel) == many, "a bench in which messages fail says nothing"
    yield {
        "name": f"messages sent, {provider}",
        "value": many / took,
        "unit": "messages/s",
        "note": f"{many:,} messages, {WORKERS} worker processes, provider on the same machine",
    }


def _halt(name: str, folder: Path, many: int) -> Iterator[dict[str, Any]]:
    """Say how long after the halt the last message arrived."""
    from forbear.services.outbox.switches import (  # noqa: PLC0415 - after Django's settings
        channel_start,
        channel_stop,
    )
    from forbear.store.models import OptOut, Person  # noqa: PLC0415
    from forbear.wiring.tasks import release_now  # noqa: PLC0415

    _fill("sms", many)
    while release_now().picked:
        pass
    before = len(_arrivals(folder))
    workers = _workers()
    while len(_arrivals(folder)) < before + many // 4:
        time.sleep(0.01)
    if name == "stop":
        channel_stop(channel="sms", why="a bench", at=AT, actor="bench")
        what = "from the stop button to the last message"
    else:
        people = Person.objects.filter(planned_contacts__channel="sms")
        OptOut.objects.bulk_create(OptOut(person=each, channel="sms", at=AT) for each in people)
        what = "from STOP to the last message"
    halted = datetime.now(UTC)  # noqa: TID251 - the real time, as the providers note it
    _done(workers)
    arrived = _arrivals(folder)
    left = before + many - len(arrived)
    assert left > 0, "all had left before the halt: it says nothing"
    yield {
        "name": what,
        "value": max((arrived[-1] - halted).total_seconds() * 1000, 0.0),
        "unit": "ms",
        "note": f"{len(arrived) - before:,} had left, {left:,} did not",
    }
    if name == "stop":
        channel_start(channel="sms", at=AT, actor="bench")
        _done(_workers())


def _measure(folder: Path, many: int) -> Iterator[dict[str, Any]]:
    os.environ["FORBEAR_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    os.environ["FORBEAR_CLOCK"] = AT.isoformat()
    os.environ.pop("DATABASE_URL", None)
    texts, mails = folder / "sms", folder / "mail"
    sms, os.environ["FORBEAR_SMS_URL"] = _provider(texts, "sms")
    smtp, os.environ["FORBEAR_SMTP_URL"] = _provider(mails, "email")
    os.environ["FORBEAR_SMS_TOKEN"] = TOKEN
    # the settings are read when these are first asked for
    from forbear.wiring import embedded  # noqa: PLC0415
    from forbear.wiring.database import ensure_database  # noqa: PLC0415
    from forbear.wiring.home import data_folder  # noqa: PLC0415

    try:
        ensure_database(migrate=True)
        from forbear.services.senders import sender_add  # noqa: PLC0415

        sender_add(
            channel="sms",
            nation="US",
            value="FORBEAR",
            registration="R-1",
            from_on=date(2026, 1, 1),
            at=AT,
            actor="bench",
        )
        yield from _speed("sms", many, "HTTP gateway")
        yield from _speed("email", many, "SMTP")
        yield from _halt("stop", texts, many)
        yield from _halt("opt-out", texts, many)
    finally:
        for provider in (sms, smtp):
            provider.communicate("\n")
        where = embedded.places(data_folder())
        embedded.stop(where)
        for left in (where.base, where.sockets):
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    for row in _measure(Path(sys.argv[1]), int(sys.argv[2])):
        print(json.dumps(row), flush=True)
