"""Disputes and complaints are told of once, where they could not be told of at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forbear.services.cases.complaint_answers import ComplaintAnswer, complaint_answer
from forbear.services.cases.complaints import (
    Cause,
    ComplaintWish,
    complaint_cause,
    complaint_log,
    complaint_note,
)
from forbear.services.cases.disputes import DisputeWish, dispute_note, dispute_open
from forbear.store.models import Account, Complaint, Decision, Dispute, PlannedContact
from tests.cli.test_day_events import (
    AT,
    _at_the_start_of_the_day,
    by_files,
    day,
    owed,
)
from tests.store.make import planned

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["_at_the_start_of_the_day"]
BEFORE = AT - timedelta(days=1)


def disputed(made: Account, *, at: datetime = BEFORE) -> Dispute:
    wish = DisputeWish("amount", "call", said="It is less.")
    found = dispute_open(account_id=made.pk, wish=wish, key=f"d{made.pk}-{at}", at=at, actor="chen")
    assert isinstance(found, Dispute), found
    return found


def complained(made: Account, *, at: datetime = BEFORE) -> Complaint:
    wish = ComplaintWish("call", "Nine calls came on one day.")
    found = complaint_log(
        account_id=made.pk, wish=wish, key=f"c{made.pk}-{at}", at=at, actor="chen"
    )
    assert isinstance(found, Complaint), found
    return found


def asked() -> Account:
    made = owed()
    one = disputed(made)
    step = dispute_note(
        dispute_id=one.pk, step="evidence_asked", at=BEFORE, actor="wu", note="A receipt"
    )
    assert isinstance(step, Dispute), step
    _told(made, "dispute_acknowledged")
    return made


def answered(state: str = "answered") -> Account:
    made = owed(dispute="answered")
    one = disputed(made)
    Dispute.objects.filter(pk=one.pk).update(
        state=state, outcome="upheld", reasons="So it is.", answered_on=BEFORE.date()
    )
    Account.objects.filter(pk=made.pk).update(dispute="answered")
    _told(made, "dispute_acknowledged")
    return made


def complaint_over() -> Account:
    made = owed()
    one = complained(made)
    complaint_cause(complaint_id=one.pk, cause=Cause("too_many_contacts"), at=BEFORE, actor="wu")
    done = complaint_answer(
        complaint_id=one.pk,
        answer=ComplaintAnswer("upheld", "Nine calls came."),
        roles=("compliance",),
        at=BEFORE,
        actor="wu",
    )
    assert isinstance(done, Complaint), done
    return made


def acknowledged_by_hand() -> Account:
    made = owed()
    dispute_note(dispute_id=disputed(made).pk, step="acknowledged", at=BEFORE, actor="wu")
    return made


def reopened() -> Account:
    """Return an account whose dispute was told of and acknowledged, and lies open once more."""
    made = owed()
    one = disputed(made, at=AT - timedelta(days=20))
    for step, ago in (("acknowledged", 20), ("withdrawn", 9), ("reopened", 1)):
        at = AT - timedelta(days=ago)
        found = dispute_note(dispute_id=one.pk, step=step, at=at, actor="wu", note="Because")
        assert isinstance(found, Dispute), found
    planned(made, at=AT, template="dispute_acknowledged", state="sent", on=AT.date() - 20 * _DAY)
    return made


_DAY = timedelta(days=1)
CASES: dict[str, tuple[Callable[[], Account], str]] = {
    "dispute_here": (lambda: disputed(owed()).account, "dispute_acknowledged"),
    "dispute_papers": (asked, "dispute_evidence"),
    "dispute_told": (answered, "dispute_answered"),
    "complaint_here": (lambda: complained(owed()).account, "complaint_acknowledged"),
    "complaint_told": (complaint_over, "complaint_answered"),
}


def _told(made: Account, template: str) -> None:
    planned(made, at=AT, template=template, state="sent", on=BEFORE.date())


def _nothing_went_out() -> None:
    """Leave the events as if there had been no address when they came."""
    PlannedContact.objects.filter(state="planned").update(state="lapsed", state_at=AT)


def test_each_case_is_told_by_the_words_that_belong_to_it(tmp_path: Path) -> None:
    made = {name: make() for name, (make, _) in CASES.items()}
    made["dispute_told again"] = answered("closed")
    made["dispute_here again"] = reopened()
    _nothing_went_out()
    wanted = {one.pk: (name.split()[0], CASES[name.split()[0]][1]) for name, one in made.items()}
    told = by_files(tmp_path / "in", tmp_path / "out")
    assert told == wanted
    day()
    stored = Decision.objects.values_list("account_id", "because", "template")
    assert {number: (because, template) for number, because, template in stored} == wanted


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_was_written_at_once_is_not_told_again(name: str, tmp_path: Path) -> None:
    make, template = CASES[name]
    made = make()
    assert PlannedContact.objects.filter(account=made, template=template).exists() == (
        name != "dispute_told"
    )
    if name == "dispute_told":
        _told(made, template)
    assert by_files(tmp_path / "in", tmp_path / "out")[made.pk][0] != name
    day()
    assert Decision.objects.get(account=made).because != name


def test_what_was_acknowledged_by_hand_or_is_over_is_not_acknowledged(tmp_path: Path) -> None:
    by_hand = acknowledged_by_hand()
    withdrawn, escalated = owed(), owed()
    dispute_note(
        dispute_id=disputed(withdrawn).pk, step="withdrawn", at=BEFORE, actor="wu", note="Paid"
    )
    complaint_note(
        complaint_id=complained(escalated).pk,
        step="escalated",
        at=BEFORE,
        actor="wu",
        note="The ombudsman has it",
    )
    _nothing_went_out()
    told = by_files(tmp_path / "in", tmp_path / "out")
    assert told[by_hand.pk] == ("DISPUTE_OPEN", None)
    assert told[withdrawn.pk][0] == "first_message"
    assert not told[escalated.pk][0].startswith("complaint")
