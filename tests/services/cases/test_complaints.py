"""A complaint from its coming to its answer: who may handle it, by when, and what is put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from forbear.core.cases.lifecycle import COMPLAINT
from forbear.services.cases.complaint_answers import complaint_decide
from forbear.services.cases.complaints import (
    Cause,
    ComplaintWish,
    complaint_cause,
    complaint_file,
    complaint_hand,
    complaint_log,
    complaint_note,
)
from forbear.services.cases.files import Given
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Approval,
    Complaint,
    ComplaintStep,
    PlannedContact,
)
from forbear.store.selectors.case_records import complaint_list, complaint_report
from tests.services.agreements.make import AT, ON, owed, owing
from tests.services.cases.make import Shelf, answer_complaint, code, complaint
from tests.store.make import point

pytestmark = pytest.mark.django_db


def note(of: Complaint, step: str, text: str = "so", *, actor: str = "wu") -> str | None:
    return code(complaint_note(complaint_id=of.pk, step=step, at=AT, actor=actor, note=text))


def is_open(of: Account) -> bool:
    of.refresh_from_db()
    return of.complaint_open


@pytest.mark.parametrize(
    ("nation", "region", "given", "acknowledge", "answer", "longer"),
    [
        ("GB", None, {}, date(2026, 3, 17), date(2026, 5, 7), None),
        # business days of England: Good Friday is the 3rd of April, May Day the 4th of May
        (
            "GB",
            None,
            {"cause": "payment_service"},
            date(2026, 3, 17),
            date(2026, 4, 2),
            date(2026, 5, 5),
        ),
        ("CN", None, {}, date(2026, 3, 17), date(2026, 3, 27), date(2026, 4, 11)),
        # Thursday: one business day
        ("AU", None, {}, date(2026, 3, 13), date(2026, 4, 11), None),
        ("AU", None, {"cause": "hardship_refused"}, date(2026, 3, 13), date(2026, 4, 2), None),
        ("IN", None, {}, date(2026, 3, 17), date(2026, 4, 11), None),
        ("US", "US-NY", {}, date(2026, 3, 17), date(2026, 4, 11), None),
        (
            "US",
            "US-NY",
            {"channel": "regulator"},
            date(2026, 3, 17),
            date(2026, 3, 27),
            date(2026, 5, 11),
        ),
        ("EU", None, {}, date(2026, 3, 17), date(2026, 4, 11), None),
    ],
)
def test_by_when_it_is_answered_says_the_law_of_the_place(  # noqa: PLR0917 - a table's columns
    nation: str,
    region: str | None,
    given: dict[str, object],
    acknowledge: date,
    answer: date,
    longer: date | None,
) -> None:
    made = complaint(owing(nation=nation, region=region), **given)  # type: ignore[arg-type]
    assert made.received_on == ON
    assert (made.acknowledge_due_on, made.answer_due_on) == (acknowledge, answer)
    assert made.longer_until == longer
    assert all(each["citation"] for each in made.clocks)


def test_nobody_handles_a_complaint_about_themselves() -> None:
    made = complaint(owing(), about="chen", actor="chen", cause="manner")
    mine = {
        "note": note(made, "acknowledged", actor="chen"),
        "answer": code(answer_complaint(made, "rejected", actor="chen")),
        "cause": code(
            complaint_cause(complaint_id=made.pk, cause=Cause("manner"), at=AT, actor="chen")
        ),
        "hand": code(complaint_hand(complaint_id=made.pk, to="wu", at=AT, actor="chen")),
        "to them": code(complaint_hand(complaint_id=made.pk, to="chen", at=AT, actor="wu")),
        "file": code(
            complaint_file(
                complaint_id=made.pk,
                given=Given("a.txt", b"x"),
                side="ours",
                store=Shelf(),
                at=AT,
                actor="chen",
            )
        ),
    }
    assert set(mine.values()) == {"COMPLAINT_OWN"}
    assert not complaint_list(actor="chen").exists()
    assert complaint_list(actor="wu").count() == 1


def test_the_database_itself_refuses_it() -> None:
    made = complaint(owing(), about="chen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(handler="chen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(answered_by="chen")


def test_who_turns_out_to_be_the_cause_stops_handling_it() -> None:
    made = complaint(owing())
    complaint_hand(complaint_id=made.pk, to="wu", at=AT, actor="li")
    found = complaint_cause(
        complaint_id=made.pk, cause=Cause("manner", about="wu", team="North"), at=AT, actor="li"
    )
    assert isinstance(found, Complaint)
    assert (found.handler, found.about, found.team) == ("", "wu", "North")
    assert note(made, "noted", actor="wu") == "COMPLAINT_OWN"


def test_a_cause_makes_a_clock_shorter_never_longer() -> None:
    made = complaint(owing(nation="AU", region=None))
    before = made.answer_due_on
    for cause, by in (("hardship_refused", date(2026, 4, 2)), ("manner", date(2026, 4, 2))):
        complaint_cause(complaint_id=made.pk, cause=Cause(cause), at=AT, actor="wu")
        made.refresh_from_db()
        assert made.answer_due_on == by
    assert before == date(2026, 4, 11)


def test_it_is_acknowledged_answered_and_told_where_else_to_turn() -> None:
    of = owing(nation="GB", region=None)
    point(of.person, kind="email", value="a@example.com")
    made = complaint(of)
    assert is_open(of)
    assert note(made, "acknowledged", "") is None
    assert code(answer_complaint(made, "upheld")) == "CAUSE_MISSING"
    complaint_cause(complaint_id=made.pk, cause=Cause("too_many_contacts"), at=AT, actor="wu")
    found = answer_complaint(made, "upheld", redress="apology")
    assert isinstance(found, Complaint)
    assert (found.state, found.acknowledged_on) == ("answered", ON)
    assert found.escalate_by == date(2026, 9, 12), "six months to go to the ombudsman"
    assert not is_open(of)
    planned = PlannedContact.objects.order_by("pk").values_list("template", flat=True)
    assert list(planned) == ["complaint_acknowledged", "complaint_answered"]
    steps = ComplaintStep.objects.order_by("pk").values_list("step", flat=True)
    assert COMPLAINT.derived(steps) == "answered"


@pytest.mark.parametrize(
    ("outcome", "given", "refused"),
    [
        ("upheld", {"redress": "amount"}, "AMOUNT_NOT_ABOVE_ZERO"),
        ("upheld", {"redress": "amount", "amount_minor": -1}, "AMOUNT_NOT_ABOVE_ZERO"),
        ("upheld", {"redress": "amount", "amount_minor": 500_001}, "NOTHING_TO_CORRECT"),
        ("rejected", {"redress": "amount", "amount_minor": 5}, "REDRESS_REJECTED"),
        ("upheld", {"redress": "cake"}, "WORD_UNKNOWN"),
        ("perhaps", {}, "WORD_UNKNOWN"),
        ("upheld", {"reasons": ""}, "NOTE_MISSING"),
    ],
)
def test_answers_that_cannot_be(outcome: str, given: dict[str, object], refused: str) -> None:
    made = complaint(owing(), cause="manner")
    assert code(answer_complaint(made, outcome, **given)) == refused  # type: ignore[arg-type]


def test_redress_above_ones_limit_waits_for_somebody_else_and_goes_through_the_books() -> None:
    of = owing()
    made = complaint(of, cause="manner", about="chen")
    found = answer_complaint(
        made, "upheld", redress="amount", amount_minor=30_000, roles=("compliance",)
    )
    assert isinstance(found, Complaint)
    assert (found.state, owed(of)) == ("proposed", 500_000)
    asked = Approval.objects.get()

    def decide(actor: str, role: str) -> Complaint | Refusal:
        return complaint_decide(
            approval_id=asked.pk, is_given=True, roles=(role,), at=AT, actor=actor
        )

    assert code(decide("chen", "team_lead")) == "COMPLAINT_OWN"
    assert code(decide("wu", "team_lead")) == "APPROVAL_OWN"
    assert code(decide("li", "compliance")) == "NO_AUTHORITY"
    done = decide("li", "team_lead")
    assert isinstance(done, Complaint), done
    assert (done.state, done.redress_minor, owed(of)) == ("answered", 30_000, 470_000)


@pytest.mark.parametrize("redress", ["none", "apology", "amount"])
@pytest.mark.parametrize(
    ("role", "state"),
    [
        ("collector", "proposed"),
        ("field", "proposed"),
        ("hardship", "answered"),
        ("compliance", "answered"),
        ("team_lead", "answered"),
    ],
)
def test_the_last_word_on_a_complaint_is_given_by_a_role_that_may(
    role: str, state: str, redress: str
) -> None:
    made = complaint(owing(), cause="manner")
    amount = 5_000 if redress == "amount" else 0
    found = answer_complaint(made, "upheld", redress=redress, amount_minor=amount, roles=(role,))
    assert isinstance(found, Complaint), found
    assert found.state == state


def test_longer_only_where_the_law_has_a_longer_time() -> None:
    made = complaint(owing(nation="CN", region=None))
    assert note(made, "extended", "The recordings are with the agency.") is None
    made.refresh_from_db()
    assert made.answer_due_on == made.longer_until
    assert note(made, "extended") == "NO_LONGER_TIME"
    assert note(complaint(owing()), "extended") == "NO_LONGER_TIME"


def test_escalated_it_stays_open_for_whoever_would_sue() -> None:
    of = owing()
    made = complaint(of, cause="manner")
    answer_complaint(made, "rejected")
    assert not is_open(of)
    assert note(made, "escalated", "FOS 123") is None
    assert is_open(of)
    assert note(made, "closed") is None
    assert not is_open(of)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"said": " "}, "NOTE_MISSING"),
        ({"said": "x" * 10_001}, "TEXT_TOO_LONG"),
        ({"cause": "the weather"}, "WORD_UNKNOWN"),
        ({"channel": "smoke"}, "WORD_UNKNOWN"),
        ({"received_on": ON + timedelta(days=1)}, "DAY_IN_FUTURE"),
    ],
)
def test_what_cannot_be_logged(given: dict[str, object], refused: str) -> None:
    wish = ComplaintWish(**{"channel": "call", "said": "Rude.", **given})  # type: ignore[arg-type]
    found = complaint_log(account_id=owing().pk, wish=wish, key="k", at=AT, actor="chen")
    assert code(found) == refused


def test_the_report_counts_by_cause_and_says_what_was_late() -> None:
    of = owing()
    for cause in ("manner", "manner", "third_party"):
        complaint(of, cause=cause, team="North", received_on=ON - timedelta(days=60))
    last = Complaint.objects.filter(cause="manner").first()
    assert last is not None
    answer_complaint(last, "upheld")
    note(complaint(of, cause="manner"), "withdrawn")
    rows = complaint_report("cause", since=ON - timedelta(days=90), until=ON, today=ON)
    found = {row.name: (row.received, row.still_open, row.upheld, row.late) for row in rows}
    assert found == {"manner": (2, 1, 1, 2), "third_party": (1, 1, 0, 1)}
    assert complaint_report("team", since=ON, until=ON, today=ON) == []
