"""What the trigger of a statement keeps, beside what pghistory's own trigger of each row keeps."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from pghistory.trigger import Event

from forbear.store.models import Account, Person
from tests.store.make import account, person

pytestmark = pytest.mark.django_db

_KEPT = "SELECT (to_jsonb(e) - 'pgh_id')::text FROM {} e ORDER BY 1"


def rows_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(table))
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def accounts() -> list[Account]:
    """Return accounts whose changes a trigger of each row keeps as well, in ``kept_by_row``."""
    made = [account(person(), city=city) for city in (None, "Cali", "", "Cali")]
    beside = Event(
        event_model=apps.get_model("store", "AccountEvent"),
        label="update",
        name="beside",
        row="NEW",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(),
        level=pgtrigger.Row,
    )
    install = beside.compile(Account).install_sql.replace('"store_accountevent"', '"kept_by_row"')
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept_by_row (LIKE store_accountevent INCLUDING IDENTITY)")
        cursor.execute(install)
    return made


def test_it_keeps_of_every_change_what_a_trigger_of_each_row_keeps(accounts: list[Account]) -> None:
    every, (first, *_) = Account.objects.all(), accounts
    every.update(balance_minor=F("balance_minor") + 1, last_payment_on=date(2026, 3, 1))
    first.step = 3
    first.save()
    first.save()  # as it was
    every.update(city="Cali")  # only two of them change
    every.update(city=None, dispute_in_validation_period=True)
    every.filter(pk=-1).update(step=9)  # none
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_account SELECT * FROM store_account"
            " ON CONFLICT (id) DO UPDATE SET overdue_minor = EXCLUDED.id"
        )
    with pghistory.context(why="a reason"):
        every.exclude(pk=first.pk).update(person=Person.objects.order_by("pk")[0])
    kept = rows_of("store_accountevent")
    assert kept == rows_of("kept_by_row")
    # by all, the step, the city (those that differed; all), the insert, and the person
    assert len(kept) == 4 + 1 + 2 + 4 + 4 + 3
    assert sum('"pgh_context_id": null' not in event for event in kept) == 3


def test_a_session_that_changed_one_row_plans_anew_for_many(accounts: list[Account]) -> None:
    for owed in accounts:
        Account.objects.filter(pk=owed.pk).update(step=1)
    Account.objects.bulk_create(
        Account(reference=f"B{n}", person=owed.person, nation="US", currency="USD", balance_minor=n)
        for n in range(5000)
    )
    Account.objects.update(step=2)
    assert len(rows_of("store_accountevent")) == 4 + 5004
    assert rows_of("store_accountevent") == rows_of("kept_by_row")
