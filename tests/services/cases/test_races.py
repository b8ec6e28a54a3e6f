"""Two people at the same moment, on a real PostgreSQL: one of them is told so, nothing is twice."""

from __future__ import annotations

import pytest

from forbear.services.refusals import Refusal
from forbear.store.models import Complaint, Dispute, DisputeStep, LedgerTransaction
from tests.services.agreements.make import owed, owing
from tests.services.agreements.test_races import together
from tests.services.cases.make import (
    answer,
    answer_complaint,
    complaint,
    dispute,
    try_dispute,
    with_statement,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_answer_one_dispute() -> None:
    of = owing()
    made = with_statement(dispute(of, extent="part", amount_minor=20_000))
    found = together(
        lambda: answer(made, "upheld", correction="all", actor="wu"),
        lambda: answer(made, "rejected", actor="li"),
        lambda: answer(made, "part_upheld", correction="all", amount_minor=5_000, actor="zhao"),
    )
    refused = [each.code for each in found if isinstance(each, Refusal)]
    assert refused == ["DISPUTE_ANSWERED"] * 2
    outcomes = ("upheld", "part_upheld", "rejected")
    assert DisputeStep.objects.filter(step__in=outcomes).count() == 1
    made.refresh_from_db()
    assert owed(of) == 500_000 - made.corrected_minor


def test_a_dispute_opened_twice_at_once_is_one() -> None:
    of = owing()
    together(*[lambda: try_dispute(of, key="same")] * 4)
    assert Dispute.objects.count() == 1


def test_a_complaint_logged_twice_and_answered_twice_is_one() -> None:
    of = owing()
    together(*[lambda: complaint(of, key="same", cause="manner")] * 3)
    made = Complaint.objects.get()
    found = together(
        *[
            lambda: answer_complaint(made, "upheld", redress="amount", amount_minor=5_000),
        ]
        * 3
    )
    assert sum(isinstance(each, Refusal) for each in found) == 2
    assert LedgerTransaction.objects.filter(account=of, kind="waiver").count() == 1
    assert owed(of) == 495_000
