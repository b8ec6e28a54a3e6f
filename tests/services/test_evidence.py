"""What was written is sealed; who changes it past the triggers is found out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from forbear.services.audit import audit_write
from forbear.services.evidence import Verified, evidence_seal, evidence_verify
from forbear.store.models import AuditEntry, Contact, Seal, SealedPart
from forbear.store.sealing import ids_unsealed, tables_sealed
from tests.store import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 5, 8, tzinfo=UTC)


def write(number: int = 1) -> None:
    for each in range(number):
        audit_write(
            at=AT, actor="chen", action="contact.logged", subject="contact", subject_id=each
        )


def tamper(statement: str, *values: object) -> None:
    """Do what only the owner of the database can: past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, list(values))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def codes(found: Verified) -> list[str]:
    return [fault.code for fault in found.faults]


def test_what_is_only_added_to_is_sealed_and_the_seals_themselves_are_not() -> None:
    names = {table.name for table in tables_sealed()}
    assert {"store_auditentry", "store_contact", "store_posting", "store_optout"} <= names
    assert {"store_gateanswer", "store_accountevent", "store_personevent"} <= names
    assert not names & {"store_seal", "store_sealedpart", "store_account", "store_plannedcontact"}


def test_an_empty_history_needs_no_seal() -> None:
    assert evidence_seal(at=AT) is None
    found = evidence_verify()
    assert (found.seals, found.rows, found.unsealed, found.faults) == (0, 0, 0, ())


def test_a_history_as_it_was_written_holds() -> None:
    write(3)
    first = evidence_seal(at=AT)
    assert evidence_seal(at=AT) is None
    write(2)
    assert evidence_verify().unsealed == 2
    second = evidence_seal(at=AT + timedelta(minutes=5))
    assert first is not None
    assert second is not None
    assert (second.number, second.previous) == (2, first.hash)
    found = evidence_verify(head=first.hash)
    assert (found.seals, found.rows, found.unsealed, found.head) == (2, 5, 0, second.hash)
    assert found.faults == ()


def test_the_digest_is_the_sha256_over_the_rows_own() -> None:
    owed = make.account()
    make.permit(owed, at=AT)
    write(4)
    evidence_seal(at=AT)
    part = SealedPart.objects.get(table="store_auditentry")
    with connection.cursor() as cursor:
        named = ", ".join(f'"{column}"' for column in part.columns)
        cursor.execute(f"SELECT jsonb_build_array({named})::text FROM store_auditentry ORDER BY id")
        rows = [hashlib.sha256(text.encode()).digest() for (text,) in cursor.fetchall()]
    assert part.rows == 4
    assert part.digest == hashlib.sha256(b"".join(rows)).hexdigest()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE store_auditentry SET actor = 'nobody' WHERE id = %s", "ROWS_CHANGED"),
        ("UPDATE store_auditentry SET data = '{\"a\": 1}' WHERE id = %s", "ROWS_CHANGED"),
        ("UPDATE store_auditentry SET at = at + interval '1 us' WHERE id = %s", "ROWS_CHANGED"),
        ("UPDATE store_auditentry SET subject_id = NULL WHERE id = %s", "ROWS_CHANGED"),
        ("DELETE FROM store_auditentry WHERE id = %s", "ROWS_REMOVED"),
    ],
)
def test_who_changes_a_row_past_the_triggers_is_found_out(statement: str, code: str) -> None:
    write(3)
    evidence_seal(at=AT)
    tamper(statement, AuditEntry.objects.order_by("id")[1].pk)
    found = evidence_verify()
    assert codes(found) == [code]
    assert found.faults[0].table == "store_auditentry"


def test_a_row_changed_and_sealed_anew_breaks_the_chain_that_was_kept() -> None:
    write(3)
    kept = evidence_seal(at=AT)
    assert kept is not None
    tamper("DELETE FROM store_auditentry WHERE id = %s", AuditEntry.objects.latest("id").pk)
    tamper("DELETE FROM store_sealedpart")
    tamper("DELETE FROM store_seal")
    evidence_seal(at=AT)
    assert codes(evidence_verify()) == []
    assert codes(evidence_verify(head=kept.hash)) == ["HEAD_UNKNOWN"]


def test_a_seal_taken_away_shows() -> None:
    for _each in range(3):
        write()
        evidence_seal(at=AT)
    tamper(
        "DELETE FROM store_sealedpart WHERE seal_id = (SELECT id FROM store_seal WHERE number=2)"
    )
    tamper("DELETE FROM store_seal WHERE number = 2")
    assert codes(evidence_verify()) == ["SEAL_MISSING", "CHAIN_BROKEN"]


def test_what_a_slow_transaction_writes_below_a_seal_comes_under_the_next_one() -> None:
    write(5)
    late = AuditEntry.objects.order_by("id")[2]
    tamper("DELETE FROM store_auditentry WHERE id = %s", late.pk)
    evidence_seal(at=AT)
    assert "," in SealedPart.objects.get(table="store_auditentry").ids
    AuditEntry.objects.bulk_create([late])
    assert evidence_verify().unsealed == 1
    evidence_seal(at=AT)
    newest = Seal.objects.latest("number")
    assert newest.parts.get(table="store_auditentry").ids == str(late.pk)
    assert evidence_verify().faults == ()


def test_a_column_that_came_later_does_not_break_what_was_sealed_before() -> None:
    write(2)
    evidence_seal(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE store_auditentry ADD COLUMN later text DEFAULT 'x'")
    assert evidence_verify().faults == ()


def test_contacts_and_history_are_sealed_too() -> None:
    owed = make.account()
    owed.balance_minor += 1
    owed.save()
    permit = make.permit(owed, at=AT, consumed_at=AT)
    Contact.objects.create(
        person=owed.person,
        account=owed,
        contact_point=permit.contact_point,
        at=AT,
        channel="call",
        permit=permit,
    )
    evidence_seal(at=AT)
    assert {"store_contact", "store_accountevent"} <= set(
        SealedPart.objects.values_list("table", flat=True)
    )
    tamper("UPDATE store_accountevent SET balance_minor = 0")
    assert [(one.code, one.table) for one in evidence_verify().faults] == [
        ("ROWS_CHANGED", "store_accountevent")
    ]


def test_a_part_knows_its_last_row_so_that_old_ones_are_left_alone() -> None:
    write(3)
    evidence_seal(at=AT)
    part = SealedPart.objects.get(table="store_auditentry")
    last = AuditEntry.objects.latest("pk").pk
    assert part.last_id == last
    table = next(one for one in tables_sealed() if one.name == "store_auditentry")
    write(1)
    # above the last sealed row no part need be read: even one that cannot be read does no harm
    tamper("UPDATE store_sealedpart SET ids = 'rubbish' WHERE id = %s", part.pk)
    assert ids_unsealed(table, above=last) == str(AuditEntry.objects.latest("pk").pk)
