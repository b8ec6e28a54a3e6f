"""A prepared question returns what its queryset does, each time anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from forbear.store.models import Account, AuditEntry, CaseHold, Person, Relief
from forbear.store.prepared import Prepared, Slot, question
from tests.store import make

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ACCOUNTS = Prepared(
    lambda: (
        Account.objects.filter(~Q(id__one_of=Slot("but")), nation=Slot("nation"))
        .select_related("person")
        .order_by("pk")
    )
)


@pytest.mark.django_db
def test_the_rows_are_those_of_the_queryset() -> None:
    made = [make.account() for _ in range(4)]
    make.account(nation="GB", region=None)
    with CaptureQueriesContext(connection) as asked:
        found = ACCOUNTS.all(nation="US", but=[made[1].pk])
        names = [one.person.name for one in found]
    assert len(asked) == 1, "the persons are read along"
    whole = Account.objects.filter(nation="US").exclude(pk=made[1].pk).order_by("pk")
    for mine, theirs in zip(found, whole, strict=True):
        for field in Account._meta.concrete_fields:
            assert getattr(mine, field.attname) == getattr(theirs, field.attname), field.name
    assert names == [one.person.name for one in whole]
    assert not found[0]._state.adding, "it can be saved again"
    assert len(ACCOUNTS.all(nation="US", but=[])) == 4
    assert ACCOUNTS.first(nation="XX", but=[]) is None


@pytest.mark.django_db
def test_nothing_is_kept_but_the_question() -> None:
    owed = make.account()
    assert ACCOUNTS.first(nation="US", but=[]) == owed
    Account.objects.filter(pk=owed.pk).update(overdue_minor=7)
    found = ACCOUNTS.first(nation="US", but=[])
    assert found is not None
    assert found.overdue_minor == 7
    Account.objects.filter(pk=owed.pk).update(nation="GB")
    assert ACCOUNTS.all(nation="US", but=[]) == []


@pytest.mark.django_db
def test_values_are_as_the_models_have_them() -> None:
    data = {"why": ["a", {"b": None}], "n": 3}
    made = AuditEntry.objects.create(at=AT, actor="a", action="b", subject="c", data=data)
    told = Prepared(lambda: AuditEntry.objects.filter(pk=Slot("pk")).values_list("data", "at"))
    assert told.rows(pk=made.pk) == [(data, AT)]
    entry = Prepared(lambda: AuditEntry.objects.filter(pk=Slot("pk"))).first(pk=made.pk)
    assert entry is not None
    assert (entry.data, entry.at) == (data, AT)


@pytest.mark.django_db
def test_what_stands_beside_and_is_missing_is_none() -> None:
    owner = make.person()
    prepared = Prepared(
        lambda: Person.objects.select_related("preference").filter(pk=Slot("person"))
    )
    found = prepared.first(person=owner.pk)
    assert found is not None
    assert found.preference is None
    none = Prepared(lambda: Relief.objects.filter(person_id=Slot("person")))
    assert none.all(person=owner.pk) == []


@pytest.mark.django_db
def test_what_is_typed_stays_a_value() -> None:
    make.account()
    assert ACCOUNTS.all(nation="US' OR '1'='1", but=[]) == []
    assert question("SELECT %(text)s::text", {"text": "'; DROP TABLE store_account; --"}) == [
        ("'; DROP TABLE store_account; --",)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_within_a_transaction_alone() -> None:
    owed = make.account()
    CaseHold.objects.create(person=owed.person, account=owed, actor="a", since=AT, until=AT)
    locking = Prepared(
        lambda: CaseHold.objects.select_for_update().filter(person_id=Slot("person"))
    )
    with transaction.atomic():
        assert locking.first(person=owed.person_id) is not None
    with pytest.raises(transaction.TransactionManagementError, match="locked within"):
        locking.first(person=owed.person_id)


@pytest.mark.django_db
def test_the_database_keeps_the_plan_unless_it_is_told_not_to() -> None:
    connection.ensure_connection()
    begun = connection.connection
    assert begun is not None

    def kept() -> int:
        [(many,)] = question("SELECT count(*) FROM pg_prepared_statements", {})
        return int(many)

    usual = begun.prepare_threshold
    assert usual is not None
    try:
        begun.prepare_threshold = None
        before = kept()
        for _ in range(8):
            question("SELECT %(n)s::int + 41", {"n": 1})
        assert kept() == before
        begun.prepare_threshold = usual
        for _ in range(8):
            question("SELECT %(n)s::int + 41", {"n": 1})
        assert kept() > before
    finally:
        begun.prepare_threshold = usual
