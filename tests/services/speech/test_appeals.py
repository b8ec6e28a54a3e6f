"""Appeals: once, in time, with a reason, judged by another; and two who judge at one moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from forbear.packs.speech.conduct import load_conduct
from forbear.services.refusals import Refusal
from forbear.services.speech.appeals import REASON_MAX, appeal_judge, appeal_make
from forbear.store.models import AppealJudgement, AuditEntry, FindingAppeal, TextFinding
from forbear.store.selectors.appeals import appeals_judged, appeals_of, appeals_open
from tests.services.speech.test_conduct import DAY, find, judge, text
from tests.services.speech.test_transcripts import AT

CONDUCT = load_conduct()


@pytest.fixture
def finding() -> TextFinding:
    made = find(text(1))
    judge(made)
    return made


def appeal(finding: TextFinding, **given: object) -> FindingAppeal | Refusal:
    given = {"reason": "I quoted him.", "at": AT, "actor": "lin"} | given
    return appeal_make(finding_id=finding.pk, conduct=CONDUCT, **given)  # type: ignore[arg-type]


def made(done: FindingAppeal | Refusal) -> FindingAppeal:
    assert isinstance(done, FindingAppeal), done
    return done


def answer(of: FindingAppeal, **given: object) -> AppealJudgement | Refusal:
    given = {"outcome": "upheld", "reason": "He did.", "at": AT, "actor": "two"} | given
    return appeal_judge(appeal_id=of.pk, **given)  # type: ignore[arg-type]


def code(done: object) -> str:
    assert isinstance(done, Refusal), done
    return done.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "bo"}, "NOT_ABOUT_YOU"),
        ({"actor": ""}, "NOT_ABOUT_YOU"),
        ({"reason": " \n"}, "REASON_MISSING"),
        ({"reason": "x" * (REASON_MAX + 1)}, "REASON_LONG"),
        ({"at": AT + 14 * DAY}, "APPEAL_LATE"),
        ({"at": AT + 14 * DAY - timedelta(seconds=1)}, ""),
    ],
)
def test_who_may_appeal_and_until_when(
    finding: TextFinding, given: dict[str, object], expected: str
) -> None:
    done = appeal(finding, **given)
    assert (done.code if isinstance(done, Refusal) else "") == expected
    assert FindingAppeal.objects.count() == (not expected)


@pytest.mark.django_db
def test_one_appeal_for_each_finding_and_only_of_what_was_confirmed(finding: TextFinding) -> None:
    done = made(appeal(finding))
    assert done.due_at == AT + 10 * DAY
    assert code(appeal(finding)) == "APPEAL_MADE"
    unread, dismissed = find(text(2)), find(text(3))
    judge(dismissed, "dismiss")
    assert code(appeal(unread)) == "NOT_CONFIRMED"
    assert code(appeal(dismissed)) == "NOT_CONFIRMED"
    dismissed.pk = 987654
    assert code(appeal(dismissed)) == "FINDING_UNKNOWN"
    with pytest.raises(ProgrammingError), transaction.atomic():
        FindingAppeal.objects.update(reason="other")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "rev"}, "APPEAL_FOUR_EYES"),
        ({"actor": "lin"}, "OWN_TEXT"),
        ({"outcome": "maybe"}, "VERDICT_UNKNOWN"),
        ({"reason": ""}, "REASON_MISSING"),
    ],
)
def test_another_judges_and_says_why(
    finding: TextFinding, given: dict[str, object], expected: str
) -> None:
    of = made(appeal(finding))
    assert code(answer(of, **given)) == expected
    assert appeals_of(appeals_open()) == [of]
    assert isinstance(answer(of), AppealJudgement)
    assert code(answer(of)) == "ALREADY_JUDGED"
    assert appeals_of(appeals_judged()) == [of]
    assert not appeals_open()
    of.pk = 987654
    assert code(answer(of)) == "APPEAL_UNKNOWN"
    actions = AuditEntry.objects.filter(action__startswith="appeal.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["appeal.made", "appeal.upheld"]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["rev", "lin"])
def test_the_database_itself_refuses_who_confirmed_and_who_appealed(
    finding: TextFinding, actor: str
) -> None:
    of = made(appeal(finding))
    with pytest.raises(IntegrityError, match="appeal_judged_by_another"), transaction.atomic():
        AppealJudgement.objects.create(
            appeal=of,
            outcome="upheld",
            reason="So.",
            confirmer=of.confirmer,
            appellant=of.actor,
            at=AT,
            actor=actor,
        )


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_one_moment_make_one_judgement() -> None:
    finding = find(text(1))
    judge(finding)
    of = made(appeal(finding))
    ready = threading.Barrier(2)
    done: list[object] = []

    def go(actor: str, outcome: str) -> None:
        try:
            ready.wait()
            done.append(answer(of, actor=actor, outcome=outcome))
        finally:
            connection.close()

    people = [
        threading.Thread(target=go, args=given)
        for given in (("two", "upheld"), ("three", "overturned"))
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert AppealJudgement.objects.count() == 1
    assert sorted(type(one).__name__ for one in done) == ["AppealJudgement", "Refusal"]
    assert [one.code for one in done if isinstance(one, Refusal)] == ["ALREADY_JUDGED"]
