from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from forbear.services.contacts import contact_log, contact_log_inbound
from forbear.services.permits import permit_consume
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, Contact, Permit, PlannedContact
from tests.store.make import account, permit, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


def log(given: Permit, *, minutes: int = 1) -> Contact | Refusal:
    return contact_log(
        permit_id=given.pk, outcome="no_answer", at=AT + timedelta(minutes=minutes), actor="a"
    )


@pytest.mark.django_db
def test_logging_consumes_the_permit_and_finishes_what_was_planned() -> None:
    waiting = planned(account(), at=AT, channel="call")
    given = permit(waiting.account, at=AT, planned=waiting)
    contact = log(given)
    assert isinstance(contact, Contact)
    assert (contact.party, contact.channel, contact.outcome) == ("cardholder", "call", "no_answer")
    given.refresh_from_db()
    assert given.consumed_at == AT + timedelta(minutes=1)
    assert PlannedContact.objects.get().state == "done"
    assert AuditEntry.objects.get().action == "contact.logged"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "code"), [(9, None), (10, "PERMIT_EXPIRED")])
def test_an_expired_permit_opens_nothing(minutes: int, code: str | None) -> None:
    found = log(permit(account(), at=AT), minutes=minutes)
    assert (found.code if isinstance(found, Refusal) else None) == code
    assert Contact.objects.count() == (1 if code is None else 0)


@pytest.mark.django_db
def test_a_second_contact_under_the_same_permit_is_refused() -> None:
    given = permit(account(), at=AT)
    log(given)
    again = log(given)
    assert isinstance(again, Refusal)
    assert again.code == "PERMIT_CONSUMED"


@pytest.mark.django_db
def test_a_call_begun_in_time_is_logged_however_long_it_took() -> None:
    given = permit(account(), at=AT)
    permit_consume(permit_id=given.pk, at=AT, actor="a")
    contact = log(given, minutes=45)
    assert isinstance(contact, Contact)
    assert contact.at == AT


@pytest.mark.django_db
def test_the_first_contact_is_first_only_once() -> None:
    owed = account(is_first_contact=True)
    log(permit(owed, at=AT))
    owed.refresh_from_db()
    assert owed.is_first_contact is False


@pytest.mark.django_db
def test_an_inbound_contact_needs_no_permit() -> None:
    owed = account()
    contact = contact_log_inbound(
        person_id=owed.person_id,
        account_id=owed.pk,
        contact_point_id=point(owed.person).pk,
        channel="call",
        at=AT,
        actor="a",
    )
    assert (contact.direction, contact.outcome, contact.permit_id) == ("in", "conversation", None)


@pytest.mark.django_db(transaction=True)
def test_one_permit_logged_by_many_at_once_makes_one_contact() -> None:
    given = permit(account(), at=AT)

    def work(_: int) -> str:
        try:
            return type(log(given)).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        found = sorted(pool.map(work, range(8)))
    assert found == ["Contact", *["Refusal"] * 7]
