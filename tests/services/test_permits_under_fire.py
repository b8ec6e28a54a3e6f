"""Caps hold whoever works at the same moment: many processes, one real PostgreSQL, no mocks.

Collectors at the desk, agencies' diallers and the job that sends messages ask for the same persons
in different orders until nothing is permitted any more. What is left on record is counted here in
plain Python: each cap is reached to the last contact, and none is passed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from forbear.core.gate.answers import Answer
from forbear.services.contacts import contact_log
from forbear.services.permits import permits_issue
from forbear.store.models import Account, Contact, Permit, PlannedContact
from tests.services.fire import everything, gate_of
from tests.store.address import address
from tests.store.make import account, person, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
# Each place has one rule, so that each person's figures show one kind of cap.
DEBT, PERSON, COLLECTOR, NUMBER, TALK = ("US-AA", "US-BB", "US-CC", "US-DD", "US-EE")
MAX = {DEBT: 5, PERSON: 4, COLLECTOR: 3, NUMBER: 3}
CAP = """
question = "How many contacts in a week?"
kind = "frequency_cap"
code = "CONTACT_FREQUENCY"
jurisdiction = "{place}"
[[values]]
rule_id = "test-{place}"
from = 2020-01-01
value = {{ max = {most}, days = 7, per = "{per}", collectors = "{collectors}", channels = ["call", "sms"] }}
cite = "a test"
force = "statute"
confidence = "primary"
"""  # noqa: E501 - one inline table
WAIT = """
question = "How long is the rest after a conversation?"
kind = "wait_after"
code = "CONVERSATION_COOL_OFF"
jurisdiction = "US-EE"
[[values]]
rule_id = "test-US-EE"
from = 2020-01-01
value = { days = 7, per = "account", channels = ["call"], outcomes = ["conversation"] }
cite = "a test"
force = "statute"
confidence = "primary"
"""

# set up before anything else: the models cannot be imported earlier
WORKER = """
import sys, django
django.setup()
from tests.services.fire import main
main(*sys.argv[1:])
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs" / "us"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text('version = "test"\n')
    (folder / "wait.toml").write_text(WAIT)
    for place, per, collectors in (
        (DEBT, "account", "all"),
        (PERSON, "person", "all"),
        (COLLECTOR, "person", "same"),
        (NUMBER, "point", "all"),
    ):
        text = CAP.format(place=place, most=MAX[place], per=per, collectors=collectors)
        (folder / f"{place}.toml").write_text(text)
    return folder.parent


def cardholder(place: str) -> None:
    """A person with a card at the creditor, one at an agency, two numbers, and texts planned."""
    owner = person()
    for kind in ("creditor", "agency"):
        owed = account(owner, region=place, collector_kind=kind)
        number = point(owner)
        if place != TALK:
            for _ in range(2):
                PlannedContact.objects.create(
                    person=owner,
                    account=owed,
                    contact_point=number,
                    on=AT.date(),
                    channel="sms",
                    purpose="collect",
                    template="reminder",
                    window_from=AT - timedelta(hours=1),
                    window_to=AT + timedelta(hours=1),
                )


def worker(role: str, number: int, packs: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, role, str(number), str(packs)],
        env={
            **os.environ,
            "DATABASE_URL": address(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            # their clocks start when they do, and so differ by as much as their starts
            "FORBEAR_CLOCK": AT.isoformat(),
            "POLARS_MAX_THREADS": "1",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def all_at_once(roles: list[str], packs: Path) -> list[dict[str, Any]]:
    """Start a process for each role, let all go when the last is ready; return their reports."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(worker(role, number, packs)) for number, role in enumerate(roles)
        ]
        for each in workers:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n", each.communicate()[1]
        for each in workers:
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate() for each in workers]
    assert [each.returncode for each in workers] == [0] * len(roles), [err for _, err in said]
    return [json.loads(out.splitlines()[-1]) for out, _ in said]


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (count,) = cursor.fetchone()
    return int(count)


def counted(place: str, key: Callable[[Permit], object]) -> Counter[object]:
    permits = Permit.objects.filter(account__region=place).select_related("account")
    return Counter(key(permit) for permit in permits)


def fire(packs: Path, *, roles: list[str], persons: int) -> None:
    for place in (DEBT, PERSON, COLLECTOR, NUMBER, TALK):
        for _ in range(persons):
            cardholder(place)
    before = deadlocks()
    reports = all_at_once(roles, packs)
    assert deadlocks() == before
    given = [permit_id for report in reports for permit_id in report["given"]]
    kept = set(Permit.objects.values_list("pk", flat=True))
    assert len(given) == len(set(given)), "a permit was given twice"
    assert set(given) == kept, "a permit was lost, or appeared from nowhere"
    assert Contact.objects.count() == len(kept), "each was used for one contact"
    for place, groups, key in (
        (DEBT, 2 * persons, lambda permit: permit.account_id),
        (PERSON, persons, lambda permit: permit.person_id),
        (COLLECTOR, 2 * persons, lambda p: (p.person_id, p.account.collector_kind)),
        (NUMBER, 2 * persons, lambda permit: permit.contact_point_id),
    ):
        found = counted(place, key)
        assert sorted(found.values()) == [MAX[place]] * groups, (place, found)
    for owed in Account.objects.filter(region=TALK):
        calls = Contact.objects.filter(account=owed).order_by("permit_id")
        outcomes = list(calls.values_list("outcome", flat=True))
        # the conversation is the last call: none was permitted after it, or while it was under way
        assert outcomes[-1] == "conversation", outcomes
        assert outcomes.count("conversation") == 1, outcomes


@pytest.mark.django_db(transaction=True)
def test_eight_processes_reach_every_cap_and_pass_none(packs: Path) -> None:
    fire(
        packs, roles=["desk", "agency", "sms", "agency", "desk", "sms", "desk", "agency"], persons=1
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_processes_reach_every_cap_and_pass_none(packs: Path) -> None:
    fire(packs, roles=["desk", "agency", "sms", "agency"] * 4, persons=10)


@pytest.mark.django_db
def test_while_a_call_is_under_way_nobody_begins_a_second_about_that_debt(packs: Path) -> None:
    """What it becomes nobody knows; after a conversation the second would be one too many."""
    cardholder(TALK)
    one, other = (request for request in everything("agency"))
    given, denied = permits_issue(requests=[one, other], at=AT, actor="a", ask=gate_of(packs))
    assert isinstance(given, Permit)
    assert isinstance(denied, Answer)
    assert [reason.rule_id for reason in denied.reasons] == [f"test-{TALK}"]
    contact_log(permit_id=given.pk, outcome="no_answer", at=AT, actor="a")
    [again] = permits_issue(requests=[other], at=AT, actor="a", ask=gate_of(packs))
    assert isinstance(again, Permit)


@pytest.fixture
def no_endless_wait() -> Iterator[None]:
    """A lock that a dead worker still held would be told at once, instead of waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_endless_wait")
@pytest.mark.parametrize(
    ("death", "left_now", "left_later"),
    [
        pytest.param("die_while_asking", 4, 4, id="in the transaction: nothing is on record"),
        pytest.param("die_before_use", 3, 4, id="before use: counts while it lives"),
        pytest.param("die_in_the_call", 3, 3, id="in the call: counts, for it may have been made"),
    ],
)
def test_a_killed_worker_leaves_no_lock_and_a_safe_count(
    packs: Path, death: str, left_now: int, left_later: int
) -> None:
    cardholder(PERSON)
    with worker(death, 0, packs) as dying:
        _, said = dying.communicate()
        assert dying.returncode == -9, said
    on_record = Permit.objects.count()
    assert on_record == MAX[PERSON] - left_now
    assert issued(packs, minutes=1) == left_now
    Permit.objects.filter(actor="b").update(consumed_at=AT)
    assert issued(packs, minutes=11) == left_later - left_now


def issued(packs: Path, *, minutes: int) -> int:
    """Ask for more than the cap; return how many were permitted."""
    answers = permits_issue(
        requests=everything()[:2] * 3,
        at=AT + timedelta(minutes=minutes),
        actor="b",
        ask=gate_of(packs),
    )
    denied = [answer for answer in answers if isinstance(answer, Answer)]
    assert {reason.rule_id for answer in denied for reason in answer.reasons} <= {f"test-{PERSON}"}
    return len(answers) - len(denied)
