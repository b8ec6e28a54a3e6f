"""A dispute from its opening to its answer: what rests, what is asked for, what the books say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forbear.core.cases.lifecycle import DISPUTE
from forbear.services.cases.answering import dispute_decide
from forbear.services.cases.disputes import (
    dispute_file,
    dispute_hand,
    dispute_note,
)
from forbear.services.cases.files import Given
from forbear.services.cases.flags import flags_restore
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Approval,
    CaseFile,
    Dispute,
    DisputeStep,
    LedgerTransaction,
    PlannedContact,
)
from tests.services.agreements.make import AT, ON, owed, owing
from tests.services.cases.make import (
    Shelf,
    answer,
    code,
    dispute,
    try_dispute,
    with_statement,
)
from tests.store.make import point

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 made up"


def flag(of: Account) -> tuple[str, bool]:
    of.refresh_from_db()
    return of.dispute, of.dispute_in_validation_period


def late_fee(of: Account) -> LedgerTransaction:
    return LedgerTransaction.objects.get(account=of, kind="fee")


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ({"ground": "amount"}, 500_000),
        ({"ground": "amount", "extent": "part", "amount_minor": 12_000}, 12_000),
        # that it is not theirs can only be said of all of it
        ({"ground": "not_mine", "extent": "part", "amount_minor": 1}, 500_000),
        ({"ground": "fraud", "extent": "part", "amount_minor": 30_000}, 30_000),
    ],
)
def test_what_is_disputed(given: dict[str, object], amount: int) -> None:
    of = owing()
    made = dispute(of, **given)
    assert (made.amount_minor, made.state, made.received_on) == (amount, "open", ON)
    assert flag(of) == ("open", False)


def test_a_line_is_disputed_for_what_it_charged() -> None:
    of = owing()
    made = dispute(of, ground="transaction", extent="part", transaction_id=late_fee(of).pk)
    assert made.amount_minor == 20_000
    other = owing()
    found = try_dispute(other, ground="transaction", transaction_id=late_fee(of).pk)
    assert code(found) == "TRANSACTION_UNKNOWN"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"ground": "rude"}, "WORD_UNKNOWN"),
        ({"channel": "telepathy"}, "WORD_UNKNOWN"),
        ({"extent": "half"}, "WORD_UNKNOWN"),
        ({"extent": "part"}, "AMOUNT_NOT_ABOVE_ZERO"),
        ({"extent": "part", "amount_minor": -5}, "AMOUNT_NOT_ABOVE_ZERO"),
        ({"extent": "part", "amount_minor": 500_001}, "AMOUNT_ABOVE_OWED"),
        ({"ground": "transaction"}, "TRANSACTION_UNKNOWN"),
        ({"received_on": ON + timedelta(days=1)}, "DAY_IN_FUTURE"),
        ({"said": "x" * 10_001}, "TEXT_TOO_LONG"),
        ({"said": "a\x00b"}, "TEXT_UNREADABLE"),
        ({"key": "k" * 101}, "KEY_UNUSABLE"),
    ],
)
def test_what_cannot_be_disputed_changes_nothing(given: dict[str, object], refused: str) -> None:
    of = owing()
    assert code(try_dispute(of, **given)) == refused  # type: ignore[arg-type]
    assert not Dispute.objects.exists()
    assert flag(of) == ("none", False)


def test_the_same_key_is_the_same_dispute() -> None:
    of, other = owing(), owing()
    first = dispute(of, key="one")
    assert dispute(of, key="one") == first
    assert code(try_dispute(other, key="one")) == "IDEMPOTENCY_CONFLICT"


@pytest.mark.parametrize(
    ("collector", "channel", "sent", "is_in"),
    [
        ("agency", "letter", None, True),
        ("agency", "letter", date(2026, 3, 1), True),
        ("agency", "letter", date(2025, 3, 1), False),
        ("agency", "call", date(2026, 3, 1), False),
        ("buyer", "email", date(2026, 3, 1), True),
        ("creditor", "letter", date(2026, 3, 1), False),
    ],
)
def test_in_writing_within_the_period_of_the_notice(
    collector: str, channel: str, sent: date | None, *, is_in: bool
) -> None:
    of = owing(collector_kind=collector, validation_sent_on=sent)
    dispute(of, channel=channel)
    assert flag(of) == ("open", is_in)


def test_whoever_disputes_hears_from_us() -> None:
    of = owing()
    point(of.person, kind="email", value="a@example.com")
    dispute(of)
    assert PlannedContact.objects.get().template == "dispute_acknowledged"
    answer(Dispute.objects.get(), "upheld", correction="all")
    assert {each.template for each in PlannedContact.objects.all()} == {
        "dispute_acknowledged",
        "dispute_answered",
    }


def test_upheld_in_part_the_books_are_put_right() -> None:
    of = owing()
    made = dispute(of, extent="part", amount_minor=30_000)
    found = answer(made, "part_upheld", correction="fees", amount_minor=15_000)
    assert isinstance(found, Dispute)
    assert (found.state, found.corrected_minor, owed(of)) == ("answered", 15_000, 485_000)
    step = DisputeStep.objects.get(step="part_upheld")
    assert step.transaction is not None
    assert (step.transaction.kind, step.amount_minor) == ("waiver", 15_000)
    assert flag(of) == ("answered", False)


def test_a_line_that_is_wrong_is_taken_back_once() -> None:
    of = owing()
    made = dispute(of, ground="transaction", extent="part", transaction_id=late_fee(of).pk)
    found = answer(made, "upheld", correction="reverse")
    assert isinstance(found, Dispute), found
    assert (found.corrected_minor, owed(of)) == (20_000, 480_000)
    again = dispute(of, ground="transaction", extent="part", transaction_id=late_fee(of).pk)
    assert code(answer(again, "upheld", correction="reverse")) == "ALREADY_REVERSED"
    assert owed(of) == 480_000


@pytest.mark.parametrize(
    ("outcome", "given", "refused"),
    [
        ("upheld", {}, "CORRECTION_MISSING"),
        ("upheld", {"correction": "reverse"}, "TRANSACTION_UNKNOWN"),
        ("part_upheld", {"correction": "all"}, "AMOUNT_NOT_ABOVE_ZERO"),
        ("part_upheld", {"correction": "all", "amount_minor": 30_000}, "CORRECTION_ABOVE_DISPUTED"),
        ("rejected", {}, "EVIDENCE_MISSING"),
        ("rejected", {"reasons": "  "}, "NOTE_MISSING"),
        ("maybe", {}, "WORD_UNKNOWN"),
        ("upheld", {"correction": "magic"}, "WORD_UNKNOWN"),
        ("upheld", {"correction": "all", "reasons": "x" * 4_001}, "TEXT_TOO_LONG"),
    ],
)
def test_answers_that_cannot_be(outcome: str, given: dict[str, object], refused: str) -> None:
    of = owing()
    made = dispute(of, extent="part", amount_minor=30_000)
    assert code(answer(made, outcome, **given)) == refused  # type: ignore[arg-type]
    made.refresh_from_db()
    assert (made.state, owed(of)) == ("open", 500_000)


def test_against_a_cardholder_four_eyes_decide_where_it_is_large() -> None:
    of = owing()
    made = with_statement(dispute(of))
    found = answer(made, "rejected", roles=("hardship",), actor="wu")
    assert isinstance(found, Dispute)
    assert found.state == "proposed"
    assert flag(of) == ("open", False), "it rests until somebody else has looked"
    asked = Approval.objects.get()
    assert asked.needs == ["ABOVE_AMOUNT"]

    def decide(actor: str, *roles: str, is_given: bool = True) -> Dispute | Refusal:
        return dispute_decide(
            approval_id=asked.pk, is_given=is_given, roles=roles, at=AT, actor=actor, why="seen"
        )

    assert code(decide("wu", "team_lead")) == "APPROVAL_OWN"
    assert code(decide("li", "hardship")) == "NO_AUTHORITY"
    assert code(decide("li", "team_lead")) == "NO_AUTHORITY", "500,000 is above a lead's limit"
    assert code(decide("li", "team_lead", is_given=False)) is None
    made.refresh_from_db()
    assert made.state == "open"
    assert code(decide("zhao", "team_lead")) == "APPROVAL_ANSWERED"


def test_what_was_proposed_is_done_when_it_is_approved() -> None:
    of = owing()
    made = with_statement(dispute(of, extent="part", amount_minor=150_000))
    answer(made, "upheld", correction="all", roles=("collector",), actor="chen")
    assert owed(of) == 500_000
    asked = Approval.objects.get()
    found = dispute_decide(
        approval_id=asked.pk, is_given=True, roles=("team_lead",), at=AT, actor="li", why=""
    )
    assert isinstance(found, Dispute), found
    assert (found.outcome, found.answered_by, owed(of)) == ("upheld", "li", 350_000)


def test_an_approval_that_cannot_be_carried_out_is_not_given() -> None:
    of = owing()
    made = dispute(of, ground="transaction", extent="part", transaction_id=late_fee(of).pk)
    answer(made, "upheld", correction="reverse", roles=("collector",), actor="chen")
    asked = Approval.objects.get()
    other = dispute(of, ground="transaction", extent="part", transaction_id=late_fee(of).pk)
    answer(other, "upheld", correction="reverse")
    found = dispute_decide(
        approval_id=asked.pk, is_given=True, roles=("team_lead",), at=AT, actor="li"
    )
    assert code(found) == "ALREADY_REVERSED"
    asked.refresh_from_db()
    assert not hasattr(Approval.objects.get(pk=asked.pk), "answer")


def test_evidence_both_ways_and_its_states() -> None:
    of, shelf = owing(), Shelf()
    made = dispute(of)
    dispute_note(dispute_id=made.pk, step="evidence_asked", at=AT, actor="wu", note="A receipt")
    made.refresh_from_db()
    assert made.state == "asked"
    assert not PlannedContact.objects.exists(), "there is no address yet; the ladder tells it"
    given = Given("../../receipt.pdf", PDF)
    kept = [
        dispute_file(
            dispute_id=made.pk, given=given, side="theirs", store=shelf, at=AT, actor="chen"
        )
        for _ in range(2)
    ]
    assert kept[0] == kept[1], "the same file twice is one"
    file = CaseFile.objects.get()
    assert (file.name, file.kind, shelf.read(file.sha256)) == ("receipt.pdf", "pdf", PDF)
    made.refresh_from_db()
    assert made.state == "open"
    with_statement(made)
    ours = CaseFile.objects.get(side="ours")
    assert ours.kind == "txt"


@pytest.mark.parametrize(
    ("name", "data", "refused"),
    [
        ("a.pdf", b"", "FILE_EMPTY"),
        ("a.exe", b"MZ", "FILE_KIND"),
        ("a.pdf", b"MZ\x90", "FILE_KIND"),
        ("a.png", PDF, "FILE_KIND"),
        ("a.txt", b"\xff\xfe\x00", "FILE_KIND"),
        ("a.html", b"<script>", "FILE_KIND"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "FILE_TOO_LARGE"),
    ],
)
def test_files_that_are_not_taken(name: str, data: bytes, refused: str) -> None:
    made = dispute(owing())
    found = dispute_file(
        dispute_id=made.pk,
        given=Given(name, data),
        side="theirs",
        store=Shelf(),
        at=AT,
        actor="chen",
    )
    assert code(found) == refused
    assert not CaseFile.objects.exists()


def test_withdrawn_closed_and_opened_again() -> None:
    of = owing()
    made = dispute(of)

    def note(step: str, text: str = "so") -> str | None:
        return code(dispute_note(dispute_id=made.pk, step=step, at=AT, actor="wu", note=text))

    assert note("closed") == "DISPUTE_NOT_SO"
    assert note("withdrawn", "") == "NOTE_MISSING"
    assert note("withdrawn") is None
    assert flag(of) == ("none", False)
    assert note("reopened") is None
    assert flag(of) == ("open", False)
    answer(Dispute.objects.get(), "upheld", correction="all")
    assert note("evidence_asked") == "DISPUTE_ANSWERED"
    assert note("closed") is None
    assert note("sent to the moon") == "DISPUTE_NOT_SO"
    assert flag(of) == ("answered", False)


def test_the_state_is_what_the_steps_come_to() -> None:
    of = owing()
    made = dispute(of)
    dispute_hand(dispute_id=made.pk, to="wu", at=AT, actor="li")
    dispute_note(dispute_id=made.pk, step="evidence_asked", at=AT, actor="wu", note="A receipt")
    answer(made, "upheld", correction="all")
    steps = DisputeStep.objects.order_by("pk").values_list("step", flat=True)
    made.refresh_from_db()
    assert DISPUTE.derived(steps) == made.state == "answered"


def test_a_file_of_the_host_does_not_end_what_is_open_here() -> None:
    of = owing()
    dispute(of)
    Account.objects.filter(pk=of.pk).update(dispute="none")
    assert flags_restore() == 1
    assert flag(of) == ("open", False)
    assert flags_restore() == 0
