from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forbear.services.audit import audit_write
from forbear.services.audit_reading import export_note, verified_note
from forbear.services.evidence import Verified
from forbear.store.selectors.audit import AuditWish, audit_actions, audit_rows, last_verified

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_export_is_an_entry_of_its_own() -> None:
    export_note(AuditWish(actor="chen", since=AT), form="csv", at=AT, actor="kim")
    (row,) = audit_rows(AuditWish(action="audit."), most=10)
    assert (row.actor, row.data["actor"], row.data["since"]) == ("kim", "chen", AT.isoformat())


def test_a_verification_is_kept_with_what_it_found() -> None:
    verified_note(Verified(2, 30, 4, "ab", ()), since=1, at=AT, actor="kim")
    last = last_verified()
    assert last is not None
    assert last.data == {"seals": 2, "rows": 30, "since": 1, "faults": [], "head": "ab"}


def test_actions_are_listed_once_and_rows_no_more_than_asked_for() -> None:
    assert audit_actions() == []
    for action in ("b.x", "a.y", "b.x", "a.y", "c"):
        audit_write(at=AT, actor="a", action=action, subject="s")
    assert audit_actions() == ["a.y", "b.x", "c"]
    assert len(list(audit_rows(AuditWish(), most=3))) == 3
