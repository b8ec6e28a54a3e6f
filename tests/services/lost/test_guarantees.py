from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from forbear.services.lost.guarantees import (
    GuaranteeTerms,
    guarantee_answer,
    guarantee_ask,
    guarantee_end,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Guarantee
from forbear.store.selectors.frames import portfolio_in_transaction
from tests.store.make import account, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
TERMS = GuaranteeTerms("Wang Lei", "joint", "a" * 64, date(2025, 1, 2), 500_000, date(2026, 12, 31))

pytestmark = pytest.mark.django_db


def party(owed: Account, at: datetime = AT) -> str:
    frame = portfolio_in_transaction(person_ids=[owed.person_id], at=at).contact_points
    return str(frame["party"].item())


def guaranteed(**point_given: object) -> tuple[Account, Guarantee]:
    owed = account()
    point(owed.person, **{"party": "guarantor", "party_name": "wang lei", **point_given})
    made = guarantee_ask(account_id=owed.pk, terms=TERMS, at=AT, actor="kim")
    assert isinstance(made, Guarantee)
    return owed, made


def answer(made: Guarantee, *, by: str = "lee", is_accepted: bool = True) -> str:
    done = guarantee_answer(guarantee_id=made.pk, is_accepted=is_accepted, at=AT, actor=by)
    return done.code if isinstance(done, Refusal) else done.state


def test_without_a_document_that_two_have_seen_a_guarantor_is_a_third_party() -> None:
    owed, made = guaranteed()
    assert party(owed) == "other_contact"
    assert answer(made, by="kim") == "APPROVAL_OWN"
    assert party(owed) == "other_contact"
    assert answer(made) == "accepted"
    assert party(owed) == "guarantor"
    assert answer(made) == "GUARANTEE_ANSWERED"


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "guarantor"), (294, "guarantor"), (295, "other_contact")]
)
def test_a_guarantee_counts_to_its_last_day(days: int, expected: str) -> None:
    owed, made = guaranteed()
    answer(made)
    assert party(owed, AT + timedelta(days=days)) == expected


def test_the_guarantee_of_one_is_none_of_another() -> None:
    owed, made = guaranteed(party_name="Wang Li")
    answer(made)
    assert party(owed) == "other_contact"


def test_refused_or_ended_it_counts_for_nothing() -> None:
    owed, made = guaranteed()
    assert answer(made, is_accepted=False) == "refused"
    assert party(owed) == "other_contact"
    other, second = guaranteed()
    answer(second)
    ended = guarantee_end(guarantee_id=second.pk, at=AT, actor="kim")
    assert isinstance(ended, Guarantee)
    assert party(other) == "other_contact"
    again = guarantee_end(guarantee_id=second.pk, at=AT, actor="kim")
    assert isinstance(again, Refusal)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (replace(TERMS, name=" "), "GUARANTEE_UNFIT"),
        (replace(TERMS, kind="verbal"), "GUARANTEE_UNFIT"),
        (replace(TERMS, document_sha256="none"), "GUARANTEE_UNFIT"),
        (replace(TERMS, limit_minor=0), "GUARANTEE_UNFIT"),
        (replace(TERMS, signed_on=date(2026, 3, 13)), "GUARANTEE_UNFIT"),
        (replace(TERMS, ends_on=date(2026, 3, 11)), "GUARANTEE_OVER"),
    ],
)
def test_what_binds_nobody_is_not_written_down(terms: GuaranteeTerms, code: str) -> None:
    done = guarantee_ask(account_id=account().pk, terms=terms, at=AT, actor="kim")
    assert isinstance(done, Refusal)
    assert done.code == code


def test_the_same_document_is_one_guarantee() -> None:
    owed, made = guaranteed()
    again = guarantee_ask(account_id=owed.pk, terms=TERMS, at=AT, actor="lee")
    assert again == made
