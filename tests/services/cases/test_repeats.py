"""A step or an answer that is asked for again is taken once, also at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from forbear.services.cases.answering import Answer, dispute_answer
from forbear.services.cases.disputes import dispute_locked, dispute_note
from forbear.services.cases.repeats import taken_once, was_answered, was_last_step
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, Dispute, DisputeStep
from tests.services.agreements.make import AT, owing
from tests.services.agreements.test_races import together
from tests.services.cases.make import EVERYONE, dispute, with_statement

pytestmark = pytest.mark.django_db(transaction=True)
NO = Answer("rejected", "Every line is right. ")


def noted(of: Dispute, note: str = "Called. ", actor: str = "wu") -> Dispute | Refusal:
    return taken_once(
        partial(dispute_locked, of.pk),
        partial(was_last_step, step="noted", note=note, actor=actor),
        partial(dispute_note, dispute_id=of.pk, step="noted", at=AT, actor=actor, note=note),
    )


def answered(
    of: Dispute, made: Answer = NO, *, roles: tuple[str, ...] = EVERYONE, actor: str = "wu"
) -> Dispute | Refusal:
    return taken_once(
        partial(dispute_locked, of.pk),
        partial(was_answered, answer=made, actor=actor),
        partial(dispute_answer, dispute_id=of.pk, answer=made, roles=roles, at=AT, actor=actor),
    )


def test_a_note_sent_four_times_at_once_is_one() -> None:
    of = dispute(owing())
    found = together(*[partial(noted, of)] * 4)
    assert [each.pk for each in found] == [of.pk] * 4
    assert DisputeStep.objects.filter(step="noted").count() == 1
    noted(of, actor="li")
    noted(of)
    assert DisputeStep.objects.filter(step="noted").count() == 3


def test_an_answer_sent_four_times_at_once_is_one() -> None:
    of = with_statement(dispute(owing(), extent="part", amount_minor=20_000))
    found = together(*[partial(answered, of)] * 4)
    assert [getattr(each, "state", each) for each in found] == ["answered"] * 4
    assert DisputeStep.objects.filter(step="rejected").count() == 1
    other = answered(of, Answer("rejected", "Another reason."))
    assert isinstance(other, Refusal)
    assert isinstance(answered(of, actor="li"), Refusal), "somebody else's is not theirs"


def test_a_proposal_sent_four_times_at_once_is_one() -> None:
    of = with_statement(dispute(owing()))
    found = together(*[partial(answered, of, roles=())] * 4)
    assert [getattr(each, "state", each) for each in found] == ["proposed"] * 4
    assert Approval.objects.count() == 1
    assert isinstance(answered(of, roles=(), actor="li"), Refusal)


def test_what_is_not_there_is_refused() -> None:
    found = noted(Dispute(pk=999_999))
    assert isinstance(found, Refusal)
    assert found.code == "DISPUTE_MISSING"
