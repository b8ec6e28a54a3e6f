"""A process that forks a child for each run of the worker; a child kills itself at some step.

``python -m tests.services.outbox.kill_child`` reads commands from its input, one JSON list a
line, and answers each with a JSON line: ``["fill", how_many, channel]``; ``["work", die_at]``, 0
for never; ``["again"]`` to give back the jobs of workers that died; ``["look"]``.

A step is one side of a statement to the database, the queue's too, or of a hand-over to the
provider; so between any two that matter there is one at which it dies.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import django
import psycopg

from forbear.channels.email import EmailChannel, smtp_config
from forbear.channels.sms_http import SmsHttpChannel
from forbear.ports.channels import Channel, OutgoingMessage, PermitKey, Receipt
from forbear.ports.gate import Gate
from forbear.ports.writing import Draft, MessageWriter
from tests.services.gates import cap_gate


class Steps:
    """Counts steps, and kills the process at one of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.many = 0
        self.die_at = 0

    def __call__(self) -> None:
        with self._lock:
            self.many += 1
            if self.many == self.die_at:
                os.kill(os.getpid(), signal.SIGKILL)


step = Steps()


class SteppedSms(SmsHttpChannel):
    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        step()
        receipt = super().send(message, permit, at=at)
        step()
        return receipt


class SteppedEmail(EmailChannel):
    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        step()
        receipt = super().send(message, permit, at=at)
        step()
        return receipt


class Pen:
    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        from forbear.store.models import PlannedContact

        del must_disclose, at
        planned = PlannedContact.objects.select_related("contact_point").get(pk=planned_id)
        to = planned.contact_point.value
        return Draft(OutgoingMessage(to, "Your card", f"Case {planned_id}.", "en", reference))


# what the outbox is given: FORBEAR_ADAPTERS names this module


def gate() -> Gate:
    return cap_gate(1, minutes=600)


def writer() -> MessageWriter:
    return Pen()


_channels: dict[str, Channel] = {}


def channels() -> Mapping[str, Channel]:
    if not _channels:
        if url := os.environ.get("FORBEAR_SMS_URL"):
            _channels["sms"] = SteppedSms(url=url, token="t")
        if url := os.environ.get("FORBEAR_SMTP_URL"):
            _channels["email"] = SteppedEmail(smtp_config(url))
    return _channels


def _count_statements() -> None:
    from django.db.backends.signals import connection_created

    def counted(execute: Callable[..., Any], *given: Any) -> Any:
        step()
        done = execute(*given)
        step()
        return done

    def opened(connection: Any, **_: object) -> None:
        if counted not in connection.execute_wrappers:
            connection.execute_wrappers.append(counted)

    connection_created.connect(opened, weak=False)
    plain = psycopg.AsyncCursor.execute

    async def execute(self: Any, *given: Any, **named: Any) -> Any:
        step()
        done = await plain(self, *given, **named)
        step()
        return done

    psycopg.AsyncCursor.execute = execute  # type: ignore[method-assign]


def work(die_at: int) -> int:
    from forbear.wiring.worker import work_once

    _count_statements()
    step.die_at = die_at
    work_once(concurrency=2)
    return step.many


def fill(many: int, channel: str) -> list[int]:
    from forbear.store.models import PlannedContact
    from forbear.wiring import clock
    from tests.store.make import account, person, point

    rows = []
    before = PlannedContact.objects.count()
    for number in range(many):
        mark = f"{before + number}"  # each child would count from one
        owed = account(person(reference=f"P-{mark}"), reference=f"A-{mark}")
        to = "+12025550123" if channel == "sms" else f"ada{number}@example.com"
        kind = "mobile" if channel == "sms" else "email"
        where = point(owed.person, reference=f"C-{mark}", kind=kind, value=to)
        at = clock.now()
        row = PlannedContact.objects.create(
            person=owed.person,
            account=owed,
            contact_point=where,
            on=at.date(),
            channel=channel,
            template="reminder",
            window_from=at - timedelta(hours=1),
            window_to=at + timedelta(hours=1),
        )
        rows.append(row.pk)
    return rows


def again() -> int:
    """Give back what dead workers had, and let nothing wait for a later minute."""
    from asgiref.sync import async_to_sync
    from django.db import connection
    from procrastinate.contrib.django import app

    from forbear.store.models import ChannelSwitch

    async def give_back() -> int:
        jobs = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=0))
        for job in jobs:
            await app.job_manager.retry_job(job)
        return len(jobs)

    many = async_to_sync(give_back)()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' "
            "AND scheduled_at IS NOT NULL"
        )
        many += cursor.rowcount
    ChannelSwitch.objects.update(rests_until=None)
    return many


def look() -> list[dict[str, Any]]:
    """Say of each message what is written down of it."""
    from django.db.models import Count

    from forbear.store.models import Contact, Permit, PlannedContact

    found = []
    for planned in PlannedContact.objects.order_by("pk"):
        permits = Permit.objects.filter(planned=planned)
        used = permits.filter(consumed_at__isnull=False)
        found.append(
            {
                "id": planned.pk,
                "state": planned.state,
                "note": planned.note,
                "used": [f"fb-{pk}" for pk in used.values_list("pk", flat=True)],
                "contacts": Contact.objects.filter(permit__in=permits).count(),
                "most_contacts_of_a_permit": used.annotate(many=Count("contact"))
                .order_by("-many")
                .values_list("many", flat=True)
                .first()
                or 0,
            }
        )
    return found


COMMANDS: dict[str, Callable[..., object]] = {
    "work": work,
    "fill": fill,
    "again": again,
    "look": look,
}


def _in_a_child(name: str, given: list[Any]) -> dict[str, object]:
    """Fork, run the command there, and return how it ended and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            result = COMMANDS[name](*given)
            with os.fdopen(writing, "w") as file:
                json.dump(result, file)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as file:
        said = file.read()
    _, status = os.waitpid(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "said": json.loads(said) if said else None,
    }


def main() -> None:
    django.setup()
    import forbear.wiring.worker

    sys.stdout.write(f"ready {forbear.wiring.worker.__name__}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name, *given = json.loads(line)
        sys.stdout.write(json.dumps(_in_a_child(name, given)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    # the adapters are this module by its name: it must not be there a second time
    sys.modules["tests.services.outbox.kill_child"] = sys.modules["__main__"]
    main()
