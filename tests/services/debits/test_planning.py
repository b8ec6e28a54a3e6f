from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from forbear.services.debits.planning import end_to_end_id
from forbear.store.models import Account, AuditEntry, Debit, Due, Person
from tests.services.debits.make import DUE, PLAN, at, mandate, owed, plan, sent, with_mandate

pytestmark = pytest.mark.django_db


def test_the_next_due_of_an_active_mandate_is_planned_once() -> None:
    held = with_mandate()
    (debit,) = plan().debits
    assert (debit.amount_minor, debit.due_on, debit.collection_on) == (12_000, DUE, DUE)
    assert debit.announce_by == date(2026, 3, 19)
    assert debit.end_to_end_id == f"FB{held.pk}-20260402-1"
    for later in range(5):
        again = plan(PLAN + timedelta(days=later))
        assert not again.debits
        assert again.without == {"ALREADY_MADE": 1, "UNDER_WAY": 1}
    assert Debit.objects.count() == 1
    # a run that does nothing says nothing
    assert AuditEntry.objects.filter(action="debits.planned").count() == 1


@pytest.mark.parametrize(
    ("account", "person", "code"),
    [
        ({"dispute": "open"}, {}, "DISPUTE_OPEN"),
        ({"plan": "kept"}, {}, "PLAN_SCHEDULE"),
        ({"hardship_until": DUE}, {}, "HARDSHIP"),
        ({"currency": "USD"}, {}, "WRONG_CURRENCY"),
        ({"next_due_minor": 0}, {}, "NOTHING_DUE"),
        ({"next_due_on": None}, {}, "NOTHING_DUE"),
        ({}, {"breathing_space_until": DUE}, "BREATHING_SPACE"),
        ({}, {"is_deceased": True}, "DECEASED"),
        ({}, {"bankruptcy": "filed"}, "BANKRUPT"),
    ],
)
def test_a_hold_is_counted_and_no_debit_made(
    account: dict[str, object], person: dict[str, object], code: str
) -> None:
    held = with_mandate(**account)
    Person.objects.filter(pk=held.person_id).update(**person)
    found = plan()
    assert not found.debits
    assert found.without == {code: 1}


def test_no_mandate_no_debit_and_another_creditors_is_not_ours() -> None:
    owed()
    row = mandate(owed())
    type(row).objects.update(creditor_id="DE13ZZZ00099999999")
    assert plan().without == {"OTHER_CREDITOR": 1}


def test_dues_tell_what_is_unpaid_and_what_comes_where_the_account_does_not() -> None:
    paid = with_mandate()
    Due.objects.create(account=paid, due_on=DUE, amount_minor=12_000, paid_minor=4_000)
    other = with_mandate(next_due_on=None, next_due_minor=0)
    day = date(2026, 4, 20)
    Due.objects.create(account=other, due_on=date(2026, 3, 2), amount_minor=100, paid_minor=0)
    Due.objects.create(account=other, due_on=day, amount_minor=700, paid_minor=100)
    found = {debit.account_id: (debit.due_on, debit.amount_minor) for debit in plan().debits}
    assert found == {paid.pk: (DUE, 8_000), other.pk: (day, 700)}


def test_the_next_month_is_planned_after_the_bank_had_its_days() -> None:
    account_id = sent().account_id
    Account.objects.filter(pk=account_id).update(next_due_on=date(2026, 5, 2))
    (debit,) = plan(date(2026, 4, 14)).debits
    assert debit.collection_on == date(2026, 5, 4)  # 2 May is a Saturday


def test_what_is_under_way_is_not_asked_for_again() -> None:
    held = with_mandate(balance_minor=15_000)
    plan()
    Account.objects.filter(pk=held.pk).update(next_due_on=date(2026, 4, 20), next_due_minor=15_000)
    (debit,) = plan(date(2026, 3, 25)).debits
    assert debit.amount_minor == 3_000


def test_many_accounts_ask_the_database_no_more_often_than_few() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            plan()
        return len(queries)

    with_mandate()
    few = asked()
    for _ in range(20):
        with_mandate()
    assert asked() == few


def test_the_name_for_banks_is_short_enough_and_one_a_due() -> None:
    names = {
        end_to_end_id(account, DUE + timedelta(days=day), attempt)
        for account in (1, 11, 2**63 - 1)
        for day in range(40)
        for attempt in (1, 2)
    }
    assert len(names) == 3 * 40 * 2
    assert max(map(len, names)) <= 35


def test_the_database_refuses_a_second_debit_of_a_due_and_keeps_the_first() -> None:
    with_mandate()
    (debit,) = plan().debits
    row = Debit.objects.get(pk=debit.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        row.delete()
    row.pk, row.end_to_end_id = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Debit.objects.update(state="sent")


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_moment_plan_once() -> None:
    for _ in range(3):
        with_mandate()

    def run(_: int) -> int:
        try:
            return len(plan().debits)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(4)))
    assert sorted(made) == [0, 0, 0, 3]
    assert Debit.objects.count() == 3
    assert Debit.objects.filter(planned_at=at(PLAN)).count() == 3
