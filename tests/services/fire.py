"""Workers for the test of permits under fire: each is a process of its own.

A worker gets ready, says so, waits for a line and then asks for everything, again and again, until
nothing is permitted any more. Its last line is what it was given, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from forbear.core.gate.answers import Answer
from forbear.core.tables.frames import Portfolio
from forbear.engine.gate import answer_contacts
from forbear.packs import load_book
from forbear.ports.gate import Gate
from forbear.services.calls import call_begin, call_end
from forbear.services.contacts import contact_log
from forbear.services.outbox import message_send, outbox_release
from forbear.services.permits import PermitRequest, permit_consume, permits_issue
from forbear.store.models import Account, CallStep, ContactPoint, Permit
from forbear.wiring import clock
from tests.services.adapters import Pen, Wire

BATCH = 4


def gate_of(folder: Path) -> Gate:
    book = load_book(root=folder)

    def ask(portfolio: Portfolio, contacts: pl.DataFrame, at: datetime) -> Sequence[Answer]:
        return answer_contacts(portfolio, contacts, at=at, book=book)

    return ask


def everything(kind: str | None = None) -> list[PermitRequest]:
    """Every account with every number of its cardholder."""
    points: dict[int, list[int]] = {}
    for point_id, person_id in ContactPoint.objects.values_list("pk", "person_id"):
        points.setdefault(person_id, []).append(point_id)
    accounts = Account.objects.filter(**{"collector_kind": kind} if kind else {})
    return [
        PermitRequest(account_id, point_id, "call")
        for account_id, person_id in accounts.values_list("pk", "person_id")
        for point_id in points[person_id]
    ]


class Worker:
    """One who asks; ``given`` are the permits it got, ``asked`` how many it asked for."""

    def __init__(self, number: int, ask: Gate) -> None:
        self.actor = f"worker {number}"
        self.rng = random.Random(number)
        self.ask = ask
        self.asked = 0
        self.given: list[int] = []
        self.tries: Counter[int] = Counter()

    def until_nothing(self, one_pass: Callable[[], int]) -> None:
        while one_pass():
            pass

    def shuffled(self, kind: str | None = None) -> list[PermitRequest]:
        requests = everything(kind)
        self.rng.shuffle(requests)
        self.asked += len(requests)
        return requests

    def outcome(self, account_id: int) -> str:
        """Nobody answers the first time; the second time there is a conversation."""
        self.tries[account_id] += 1
        return "no_answer" if self.tries[account_id] == 1 else "conversation"

    def desk(self) -> int:
        """A collector at the desk: begins a call, and logs what came of it."""
        before = len(self.given)
        for request in self.shuffled():
            permit = call_begin(
                account_id=request.account_id,
                contact_point_id=request.contact_point_id,
                at=clock.now(),
                actor=self.actor,
                ask=self.ask,
            )
            if isinstance(permit, Permit):
                self.given.append(permit.pk)
                CallStep.objects.create(
                    permit=permit, kind="verified", at=clock.now(), actor=self.actor
                )
                call_end(
                    permit_id=permit.pk,
                    said=permit.must_disclose,
                    outcome=self.outcome(request.account_id),
                    party="cardholder",
                    note="",
                    promised=None,
                    at=clock.now(),
                    actor=self.actor,
                )
        return len(self.given) - before

    def agency(self) -> int:
        """A dialler: asks for several persons at once, in any order, then calls one by one."""
        before = len(self.given)
        requests = self.shuffled("agency")
        for start in range(0, len(requests), BATCH):
            batch = requests[start : start + BATCH]
            answers = permits_issue(requests=batch, at=clock.now(), actor=self.actor, ask=self.ask)
            for request, permit in zip(batch, answers, strict=True):
                if isinstance(permit, Permit):
                    self.given.append(permit.pk)
                    used = permit_consume(permit_id=permit.pk, at=clock.now(), actor=self.actor)
                    assert isinstance(used, Permit), used
                    contact_log(
                        permit_id=permit.pk,
                        outcome=self.outcome(request.account_id),
                        at=clock.now(),
                        actor=self.actor,
                    )
        return len(self.given) - before

    def sms(self) -> int:
        """The job of the outbox: releases a few messages at a time and sends them."""
        jobs: list[tuple[int, int]] = []
        released = outbox_release(
            at=clock.now(), ask=self.ask, enqueue=jobs.extend, actor=self.actor, limit=BATCH
        )
        self.asked += released.picked
        for planned_id, permit_id in jobs:
            self.given.append(permit_id)
            state = message_send(
                planned_id=planned_id,
                permit_id=permit_id,
                at=clock.now(),
                write=Pen(),
                channels={"sms": Wire()},
            )
            assert state == "sent", state
        return released.picked


def die_while_asking(ask: Gate) -> None:
    """Be killed between the first permit of a transaction and the second: nothing is committed."""
    turns = 0

    def ask_and_die(portfolio: Portfolio, contacts: pl.DataFrame, at: datetime) -> Sequence[Answer]:
        nonlocal turns
        turns += 1
        if turns == 2:
            assert Permit.objects.count() == 1, "the first permit is written, not committed"
            os.kill(os.getpid(), signal.SIGKILL)
        return ask(portfolio, contacts, at)

    permits_issue(requests=everything()[:2], at=clock.now(), actor="a", ask=ask_and_die)


def die_before_use(ask: Gate) -> None:
    """Be killed between the permit and its use."""
    permits_issue(requests=everything()[:1], at=clock.now(), actor="a", ask=ask)
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_call(ask: Gate) -> None:
    """Be killed when the call has begun and before its outcome is logged."""
    [permit] = permits_issue(requests=everything()[:1], at=clock.now(), actor="a", ask=ask)
    assert isinstance(permit, Permit)
    permit_consume(permit_id=permit.pk, at=clock.now(), actor="a")
    os.kill(os.getpid(), signal.SIGKILL)


DEATHS = {death.__name__: death for death in (die_while_asking, die_before_use, die_in_the_call)}


def main(role: str, number: str, packs: str) -> None:
    ask = gate_of(Path(packs))
    if role in DEATHS:
        DEATHS[role](ask)
    worker = Worker(int(number), ask)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    worker.until_nothing(getattr(worker, role))
    sys.stdout.write(json.dumps({"asked": worker.asked, "given": worker.given}) + "\n")
