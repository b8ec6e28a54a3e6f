from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from forbear.services.debits import (
    mandate_add,
    mandate_cancel,
    mandate_resume,
    mandate_suspend,
)
from forbear.store.models import AuditEntry, Mandate
from tests.services.debits.make import VALUE, at, code, mandate, owed

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 1)


def test_a_mandate_is_written_down_once_with_an_audit_entry() -> None:
    held = owed()
    first = mandate(held, iban="fr14 2004 1010 0505 0001 3m02 606")
    again = mandate(held)
    assert first == again
    assert Mandate.objects.get().iban == "FR1420041010050500013M02606"
    assert AuditEntry.objects.filter(action="mandate.added").count() == 1


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"iban": "FR1520041010050500013M02606"}, "IBAN_INVALID"),
        ({"signed_on": date(2026, 2, 2)}, "MANDATE_NOT_SIGNED"),
        ({"holder": "王芳"}, "NAME_UNWRITABLE"),
        ({"creditor_id": "XX"}, "CREDITOR_ID_INVALID"),
    ],
)
def test_a_faulty_mandate_is_refused(given: dict[str, object], refused: str) -> None:
    found = mandate_add(replace(VALUE, **given), account_id=owed().pk, at=at(ON), actor="a")
    assert code(found) == refused
    assert not Mandate.objects.exists()


def test_a_reference_that_says_something_else_is_refused() -> None:
    held = owed()
    mandate(held)
    other = replace(VALUE, reference=f"M-{held.pk}", iban="DE89370400440532013000")
    assert code(mandate_add(other, account_id=held.pk, at=at(ON), actor="a")) == "MANDATE_KNOWN"
    same = replace(VALUE, reference=f"M-{held.pk}")
    assert code(mandate_add(same, account_id=owed().pk, at=at(ON), actor="a")) == "MANDATE_KNOWN"


def test_an_account_has_one_active_mandate() -> None:
    held = owed()
    first = mandate(held)
    other = replace(VALUE, reference="M-other")
    assert code(mandate_add(other, account_id=held.pk, at=at(ON), actor="a")) == "MANDATE_ACTIVE"
    mandate_cancel(mandate_id=first.pk, note="a new bank", at=at(ON), actor="a")
    assert code(mandate_add(other, account_id=held.pk, at=at(ON), actor="a")) is None


def test_a_mandate_rests_and_goes_on_and_ends_for_good() -> None:
    row = mandate(owed())
    given = {"mandate_id": row.pk, "note": "asked by the cardholder", "at": at(ON), "actor": "a"}
    for change, state in (
        (mandate_suspend, "suspended"),
        (mandate_suspend, "suspended"),
        (mandate_resume, "active"),
        (mandate_cancel, "cancelled"),
    ):
        changed = change(**given)
        assert isinstance(changed, Mandate)
        assert changed.state == state
    assert code(mandate_resume(**given)) == "MANDATE_STATE"
    assert code(mandate_suspend(**given)) == "MANDATE_STATE"
    # the second suspension was none
    assert AuditEntry.objects.filter(action="mandate.suspended").count() == 1


def test_the_database_keeps_mandates_and_their_uniqueness() -> None:
    row = mandate(owed())
    with pytest.raises(ProgrammingError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(
            account=row.account, reference="M-x", creditor_id="x", signed_on=ON, iban="", holder="x"
        )
