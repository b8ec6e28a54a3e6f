"""Appeals of findings across a case: for each person once, judged by another; and what counts."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, ProgrammingError, connection, transaction

from forbear.core.speech.conduct import Tally
from forbear.packs.speech.conduct import load_conduct
from forbear.services.refusals import Refusal
from forbear.services.speech.across import across_review
from forbear.services.speech.across_appeals import across_appeal_judge, across_appeal_make
from forbear.services.speech.appeals import REASON_MAX
from forbear.services.speech.conduct import conduct_trend, period, team_place_set
from forbear.store.models import (
    Account,
    AcrossAppeal,
    AcrossFinding,
    AcrossJudgement,
    AuditEntry,
    SpokenText,
)
from forbear.store.selectors.across_people import across_seen_by
from forbear.store.selectors.appeals import appeals_judged, appeals_open
from forbear.store.selectors.conduct import Asked, tallies_by
from tests.services.speech.test_conduct import DAY, find, judge, text
from tests.services.speech.test_transcripts import AT
from tests.store.make import account

CONDUCT = load_conduct()
EVER = period(AT.date(), AT.date() + 400 * DAY)


def across(
    owed: Account,
    *texts: SpokenText,
    replaces: AcrossFinding | None = None,
    severity: str = "high",
    category: str = "harassment_by_volume",
    key: str = "cap_day",
) -> AcrossFinding:
    keys = [one.pk for one in texts]
    return AcrossFinding.objects.create(
        account=owed,
        category=category,
        severity=severity,
        key=key,
        values={"channel": "call", "cite": "", "count": "4", "days": "1", "most": "3"},
        texts=keys,
        sha256=f"{owed.pk}{category}{keys}{severity}"[:64],
        replaces=replaces,
        at=AT,
    )


def confirm(
    finding: AcrossFinding, verdict: str = "confirm", *, at: datetime = AT
) -> AcrossFinding:
    done = across_review(finding_id=finding.pk, verdict=verdict, reason="", at=at, actor="rev")
    assert not isinstance(done, Refusal), done
    return finding


def appeal(finding: AcrossFinding, **given: object) -> AcrossAppeal | Refusal:
    given = {"person": "lin", "reason": "I rang once.", "at": AT, "actor": "lin"} | given
    return across_appeal_make(finding_id=finding.pk, conduct=CONDUCT, **given)  # type: ignore[arg-type]


def made(done: AcrossAppeal | Refusal) -> AcrossAppeal:
    assert isinstance(done, AcrossAppeal), done
    return done


def answer(of: AcrossAppeal, outcome: str = "upheld", **given: object) -> AcrossJudgement | Refusal:
    given = {"reason": "They did.", "at": AT, "actor": "two"} | given
    return across_appeal_judge(appeal_id=of.pk, outcome=outcome, **given)  # type: ignore[arg-type]


def judged(finding: AcrossFinding, outcome: str, who: str = "lin") -> AcrossJudgement:
    done = answer(made(appeal(finding, person=who, actor=who)), outcome)
    assert isinstance(done, AcrossJudgement), done
    return done


def code(done: object) -> str:
    return done.code if isinstance(done, Refusal) else ""


def high(group: str = "collector") -> dict[str, int]:
    """Return how many contacts of each have a grave finding."""
    return {name: one.high for name, one in tallies_by(group, EVER).items()}  # type: ignore[arg-type] # one of the groups


@pytest.fixture
def owed() -> Account:
    return account()


@pytest.fixture
def finding(owed: Account) -> AcrossFinding:
    """Two calls by lin of the north and one by bo of the south."""
    texts = (text(1), text(2, days=1), text(3, "bo", "south", "Quay"))
    return confirm(across(owed, *texts))


@pytest.mark.django_db
def test_a_confirmed_finding_counts_once_for_each_person_at_their_last_text(owed: Account) -> None:
    texts = (text(1), text(2, days=1), text(3, "bo", "south", "Quay"), text(4, "", "", "Quay"))
    found = across(owed, *texts)
    assert high() == {"": 0, "bo": 0, "lin": 0}
    confirm(found)
    assert high() == {"": 1, "bo": 1, "lin": 1}
    assert high("team") == {" · Quay": 1, "north": 1, "south · Quay": 1}
    assert high("agency") == {"": 1, "Quay": 2}
    assert tallies_by("category", EVER) == {"harassment_by_volume": Tally(4, high=3)}
    of_it = Asked(EVER.since, EVER.until, category="harassment_by_volume")
    assert tallies_by("collector", of_it)["lin"] == Tally(2, high=1)
    first = period(AT.date(), AT.date())
    assert tallies_by("collector", first)["lin"] == Tally(1)
    assert sum(one.tally.high for one in conduct_trend("week", EVER, CONDUCT)) == 3


@pytest.mark.django_db
def test_a_contact_with_a_finding_of_its_own_counts_once_by_the_gravest(owed: Account) -> None:
    one = text(1)
    judge(find(one, "low"))
    confirm(across(owed, one, severity="medium"))
    assert tallies_by("collector", EVER) == {"lin": Tally(1, medium=1)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("upheld", {"bo": 1, "lin": 1}),
        ("not_theirs", {"bo": 1, "lin": 0}),
        ("overturned", {"bo": 0, "lin": 0}),
    ],
)
def test_the_scores_follow_an_appeal(
    finding: AcrossFinding, outcome: str, expected: dict[str, int]
) -> None:
    judged(finding, outcome)
    assert high() == expected
    assert high("team") == {"north": expected["lin"], "south · Quay": expected["bo"]}
    assert high("agency") == {"": expected["lin"], "Quay": expected["bo"]}
    assert AcrossFinding.objects.count() == 1
    assert [one.finding_id for one in across_seen_by("lin", [])] == [finding.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "bo"}, "NOT_ABOUT_YOU"),
        ({"actor": "", "person": ""}, "NOT_ABOUT_YOU"),
        ({"actor": "eve", "person": "eve"}, "NOT_ABOUT_YOU"),
        ({"agency": "Quay"}, "NOT_ABOUT_YOU"),
        ({"reason": " \n"}, "REASON_MISSING"),
        ({"reason": "x" * (REASON_MAX + 1)}, "REASON_LONG"),
        ({"at": AT + 14 * DAY}, "APPEAL_LATE"),
        ({"at": AT + 14 * DAY - timedelta(seconds=1)}, ""),
        ({"actor": "bo", "person": "bo"}, ""),
    ],
)
def test_who_may_appeal_and_until_when(
    finding: AcrossFinding, given: dict[str, object], expected: str
) -> None:
    assert code(appeal(finding, **given)) == expected
    assert AcrossAppeal.objects.count() == (not expected)


@pytest.mark.django_db
def test_each_person_appeals_once_and_only_what_was_confirmed(
    owed: Account, finding: AcrossFinding
) -> None:
    assert made(appeal(finding)).due_at == AT + 10 * DAY
    assert code(appeal(finding)) == "APPEAL_MADE"
    made(appeal(finding, person="bo", actor="bo"))
    waiting = across(owed, text(8), text(9))
    assert code(appeal(waiting)) == "NOT_CONFIRMED"
    confirm(waiting, "dismiss")
    assert code(appeal(waiting)) == "NOT_CONFIRMED"
    waiting.pk = 987654
    assert code(appeal(waiting)) == "FINDING_UNKNOWN"
    with pytest.raises(ProgrammingError), transaction.atomic():
        AcrossAppeal.objects.update(reason="other")


@pytest.mark.django_db
def test_who_acts_for_an_agency_appeals_for_its_people_named_or_not(owed: Account) -> None:
    boss = User.objects.create_user("boss")
    boss.groups.add(Group.objects.get_or_create(name="agency")[0])
    team_place_set(username="boss", team="", agency="Quay", at=AT - DAY, actor="it")
    found = confirm(across(owed, text(1), text(2, "bo", "", "Quay"), text(3, "", "", "Quay")))
    seen = {(one.person, one.agency) for one in across_seen_by("boss", ["Quay"])}
    assert seen == {("bo", ""), ("", "Quay")}
    assert code(appeal(found, actor="boss")) == "NOT_ABOUT_YOU"
    assert code(appeal(found, person="bo", actor="boss")) == ""
    assert code(appeal(found, person="bo", actor="bo")) == "APPEAL_MADE"
    judged_ = answer(made(appeal(found, person="", agency="Quay", actor="boss")), "not_theirs")
    assert not isinstance(judged_, Refusal)
    assert high() == {"": 0, "bo": 1, "lin": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "rev"}, "APPEAL_FOUR_EYES"),
        ({"actor": "lin"}, "OWN_TEXT"),
        ({"actor": "bo"}, "OWN_TEXT"),
        ({"outcome": "maybe"}, "VERDICT_UNKNOWN"),
        ({"reason": ""}, "REASON_MISSING"),
    ],
)
def test_another_judges_and_says_why(
    finding: AcrossFinding, given: dict[str, object], expected: str
) -> None:
    of = made(appeal(finding))
    assert code(answer(of, **given)) == expected  # type: ignore[arg-type] # the outcome too
    assert [one["pk"] for one in appeals_open()] == [of.pk]
    assert not isinstance(answer(of), Refusal)
    assert code(answer(of)) == "ALREADY_JUDGED"
    assert not appeals_open()
    assert [one["pk"] for one in appeals_judged()] == [of.pk]
    of.pk = 987654
    assert code(answer(of)) == "APPEAL_UNKNOWN"
    entries = AuditEntry.objects.filter(action__startswith="appeal.").order_by("pk")
    actions = list(entries.values_list("action", flat=True))
    assert actions == ["appeal.case_made", "appeal.case_upheld"]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ["rev", "boss", "lin"])
def test_the_database_itself_refuses_who_confirmed_appealed_and_spoke(
    finding: AcrossFinding, actor: str
) -> None:
    of = made(appeal(finding))
    with pytest.raises(IntegrityError, match="across_judged_by_another"), transaction.atomic():
        AcrossJudgement.objects.create(
            appeal=of,
            outcome="upheld",
            reason="So.",
            confirmer="rev",
            appellant="boss",
            person="lin",
            at=AT,
            actor=actor,
        )


@pytest.mark.django_db
def test_an_overturned_finding_settles_the_appeals_of_the_others(finding: AcrossFinding) -> None:
    of_lin = made(appeal(finding))
    of_bo = made(appeal(finding, person="bo", actor="bo"))
    assert not isinstance(answer(of_lin, "overturned"), Refusal)
    assert not appeals_open()
    assert code(answer(of_bo)) == "ALREADY_JUDGED"


@pytest.mark.django_db
def test_nothing_is_left_to_appeal_once_it_was_overturned(finding: AcrossFinding) -> None:
    judged(finding, "overturned")
    assert code(appeal(finding, person="bo", actor="bo")) == "COUNTS_NO_MORE"


@pytest.mark.django_db
def test_one_that_grew_and_was_confirmed_anew_counts_in_the_place_of_the_last(
    owed: Account, finding: AcrossFinding
) -> None:
    texts = list(SpokenText.objects.order_by("pk"))
    grown = across(owed, *texts, text(4, days=2), replaces=finding)
    assert high() == {"bo": 1, "lin": 1}
    again = across(owed, *texts, text(5, days=3), replaces=grown)
    confirm(again)
    assert high() == {"bo": 1, "lin": 1}
    assert code(appeal(finding)) == "COUNTS_NO_MORE"
    assert [one.finding_id for one in across_seen_by("lin", [])] == [again.pk]
    judged(again, "overturned")
    assert high() == {"bo": 0, "lin": 0}


@pytest.mark.django_db
def test_what_is_not_theirs_stays_so_until_another_text_of_theirs_joins(
    owed: Account, finding: AcrossFinding
) -> None:
    judged(finding, "not_theirs")
    texts = list(SpokenText.objects.order_by("pk"))
    more = confirm(across(owed, *texts, text(4, "bo", "south"), replaces=finding))
    assert high() == {"bo": 1, "lin": 0}
    assert [one.finding_id for one in across_seen_by("lin", [])] == [finding.pk]
    assert code(appeal(more)) == "COUNTS_NO_MORE"
    texts = list(SpokenText.objects.order_by("pk"))
    confirm(across(owed, *texts, text(5, days=2), replaces=more))
    assert high() == {"bo": 1, "lin": 1}


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_one_moment_make_one_judgement() -> None:
    found = confirm(across(account(), text(1), text(2, "bo")))
    appeals = (made(appeal(found)), made(appeal(found, person="bo", actor="bo")))
    ready = threading.Barrier(2)
    done: list[object] = []

    def go(actor: str, of: AcrossAppeal) -> None:
        try:
            ready.wait()
            done.append(answer(of, "overturned", actor=actor))
        finally:
            connection.close()

    people = [
        threading.Thread(target=go, args=given)
        for given in zip(("two", "three"), appeals, strict=True)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert AcrossJudgement.objects.count() == 1
    assert sorted(map(code, done)) == ["", "ALREADY_JUDGED"]
