from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from forbear.core.tables import EVENTS, PORTFOLIO
from forbear.core.tables.frames import Portfolio
from forbear.store.models import (
    Consent,
    Contact,
    Due,
    ImportBatch,
    InconvenientTime,
    OptOut,
    Permit,
    Person,
    Promise,
)
from forbear.store.selectors.frames import portfolio, portfolio_in_transaction
from tests.store.address import address
from tests.store.make import account, permit, person, point

AT = datetime(2026, 3, 12, 15, 0, 0, 123456, tzinfo=UTC)


def a_full_case() -> Person:
    owner = person(time_zones=None, cease_at=AT, cease_form="oral")
    owed = account(owner, region=None, collector_licensed=None, hardship_until=date(2026, 5, 1))
    phone = point(owner, is_verified=None, data_source="public")
    batch = ImportBatch.objects.create(
        at=AT, table="contacts", file_name="a.csv", file_sha256="0" * 64
    )
    Contact.objects.create(
        person=owner, account=owed, contact_point=phone, at=AT, channel="call", batch=batch
    )
    Contact.objects.create(
        person=owner, at=AT - timedelta(days=9), channel="sms", direction="in", outcome="replied"
    )
    OptOut.objects.create(person=owner, channel="sms", at=AT)
    Consent.objects.create(
        person=owner, channel="call", kind="hours", at=AT, from_time=time(9), to_time=time(17, 30)
    )
    InconvenientTime.objects.create(person=owner, from_time=time(12), days="mon,tue", place="work")
    Due.objects.create(account=owed, due_on=date(2026, 1, 31), amount_minor=2500, paid_minor=100)
    for day, state in [(20, "open"), (15, "open"), (1, "broken"), (2, "broken"), (3, "kept")]:
        Promise.objects.create(
            account=owed, amount_minor=day * 100, pay_on=date(2026, 3, day), made_at=AT, state=state
        )
    return owner


def frames_of(found: Portfolio) -> dict[str, pl.DataFrame]:
    return {field.name: getattr(found, field.name) for field in fields(found)}


@pytest.mark.django_db(transaction=True)
def test_both_ways_read_the_same_frames_of_the_documented_schema() -> None:
    owner = a_full_case()
    a_full_case()
    permit(account(owner), at=AT)
    by_arrow = portfolio(address(), at=AT, person_ids=[owner.pk])
    in_transaction = portfolio_in_transaction(person_ids=[owner.pk], at=AT)
    for table in PORTFOLIO:
        one, other = frames_of(by_arrow)[table.name], frames_of(in_transaction)[table.name]
        assert one.schema == table.schema, table.name
        if table is EVENTS:
            # the gate asks nothing of events: only the day reads them
            assert (one.height, other.height) == (1, 0)
            continue
        assert one.height > 0, table.name
        assert_frame_equal(one, other, check_row_order=False)
    everyone = portfolio(address(), at=AT)
    assert everyone.persons.height == 2
    assert everyone.dues.height == 2


@pytest.mark.django_db(transaction=True)
def test_contacts_before_a_moment_can_be_left_out() -> None:
    a_full_case()
    found = portfolio(address(), at=AT, since=AT - timedelta(days=1)).contacts
    assert found["channel"].to_list() == ["call"]


@pytest.mark.django_db
def test_the_nearest_open_promise_and_the_broken_ones_stand_on_the_account() -> None:
    owner = a_full_case()
    [row] = portfolio_in_transaction(person_ids=[owner.pk], at=AT).accounts.to_dicts()
    assert (row["promise_on"], row["promise_minor"]) == (date(2026, 3, 15), 1500)
    assert row["broken_promises"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "is_consumed", "counted"),
    [
        pytest.param(0, False, 1, id="live"),
        pytest.param(9, False, 1, id="live to its last minute"),
        pytest.param(10, False, 0, id="expired unused"),
        pytest.param(600, True, 1, id="consumed, its outcome never learned"),
    ],
)
def test_a_permit_not_yet_used_counts_as_an_attempt(
    minutes: int, counted: int, *, is_consumed: bool
) -> None:
    given = permit(account(), at=AT)
    if is_consumed:
        Permit.objects.filter(pk=given.pk).update(consumed_at=AT)
    at = AT + timedelta(minutes=minutes)
    contacts = portfolio_in_transaction(person_ids=[given.person_id], at=at).contacts
    assert contacts.filter(outcome="pending").height == counted


@pytest.mark.django_db
def test_a_permit_and_its_contact_count_once() -> None:
    given = permit(account(), at=AT)
    Permit.objects.filter(pk=given.pk).update(consumed_at=AT)
    Contact.objects.create(
        person=given.person,
        account=given.account,
        at=AT,
        channel="call",
        outcome="no_answer",
        permit=given,
    )
    contacts = portfolio_in_transaction(person_ids=[given.person_id], at=AT).contacts
    assert contacts["outcome"].to_list() == ["no_answer"]


@pytest.mark.django_db
def test_what_was_recorded_while_one_waited_for_the_lock_has_happened() -> None:
    """The one ahead asked a moment later by its clock, or was written down meanwhile."""
    later = AT + timedelta(seconds=3)
    given = permit(account(person(cease_at=later)), at=later)
    OptOut.objects.create(person=given.person, channel="call", at=later)
    found = portfolio_in_transaction(person_ids=[given.person_id], at=AT)
    assert found.contacts["at"].to_list() == [AT]
    assert found.opt_outs["at"].to_list() == [AT]
    assert found.persons["cease_at"].to_list() == [AT]
    as_of_then = portfolio_in_transaction(person_ids=[given.person_id], at=later)
    assert as_of_then.contacts["at"].to_list() == [later]
    assert as_of_then.persons["cease_at"].to_list() == [later]
