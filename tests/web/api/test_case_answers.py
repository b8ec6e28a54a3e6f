"""Answers by the API: within authority, or proposed and decided by another; once."""

from __future__ import annotations

import pytest

from forbear.core.agreements.authority import Limit
from forbear.services.agreements.authority import authority_set
from forbear.store.models import Account, Approval, Dispute, DisputeStep
from forbear.wiring import clock
from tests.services.agreements.make import AT, owing
from tests.services.cases.make import complaint, dispute, with_statement
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
UPHELD = {
    "outcome": "part_upheld",
    "reasons": "One fee was charged twice.",
    "correction": "fees",
    "amount_minor": 1_000,
}
REJECTED = {"outcome": "rejected", "reasons": "Every line is right."}
REDRESS = {
    "outcome": "upheld",
    "reasons": "Nine calls came on one day.",
    "redress": "amount",
    "amount_minor": 2_000,
}


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return owing(reference="CARD/9")


def may(name: str, kind: str) -> None:
    limit = Limit(f"api:{name}", kind, AT.date(), 10_000, 10**9, None, "", False)
    made = authority_set(limit, at=AT, actor="board", note="the house's own system")
    assert hasattr(made, "pk"), made


def test_within_its_authority_a_system_answers_and_the_ledger_is_put_right(card: Account) -> None:
    may("host", "correction")
    found, host = dispute(card), System()
    place = f"disputes/{found.pk}/answer"
    first = host.post(place, UPHELD)
    assert first.status_code == 200, first.content
    told = first.json()
    assert (told["state"], told["outcome"], told["corrected_minor"]) == (
        "answered",
        "part_upheld",
        1_000,
    )
    assert told["proposed"] is None
    assert host.post(place, UPHELD).json() == told, "an answer that was lost is asked for again"
    assert DisputeStep.objects.filter(step="part_upheld").count() == 1
    other = host.post(place, {**UPHELD, "reasons": "Another reason."})
    assert (other.status_code, other.json()["code"]) == (409, "DISPUTE_ANSWERED")
    assert "charged twice" not in first.content.decode()


def test_above_it_another_decides_and_never_the_one_who_proposed(card: Account) -> None:
    found = with_statement(dispute(card))
    may("head", "dispute_rejection")
    host, head = System(), System("head")
    place = f"disputes/{found.pk}"
    proposed = host.post(f"{place}/answer", REJECTED)
    assert proposed.json()["state"] == "proposed"
    assert proposed.json()["proposed"]["outcome"] == "rejected"
    assert host.post(f"{place}/answer", REJECTED).json() == proposed.json()
    assert Approval.objects.count() == 1
    again = host.post(f"{place}/answer", UPHELD)
    assert (again.status_code, again.json()["code"]) == (409, "DISPUTE_PROPOSED")
    (waits,) = head.get("approvals").json()
    assert (waits["kind"], waits["subject_id"]) == ("dispute", found.pk)
    yes = {"approval": waits["id"], "is_given": True}
    own = host.post(f"{place}/decide", yes)
    assert (own.status_code, own.json()["code"]) == (409, "APPROVAL_OWN")
    third = System("third").post(f"{place}/decide", yes)
    assert (third.status_code, third.json()["code"]) == (409, "NO_AUTHORITY")
    elsewhere = dispute(owing())
    wrong = head.post(f"disputes/{elsewhere.pk}/decide", yes)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "APPROVAL_UNKNOWN")
    assert Dispute.objects.get(pk=found.pk).state == "proposed"
    done = head.post(f"{place}/decide", yes)
    assert (done.json()["state"], done.json()["outcome"]) == ("answered", "rejected")
    late = head.post(f"{place}/decide", yes)
    assert (late.status_code, late.json()["code"]) == (409, "APPROVAL_ANSWERED")


def test_a_proposal_that_is_refused_is_open_again(card: Account) -> None:
    found = with_statement(dispute(card))
    host, head = System(), System("head")
    host.post(f"disputes/{found.pk}/answer", REJECTED)
    body = {"approval": Approval.objects.get().pk, "is_given": False}
    missing = head.post(f"disputes/{found.pk}/decide", body)
    assert (missing.status_code, missing.json()["code"]) == (422, "NOTE_MISSING")
    done = head.post(f"disputes/{found.pk}/decide", {**body, "why": "Look once more."})
    assert done.json()["state"] == "open"
    again = host.post(f"disputes/{found.pk}/answer", REJECTED)
    assert again.json()["state"] == "proposed"
    assert Approval.objects.count() == 2


def test_a_rejection_needs_evidence_of_ours(card: Account) -> None:
    answer = System().post(f"disputes/{dispute(card).pk}/answer", REJECTED)
    assert (answer.status_code, answer.json()["code"]) == (409, "EVIDENCE_MISSING")


def test_redress_above_authority_is_decided_by_another(card: Account) -> None:
    found, host, head = complaint(card, cause="too_many_contacts"), System(), System("head")
    may("head", "redress")
    may("head", "complaint_answer")
    place = f"complaints/{found.pk}"
    proposed = host.post(f"{place}/answer", REDRESS).json()
    assert (proposed["state"], proposed["proposed"]["amount_minor"]) == ("proposed", 2_000)
    assert host.post(f"{place}/answer", REDRESS).json() == proposed
    body = {"approval": Approval.objects.get().pk, "is_given": True}
    assert host.post(f"{place}/decide", body).json()["code"] == "APPROVAL_OWN"
    done = head.post(f"{place}/decide", body).json()
    assert (done["state"], done["redress_minor"]) == ("answered", 2_000)


def test_a_complaint_is_answered_once_its_cause_is_known(card: Account) -> None:
    may("host", "complaint_answer")
    found, host = complaint(card), System()
    sorry = {"outcome": "upheld", "reasons": "We called too often.", "redress": "apology"}
    place = f"complaints/{found.pk}"
    early = host.post(f"{place}/answer", sorry)
    assert (early.status_code, early.json()["code"]) == (409, "CAUSE_MISSING")
    assert host.post(f"{place}/cause", {"cause": "too_many_contacts"}).status_code == 200
    first = host.post(f"{place}/answer", sorry)
    assert (first.json()["state"], first.json()["redress"]) == ("answered", "apology")
    assert host.post(f"{place}/answer", sorry).json() == first.json()


def test_a_system_without_authority_gives_no_complaint_its_last_word(card: Account) -> None:
    found, host, head = complaint(card, cause="too_many_contacts"), System(), System("head")
    place = f"complaints/{found.pk}"
    no = {"outcome": "rejected", "reasons": "We called once.", "redress": "none"}
    first = host.post(f"{place}/answer", no)
    assert (first.status_code, first.json()["state"]) == (200, "proposed")
    assert host.post(f"{place}/answer", no).json() == first.json()
    body = {"approval": Approval.objects.get().pk, "is_given": True}
    barred = head.post(f"{place}/decide", body)
    assert (barred.status_code, barred.json()["code"]) == (409, "NO_AUTHORITY")
    # authority over money is none over the answer
    may("head", "redress")
    assert head.post(f"{place}/decide", body).json()["code"] == "NO_AUTHORITY"
    may("head", "complaint_answer")
    assert head.post(f"{place}/decide", body).json()["state"] == "answered"


def test_nobody_answers_a_complaint_about_themselves(card: Account) -> None:
    found = complaint(card, about="api:host", cause="too_many_contacts")
    answer = System().post(f"complaints/{found.pk}/answer", {**REDRESS, "redress": "apology"})
    assert (answer.status_code, answer.json()["code"]) == (409, "COMPLAINT_OWN")


@pytest.mark.parametrize(
    ("place", "body", "status", "code"),
    [
        ("disputes/999999/answer", REJECTED, 404, "DISPUTE_MISSING"),
        ("complaints/999999/answer", REDRESS, 404, "COMPLAINT_MISSING"),
        ("disputes/{}/answer", {"outcome": "rejected"}, 422, "DOES_NOT_FIT"),
        ("disputes/{}/answer", {**REJECTED, "reasons": " "}, 422, "NOTE_MISSING"),
        ("disputes/{}/answer", {**UPHELD, "amount_minor": 0}, 422, "AMOUNT_NOT_ABOVE_ZERO"),
        ("disputes/{}/answer", {**UPHELD, "amount_minor": -1}, 422, "DOES_NOT_FIT"),
        ("disputes/{}/decide", {"approval": 1, "is_given": "yes"}, 422, "DOES_NOT_FIT"),
        ("disputes/{}/decide", {"approval": 10**9, "is_given": True}, 404, "APPROVAL_UNKNOWN"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    card: Account, place: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = System().post(place.format(dispute(card).pk), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Dispute.objects.get().state == "open"


def test_who_may_open_a_case_may_not_answer_it(card: Account) -> None:
    portal = System("portal", "disputes:write", "disputes:read", "approvals:read")
    place = f"disputes/{dispute(card).pk}"
    for answer in (
        portal.post(f"{place}/answer", REJECTED),
        portal.post(f"{place}/decide", {"approval": 1, "is_given": True}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
