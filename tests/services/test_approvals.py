from __future__ import annotations

import pytest
from django.db import Error, transaction

from forbear.services.approvals import approval_ask, approval_give, approval_refuse
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, ApprovalAnswer, AuditEntry
from tests.services.agreements.make import AT, code

pytestmark = pytest.mark.django_db


def ask(why: str = "too much for me", subject_id: int = 7) -> Approval | Refusal:
    return approval_ask(
        kind="a", subject="thing", subject_id=subject_id, asked_by="chen", at=AT, why=why
    )


def asked() -> int:
    found = ask()
    assert isinstance(found, Approval)
    return found.pk


def test_one_asks_and_another_one_answers_once() -> None:
    number = asked()
    assert asked() == number
    assert code(approval_give(approval_id=number, by="chen", at=AT)) == "APPROVAL_OWN"
    given = approval_give(approval_id=number, by="wu", at=AT)
    assert isinstance(given, ApprovalAnswer)
    assert given.is_given
    assert code(approval_give(approval_id=number, by="li", at=AT)) == "APPROVAL_ANSWERED"
    assert code(approval_refuse(approval_id=number, by="li", at=AT, why="x")) == "APPROVAL_ANSWERED"
    assert asked() != number
    assert AuditEntry.objects.filter(subject="approval").count() == 3


def test_a_refusal_has_a_reason_and_may_be_ones_own() -> None:
    number = asked()
    assert code(approval_refuse(approval_id=number, by="wu", at=AT, why="")) == "NOTE_MISSING"
    assert isinstance(
        approval_refuse(approval_id=number, by="chen", at=AT, why="a mistake"), ApprovalAnswer
    )


def test_what_nobody_asked_for_and_what_has_no_reason() -> None:
    assert code(ask(" ")) == "NOTE_MISSING"
    assert code(approval_give(approval_id=0, by="a", at=AT)) == "APPROVAL_UNKNOWN"


def test_the_database_itself_lets_nobody_approve_their_own() -> None:
    number = asked()
    with pytest.raises(Error, match="nobody_approves_their_own"), transaction.atomic():
        ApprovalAnswer.objects.create(
            approval_id=number, is_given=True, asked_by="chen", answered_by="chen", answered_at=AT
        )
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Approval.objects.update(why="x")
