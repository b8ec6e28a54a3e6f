"""Sent again under its key: the same is the same one, and anything else is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forbear.core.agreements.affordability import Budget
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_open
from forbear.services.guarantees.recording import guarantee_ask
from forbear.services.refunds import refund_request
from forbear.store.models import Account, Complaint, Dispute, Guarantee, Offer, Refund
from tests.services.agreements.make import AT, WAIVER, code, make, owing
from tests.services.debits.make import owed
from tests.services.guarantees.make import PAPER, STORE, TERMS
from tests.services.guarantees.make import asked as guaranteed
from tests.store.make import account, person

pytestmark = pytest.mark.django_db
DISPUTE = {"ground": "amount", "channel": "call", "said": "I paid it."}
COMPLAINT = {"channel": "call", "said": "They called me nine times."}
LATER = AT + timedelta(days=1)


def disputed(of: Account, **changed: object) -> object:
    at, actor = changed.pop("at", AT), changed.pop("actor", "chen")
    wish = DisputeWish(**{**DISPUTE, **changed})  # type: ignore[arg-type]
    return dispute_open(account_id=of.pk, wish=wish, key="k", at=at, actor=actor)  # type: ignore[arg-type]


def complained(of: Account, **changed: object) -> object:
    at, actor = changed.pop("at", AT), changed.pop("actor", "chen")
    wish = ComplaintWish(**{**COMPLAINT, **changed})  # type: ignore[arg-type]
    return complaint_log(account_id=of.pk, wish=wish, key="k", at=at, actor=actor)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"ground": "paid"},
        {"channel": "letter"},
        {"said": "I paid it twice."},
        {"extent": "part", "amount_minor": 100},
        {"received_on": AT.date()},
    ],
)
def test_another_dispute_under_the_same_key_is_refused(changed: dict[str, object]) -> None:
    of = owing()
    first = disputed(of)
    assert isinstance(first, Dispute), first
    assert disputed(of, at=LATER, actor="wu") == first, "the same, by whomever and whenever"
    assert code(disputed(of, **changed)) == "IDEMPOTENCY_CONFLICT"
    assert code(disputed(owing())) == "IDEMPOTENCY_CONFLICT"
    assert Dispute.objects.get() == first


@pytest.mark.parametrize(
    "changed",
    [{"said": "Ten times."}, {"channel": "letter"}, {"team": "North"}, {"cause": "manner"}],
)
def test_another_complaint_under_the_same_key_is_refused(changed: dict[str, object]) -> None:
    of = owing()
    first = complained(of)
    assert isinstance(first, Complaint), first
    assert complained(of, at=LATER, actor="wu") == first
    assert code(complained(of, **changed)) == "IDEMPOTENCY_CONFLICT"
    assert code(complained(owing())) == "IDEMPOTENCY_CONFLICT"
    assert Complaint.objects.get() == first


@pytest.mark.parametrize("kind", ["dispute", "complaint"])
def test_what_was_kept_before_hashes_were_is_taken_to_be_the_same(kind: str) -> None:
    of = owing()
    ask, model = (disputed, Dispute) if kind == "dispute" else (complained, Complaint)
    first = ask(of)
    model.objects.update(request_hash="")
    assert ask(of, said="In other words.") == first


def test_another_offer_under_the_same_key_is_refused() -> None:
    of = owing()
    first = make(of, WAIVER, key="k")
    assert isinstance(first, Offer), first
    assert make(of, WAIVER, key="k") == first
    for changed in (
        make(of, replace(WAIVER, amount_minor=WAIVER.amount_minor + 1), key="k"),
        make(of, WAIVER, key="k", why="something else"),
        make(of, WAIVER, key="k", budget=Budget(1, {})),
        make(of, WAIVER, key="k", budget=None),
        make(owing(), WAIVER, key="k"),
    ):
        assert code(changed) == "IDEMPOTENCY_CONFLICT"
    assert Offer.objects.get() == first


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "general"},
        {"limit_minor": 500_001},
        {"signed_on": date(2025, 1, 3)},
        {"ends_on": date(2026, 12, 30)},
    ],
)
def test_a_document_is_not_kept_a_second_time_with_other_terms(changed: dict[str, object]) -> None:
    of = account(person())
    first = guaranteed(of)
    assert guaranteed(of) == first
    again = guarantee_ask(
        account_id=of.pk,
        terms=replace(TERMS, **changed),  # type: ignore[arg-type]
        document=PAPER,
        store=STORE,
        at=first.asked_at,
        actor="kim",
    )
    assert code(again) == "GUARANTEE_KNOWN"
    assert Guarantee.objects.get() == first


@pytest.mark.parametrize(
    "changed", [{"amount_minor": 2}, {"holder": "John Doe"}, {"reason": "other"}]
)
def test_another_refund_under_the_same_key_is_refused(changed: dict[str, object]) -> None:
    of = owed(balance_minor=-5_000)
    asked = {
        "account_id": of.pk,
        "amount_minor": 1_000,
        "holder": "Jane Doe",
        "iban": "FR1420041010050500013M02606",
        "reason": "too much",
        "key": "1",
        "at": AT,
        "actor": "a",
    }
    first = refund_request(**asked)  # type: ignore[arg-type]
    assert isinstance(first, Refund), first
    assert refund_request(**asked) == first  # type: ignore[arg-type]
    assert code(refund_request(**{**asked, **changed})) == "KEY_USED"  # type: ignore[arg-type]
    assert Refund.objects.get() == first
