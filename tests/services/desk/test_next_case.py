"""The next best case, and many who press at the same moment: real connections, real locks."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from forbear.services.desk.holds import LEASE, REST
from forbear.services.desk.next_case import case_next
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseHold, DayRun, PlannedContact, QueuePlace
from forbear.store.selectors.desk import _places, place_next, place_of, places_passed
from forbear.store.selectors.queue import QueueFilter
from tests.web import portfolio
from tests.web.portfolio import AT


def pressed(run: DayRun, actor: str, **given: object) -> CaseHold | Refusal:
    return case_next(
        given.pop("asked", QueueFilter()),  # type: ignore[arg-type] # a table of keywords
        run=run,
        at=given.pop("at", AT),  # type: ignore[arg-type]
        actor=actor,
        can_call=given.pop("can_call", lambda _account_id: True),  # type: ignore[arg-type]
    )


def given(run: DayRun, actor: str, **asked: object) -> str:
    found = pressed(run, actor, **asked)
    return found.code if isinstance(found, Refusal) else found.account.reference


@pytest.fixture
def run(db: None) -> DayRun:  # noqa: ARG001 - the tables come first
    made = portfolio.day_run()
    for number in (1, 2, 3):
        portfolio.decide(portfolio.cardholder(number), made)
    return made


def test_the_one_that_owes_most_comes_first_then_the_next(run: DayRun) -> None:
    # overdue grows with the number
    assert [given(run, "chen") for _press in range(4)] == [
        "A-00003",
        "A-00002",
        "A-00001",
        "NO_CASE_OPEN",
    ]
    assert given(run, "chen", at=AT + REST) == "A-00003"


def test_a_case_with_a_colleague_is_passed_over_until_the_lease_ends(run: DayRun) -> None:
    assert given(run, "chen") == "A-00003"
    assert given(run, "wang") == "A-00002"
    place = place_of(Account.objects.get(reference="A-00002").pk, run=run)
    assert place is not None
    assert (place.place, places_passed(place, at=AT)) == (2, 1)
    assert given(run, "zhao", at=AT + LEASE) == "A-00003"


def test_what_is_done_closed_or_of_another_nation_is_not_given(run: DayRun) -> None:
    PlannedContact.objects.filter(account__reference="A-00003").update(state="done")
    assert given(run, "chen") == "A-00002"
    assert given(run, "wang", asked=QueueFilter(nation="US")) == "NO_CASE_OPEN"
    assert given(run, "wang", asked=QueueFilter(bucket="M6")) == "NO_CASE_OPEN"
    assert given(run, "wang", at=AT + timedelta(hours=12)) == "NO_CASE_OPEN"


def test_what_the_gate_no_longer_permits_is_skipped_and_rests(run: DayRun) -> None:
    barred = Account.objects.get(reference="A-00003")
    assert given(run, "chen", can_call=lambda pk: pk != barred.pk) == "A-00002"
    assert CaseHold.objects.get(person=barred.person).rests_until == AT + REST


def test_a_place_counts_in_its_queue_and_a_line_in_the_day_with_contacts_first(
    run: DayRun,
) -> None:
    portfolio.decide(portfolio.cardholder(9), run, action="hold", channel=None)
    portfolio.decide(portfolio.cardholder(8), run, channel="sms")
    found = QueuePlace.objects.order_by("line").values_list("queue", "place", "line")
    queues = [queue for queue, _place, _line in found]
    assert queues[-1] == "hold"
    assert [line for _queue, _place, line in found] == [1, 2, 3, 4, 5]
    for queue in set(queues):
        places = [place for each, place, _line in found if each == queue]
        assert places == list(range(1, len(places) + 1))


@pytest.mark.django_db(transaction=True)
def test_many_who_press_at_the_same_moment_get_a_case_each() -> None:
    people = 8
    with transaction.atomic():
        run = portfolio.day_run()
        for number in range(1, people):
            portfolio.decide(portfolio.cardholder(number), run)
        # two accounts of one cardholder are one case
        first = Account.objects.get(reference="A-00001")
        portfolio.decide(portfolio.card(first.person, 9001, currency="CNY", nation="CN"), run)
    together = Barrier(people)

    def press(number: int) -> int | None:
        try:
            together.wait(timeout=60)
            found = pressed(run, f"collector-{number}")
            return None if isinstance(found, Refusal) else found.person_id
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        persons = list(pool.map(press, range(people)))
    # seven cardholders for eight collectors: nobody shares, one goes without
    assert sorted(filter(None, persons)) == sorted(
        Account.objects.values_list("person_id", flat=True).distinct()
    )
    assert persons.count(None) == 1


@pytest.mark.parametrize(
    ("state", "is_left_out"),
    [("planned", False), ("done", True), ("refused", True), ("lapsed", False)],
)
def test_a_call_that_is_over_leaves_the_index_of_open_places(
    run: DayRun, state: str, *, is_left_out: bool
) -> None:
    del run
    owed = PlannedContact.objects.filter(account__reference="A-00003")
    owed.update(state=state)
    assert QueuePlace.objects.get(planned__in=owed).may_be_next is not is_left_out
    # each other place stays as it was
    assert QueuePlace.objects.exclude(planned__in=owed).filter(may_be_next=True).count() == 2
    owed.update(state="planned")
    assert QueuePlace.objects.filter(may_be_next=True).count() == 3


def test_what_is_no_call_is_not_among_them(run: DayRun) -> None:
    portfolio.decide(portfolio.cardholder(7), run, channel="sms")
    portfolio.decide(portfolio.cardholder(8), run, action="hold", channel=None)
    kept = QueuePlace.objects.filter(may_be_next=True).values_list("queue", flat=True)
    assert list(kept) == ["call"] * 3
    assert QueuePlace.objects.count() == 5


def test_a_call_that_lapsed_is_not_given_although_its_place_may_be_next(run: DayRun) -> None:
    PlannedContact.objects.filter(account__reference="A-00003").update(state="lapsed")
    assert given(run, "chen") == "A-00002"


@pytest.mark.parametrize("is_given", [True, False])
def test_the_question_reads_the_index_whatever_its_values(run: DayRun, *, is_given: bool) -> None:
    del run
    written = _places(False, False, is_given=is_given)._written
    numbers = count(1)
    text = re.sub("%s", lambda _found: f"${next(numbers)}", written.sql)
    with connection.cursor() as cursor:
        # with three rows the database would read them all
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {text}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using place_that_may_be_next" in plan, plan


@pytest.mark.django_db(transaction=True)
def test_a_call_ends_while_somebody_is_given_its_place() -> None:
    with transaction.atomic():
        run = portfolio.day_run()
        portfolio.decide(portfolio.cardholder(3), run)
    looked, ended = Event(), Event()

    def look() -> str:
        """Hold the place as one who is given it, until the call has ended beside."""
        try:
            with transaction.atomic():
                place = place_next(QueueFilter(), run=run, at=AT, actor="chen", skip=set())
                looked.set()
                assert ended.wait(timeout=60)
            return place.account.reference if place else ""
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        assert looked.wait(timeout=60)
        PlannedContact.objects.update(state="done")
        ended.set()
        assert looking.result() == "A-00003"
    # the mark was not waited for; the state decides
    assert QueuePlace.objects.get().may_be_next
    assert given(run, "wang") == "NO_CASE_OPEN"
