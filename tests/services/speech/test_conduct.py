"""Scores of what people confirmed, counted by the database and once more by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.core.speech.conduct import Tally
from forbear.packs.speech.conduct import load_conduct
from forbear.services.refusals import Refusal
from forbear.services.speech.appeals import appeal_judge, appeal_make
from forbear.services.speech.conduct import (
    a_year_back,
    conduct_scores,
    conduct_trend,
    conduct_whole,
    period,
    team_place_set,
)
from forbear.services.speech.review import finding_review, text_review
from forbear.store.models import Account, SpokenText, TextAudit, TextFinding
from forbear.store.selectors.conduct import (
    GROUPS,
    Asked,
    Scope,
    findings_seen_by,
    missed_by_auditor,
    names_of,
    scope_of,
    tallies_by,
    tallies_over_time,
)
from tests.services.speech.test_transcripts import AT, taken

pytestmark = pytest.mark.django_db
CONDUCT = load_conduct()
DAY = timedelta(days=1)
THREAT = "threat_of_violence_or_arrest"


def text(
    number: int,
    collector: str = "lin",
    team: str = "north",
    agency: str = "",
    *,
    days: int = 0,
    owed: Account | None = None,
) -> SpokenText:
    made = SpokenText.objects.create(
        source="transcript",
        sha256=f"{number:064x}",
        account=owed,
        collector=collector,
        team=team,
        agency=agency,
        language="en",
        channel="call",
        turns=[{"speaker": "agent", "text": "Pay.", "ours": True}],
        at=AT + days * DAY,
        taken_at=AT,
        actor="ada",
    )
    TextAudit.objects.create(text=made, at=AT, verdict="clean", words_sha256="", model_sha256="")
    return made


def find(of: SpokenText, severity: str = "high", category: str = THREAT) -> TextFinding:
    return TextFinding.objects.create(
        audit=of.audits.get(),
        category=category,
        severity=severity,
        start=0,
        end=3,
        because="It threatens.",
        by="rule",
        confidence=1000,
    )


def judge(finding: TextFinding, verdict: str = "confirm", **given_: object) -> None:
    given_ = {"actor": "rev", "at": AT} | given_
    done = finding_review(finding_id=finding.pk, verdict=verdict, **given_)  # type: ignore[arg-type]
    assert not isinstance(done, Refusal), done


def overturn(finding: TextFinding, outcome: str = "overturned") -> None:
    made = appeal_make(
        finding_id=finding.pk,
        reason="I read the court's letter out.",
        conduct=CONDUCT,
        at=AT,
        actor=finding.audit.text.collector,
    )
    assert not isinstance(made, Refusal), made
    done = appeal_judge(appeal_id=made.pk, outcome=outcome, reason="So it is.", at=AT, actor="two")
    assert not isinstance(done, Refusal), done


EVER = period(AT.date(), AT.date() + 400 * DAY)


def test_only_what_a_reviewer_confirmed_counts_and_the_gravest_once() -> None:
    for number, kind in enumerate(("high", "medium", "low", "dismissed", "unread", "none")):
        one = text(number)
        if kind in ("high", "medium", "low"):
            judge(find(one, kind))
            judge(find(one, "low"))
        elif kind == "dismissed":
            judge(find(one), "dismiss")
        elif kind == "unread":
            find(one)
    assert tallies_by("collector", EVER) == {"lin": Tally(6, high=1, medium=1, low=1, unread=1)}


def test_a_whole_lawful_text_is_neither_found_nor_unread() -> None:
    one = text(1)
    find(one)
    text_review(text_id=one.pk, verdict="lawful", actor="rev", at=AT)
    assert tallies_by("collector", EVER) == {"lin": Tally(1)}


def test_another_category_counts_where_it_belongs() -> None:
    judge(find(text(1)), "wrong_category", category="impersonation")
    assert tallies_by("category", EVER) == {"impersonation": Tally(1, high=1)}
    assert tallies_by("team", Asked(EVER.since, EVER.until, category=THREAT)) == {"north": Tally(1)}


@pytest.mark.parametrize(("outcome", "high"), [("overturned", 0), ("upheld", 1)])
def test_the_score_follows_an_appeal(outcome: str, high: int) -> None:
    finding = find(text(1))
    judge(finding)
    overturn(finding, outcome)
    assert tallies_by("collector", EVER) == {"lin": Tally(1, high=high)}
    assert findings_seen_by(person("lin", "collector")).count() == 1


def test_what_the_auditor_missed_is_told_apart() -> None:
    one = text(1)
    text_review(text_id=one.pk, verdict="wrong_category", category=THREAT, actor="rev", at=AT)
    assert missed_by_auditor(EVER) == 1
    assert conduct_whole(EVER, CONDUCT).tally == Tally(1)


def test_a_draft_counts_when_it_was_put_into_the_outbox() -> None:
    taken(collector="lin")
    SpokenText.objects.create(
        source="draft",
        sha256="d" * 64,
        collector="lin",
        language="en",
        channel="sms",
        turns=[],
        at=AT,
        taken_at=AT,
        actor="lin",
    )
    assert tallies_by("collector", EVER) == {"lin": Tally(1, unread=1)}


def test_a_trend_has_a_point_for_each_month_and_the_days_are_both_included() -> None:
    for number, days in enumerate((0, 1, 31, 62)):
        one = text(number, days=days)
        if days == 31:
            judge(find(one))
    first, last = AT.date(), AT.date() + 31 * DAY
    points = conduct_trend("month", period(first, last), CONDUCT)
    assert [(one.on, one.tally) for one in points] == [
        (date(2026, 3, 1), Tally(2)),
        (date(2026, 4, 1), Tally(1, high=1)),
    ]
    assert points[1].found.value == 1000
    assert len(tallies_over_time("week", EVER)) == 3
    assert a_year_back(date(2026, 3, 12)) == date(2025, 4, 1)
    assert a_year_back(date(2026, 12, 12)) == date(2026, 1, 1)


SPOKEN = st.tuples(
    st.sampled_from(("lin", "bo", "")),
    st.sampled_from(("north", "south", "")),
    st.sampled_from(("", "Quay")),
    st.integers(0, 70),
    st.lists(
        st.tuples(
            st.sampled_from(("high", "medium", "low")),
            st.sampled_from((THREAT, "impersonation")),
            st.sampled_from(("confirm", "dismiss", "", "overturned")),
        ),
        max_size=3,
    ),
)


@given(st.lists(SPOKEN, max_size=7))
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_the_database_counts_as_one_would_by_hand(
    rows: list[tuple[str, str, str, int, list[tuple[str, str, str]]]],
) -> None:
    plain: dict[tuple[str, str], list[str]] = defaultdict(list)
    with transaction.atomic():
        for number, (collector, team, agency, days, findings) in enumerate(rows):
            one = text(number, collector, team, agency, days=days)
            counted = []
            for severity, category, verdict in findings:
                finding = find(one, severity, category)
                if verdict:
                    judge(finding, "dismiss" if verdict == "dismiss" else "confirm")
                if verdict == "overturned" and collector:
                    overturn(finding)
                elif verdict in ("confirm", "overturned"):
                    counted.append(severity)
            worst = next((word for word in ("high", "medium", "low") if word in counted), "")
            if not worst and any(not verdict for *_, verdict in findings):
                worst = "unread"
            shown = f"{team} · {agency}" if agency else team
            for group, name in (("collector", collector), ("team", shown), ("agency", agency)):
                plain[group, name].append(worst)
        for group in ("collector", "team", "agency"):
            expected = {
                name: Tally(
                    len(words), *(words.count(word) for word in ("high", "medium", "low", "unread"))
                )
                for (of, name), words in plain.items()
                if of == group
            }
            assert tallies_by(group, EVER) == expected  # type: ignore[arg-type]
        transaction.set_rollback(True)


def person(name: str, role: str, team: str = "", agency: str = "") -> User:
    user = User.objects.create_user(name)
    user.groups.set([Group.objects.get_or_create(name=role)[0]])
    if team or agency:
        done = team_place_set(username=name, team=team, agency=agency, at=AT, actor="it")
        assert not isinstance(done, Refusal)
    return user


@pytest.mark.parametrize(
    ("role", "team", "agency", "seen"),
    [
        ("collector", "north", "", {"me"}),
        ("team_lead", "north", "", {"me", "lin"}),
        ("team_lead", "", "", {"me"}),
        ("agency", "", "Quay", {"me", "qi"}),
        ("team_lead", "north", "Quay", {"me", "qi"}),
        ("agency", "north", "", {"me"}),
        ("compliance", "", "", {"me", "lin", "bo", "qi"}),
        ("auditor", "", "", {"me", "lin", "bo", "qi"}),
    ],
)
def test_everyone_sees_their_own_leads_their_team_compliance_all(
    role: str, team: str, agency: str, seen: set[str]
) -> None:
    text(1, "lin", "north")
    text(2, "bo", "south")
    text(3, "qi", "north", "Quay")
    text(4, "me", "south")
    text(5, "", "east")
    asked = Asked(EVER.since, EVER.until, scope_of(person("me", role, team, agency)))
    assert set(tallies_by("collector", asked)) - {""} == seen
    assert set(names_of(asked)["collector"]) == seen


def test_someone_is_compared_with_all_others_though_they_see_only_themselves() -> None:
    for number in range(60):
        one = text(number, "lin")
        text(100 + number, "bo")
        if number % 2:
            judge(find(one))
    own = Asked(EVER.since, EVER.until, Scope(collector="bo"))
    (score,) = conduct_scores("collector", own, CONDUCT)
    assert (score.name, score.standing) == ("bo", "below")
    assert conduct_scores("category", own, CONDUCT) == []
    for group in GROUPS:
        assert conduct_scores(group, EVER, CONDUCT)


def test_a_move_ends_the_place_before_it() -> None:
    user = person("lin", "collector", "north")
    same = team_place_set(username="lin", team=" north", agency="", at=AT + DAY, actor="it")
    assert not isinstance(same, Refusal)
    assert same.from_at == AT
    team_place_set(username="lin", team="south", agency="", at=AT + DAY, actor="it")
    assert [(one.team, one.until_at) for one in user.team_places.order_by("pk")] == [
        ("north", AT + DAY),
        ("south", None),
    ]
    assert _team_of_a_call_at(AT, "1") == "north"
    assert _team_of_a_call_at(AT + DAY, "2") == "south"
    gone = team_place_set(username="nobody", team="x", agency="", at=AT, actor="it")
    none = team_place_set(username="lin", team=" ", agency="", at=AT, actor="it")
    assert [one.code for one in (gone, none) if isinstance(one, Refusal)] == [
        "USER_UNKNOWN",
        "TEAM_MISSING",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        user.team_places.create(team="east", from_at=AT, actor="it")


def _team_of_a_call_at(at: datetime, words: str) -> str:
    call = f'{{"turns": [{{"speaker": "agent", "text": "Hello {words}"}}]}}'
    return taken(call, collector="lin", spoken_at=at).text.team
