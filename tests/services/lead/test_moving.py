"""Cases move: to whom they may, from whom they are, and never under two leads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from forbear.services.desk.holds import hold_take
from forbear.services.desk.next_case import case_next
from forbear.services.lead.moving import Moved, cases_move, cases_move_all, move_undo
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    AuditEntry,
    AuthorityLimit,
    CaseAssignment,
    CaseHold,
    CaseMove,
    CaseMoved,
    Complaint,
    DayRun,
    SpokenText,
    TextAudit,
    TextFinding,
    TextReview,
)
from forbear.store.selectors.assignments import (
    POOL,
    CasesAsked,
    assigned_to,
    cases_held_by_name,
    cases_of,
    moves_lately,
)
from forbear.store.selectors.desk import hold_of
from forbear.store.selectors.queue import QueueFilter
from tests.services.lead.people import user
from tests.store.make import permit, point
from tests.web import portfolio
from tests.web.portfolio import AT, ON


@pytest.fixture
def run(db: None) -> DayRun:  # noqa: ARG001 - the tables come first
    made = portfolio.day_run()
    for number in (1, 2, 3):
        portfolio.decide(portfolio.cardholder(number), made)
    user("chen")
    user("wang", "hardship")
    user("risk", "risk")
    return made


def owed(number: int) -> Account:
    return Account.objects.get(reference=f"A-{number:05d}")


def moved(*numbers: int, to: str, seen: int | None = 0, why: str = "ill") -> str:
    asked = {owed(number).person_id: seen for number in numbers}
    done = cases_move(seen=asked, to=to, why=why, at=AT, actor="lead")
    return done.code if isinstance(done, Refusal) else f"{done.many} moved"


def given(run: DayRun, actor: str) -> str:
    found = case_next(QueueFilter(), run=run, at=AT, actor=actor, can_call=lambda _pk: True)
    return found.code if isinstance(found, Refusal) else found.account.reference


def test_what_was_given_comes_before_the_pool_and_to_nobody_else(run: DayRun) -> None:
    # by its place A-00003 is first
    assert moved(1, to="wang") == "1 moved"
    assert [given(run, "chen") for _press in range(3)] == ["A-00003", "A-00002", "NO_CASE_OPEN"]
    assert given(run, "wang") == "A-00001"


def test_the_lease_is_freed_and_the_reason_kept(run: DayRun) -> None:
    del run
    hold_take(account_id=owed(1).pk, at=AT, actor="chen")
    assert moved(1, to="wang", why="knows them") == "1 moved"
    assert hold_of(owed(1).pk, at=AT) is None
    assert isinstance(hold_take(account_id=owed(1).pk, at=AT, actor="wang"), CaseHold)
    entry = AuditEntry.objects.get(action="cases.moved")
    assert (entry.actor, entry.data["to"], entry.data["why"]) == ("lead", "wang", "knows them")
    assert entry.data["leases_freed"] == [owed(1).person_id]


def test_a_lease_of_whom_it_goes_to_stays(run: DayRun) -> None:
    del run
    hold_take(account_id=owed(1).pk, at=AT, actor="wang")
    assert moved(1, to="wang") == "1 moved"
    assert hold_of(owed(1).pk, at=AT) is not None


@pytest.mark.parametrize(
    ("to", "why", "code"),
    [
        ("wang", " ", "NOTE_MISSING"),
        ("risk", "x", "NOT_A_CALLER"),
        ("nobody", "x", "NOT_A_CALLER"),
        ("", "x", "NOTHING_MOVED"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(run: DayRun, to: str, why: str, code: str) -> None:
    del run
    assert moved(1, to=to, why=why) == code
    assert cases_move(seen={}, to="wang", why="x", at=AT, actor="lead") == Refusal(
        "NOTHING_CHOSEN", "Tick at least one case."
    )
    assert not CaseMove.objects.exists()


def test_a_case_on_the_phone_stays_and_the_others_go(run: DayRun) -> None:
    del run
    permit(owed(1), at=AT, contact_point=point(owed(1).person), actor="chen", consumed_at=AT)
    assert moved(1, to="wang") == "IN_CALL"
    seen = {owed(number).person_id: 0 for number in (1, 2)}
    done = cases_move(seen=seen, to="wang", why="ill", at=AT, actor="lead")
    assert isinstance(done, Moved)
    assert (done.many, dict(done.stayed)) == (1, {"IN_CALL": 1})
    assert [assigned_to(owed(number).person_id) for number in (1, 2)] == ["", "wang"]


def heard(account: Account, *, by: str) -> TextFinding:
    text = SpokenText.objects.create(
        source="transcript",
        sha256="0" * 64,
        account=account,
        collector=by,
        language="en",
        channel="call",
        turns=[],
        at=AT,
        taken_at=AT,
        actor="x",
    )
    audit = TextAudit.objects.create(
        text=text, at=AT, verdict="blocked", words_sha256="", model_sha256=""
    )
    return TextFinding.objects.create(
        audit=audit,
        category="harassment_or_insult",
        severity="high",
        start=0,
        end=1,
        because="x",
        by="word",
        confidence=900,
    )


def test_not_to_whom_a_finding_stands_against(run: DayRun) -> None:
    del run
    finding = heard(owed(1), by="wang")
    assert moved(1, to="wang") == "1 moved"  # nobody has confirmed it
    TextReview.objects.create(
        text=finding.audit.text, finding=finding, verdict="confirm", at=AT, actor="r"
    )
    assert moved(1, to="wang", seen=None) == "IN_CONFLICT"
    assert moved(2, to="wang") == "1 moved"


def test_not_to_whom_they_complained_about(run: DayRun) -> None:
    del run
    made = Complaint.objects.create(
        key="k",
        channel="call",
        received_on=ON,
        opened_at=AT,
        opened_by="x",
        state_at=AT,
        person=owed(1).person,
        account=owed(1),
        state="open",
        about="wang",
    )
    assert moved(1, to="wang") == "IN_CONFLICT"
    Complaint.objects.filter(pk=made.pk).update(state="withdrawn")
    assert moved(1, to="wang") == "1 moved"


def test_not_to_whom_the_running_offer_is_above(run: DayRun) -> None:
    del run
    owed(1).offers.create(
        key="k",
        type="settlement",
        state="offered",
        currency="CNY",
        amount_minor=1,
        owed_minor=2,
        expires_on=ON,
        why="x",
        made_at=AT,
        made_by="x",
        state_at=AT,
    )
    AuthorityLimit.objects.create(
        role="collector",
        kind="settlement",
        since=ON,
        is_withdrawn=True,
        at=AT,
        actor="x",
    )
    user("lee", "team_lead")
    assert moved(1, to="chen") == "OFFER_ABOVE"
    assert moved(1, to="lee", seen=None) == "1 moved"
    # a limit of one's own stands in place of those of one's roles
    AuthorityLimit.objects.create(role="@chen", kind="settlement", since=ON, at=AT, actor="x")
    assert moved(1, to="chen", seen=None) == "1 moved"


def test_everything_of_one_person_also_what_they_hold(run: DayRun) -> None:
    assert moved(1, 2, to="chen") == "2 moved"
    hold_take(account_id=owed(3).pk, at=AT, actor="chen")
    done = cases_move_all(of="chen", to="", why="ill", at=AT, actor="lead")
    assert isinstance(done, Moved)
    assert done.many == 3
    assert cases_held_by_name(run=run, at=AT) == {"": 3}
    assert not CaseHold.objects.filter(until__gt=AT).exists()
    again = cases_move_all(of="chen", to="wang", why="ill", at=AT, actor="lead")
    assert isinstance(again, Refusal)
    assert again.code == "NOTHING_MOVED"


def test_undone_in_one_click_and_once(run: DayRun) -> None:
    assert moved(1, 2, to="chen") == "2 moved"
    first = CaseMove.objects.get()
    assert moved(2, to="wang", seen=first.pk) == "1 moved"
    second = CaseMove.objects.latest("pk")
    refused = move_undo(move_id=first.pk, at=AT, actor="lead")
    assert isinstance(refused, Refusal)
    assert refused.code == "CASE_MOVED"
    assert isinstance(move_undo(move_id=second.pk, at=AT, actor="lead"), Moved)
    assert assigned_to(owed(2).person_id) == "chen"
    again = move_undo(move_id=second.pk, at=AT, actor="lead")
    assert isinstance(again, Refusal)
    assert again.code == "MOVE_UNDONE"
    assert cases_held_by_name(run=run, at=AT) == {"": 1, "chen": 2}
    assert [each.kind for each in moves_lately(since=AT, limit=5)] == ["some", "some"]


def test_what_was_moved_since_is_not_moved_over(run: DayRun) -> None:
    del run
    assert moved(1, to="chen") == "1 moved"
    assert moved(1, 2, to="wang") == "CASE_MOVED"
    assert [assigned_to(owed(number).person_id) for number in (1, 2)] == ["chen", ""]


def test_cases_are_listed_by_whose_they_are(run: DayRun) -> None:
    moved(2, to="chen")
    listed = {
        whose: [row.account.reference for row in cases_of(CasesAsked(whose), run=run, at=AT)]
        for whose in ("", POOL, "chen", "wang")
    }
    assert listed == {
        "": ["A-00003", "A-00002", "A-00001"],
        POOL: ["A-00003", "A-00001"],
        "chen": ["A-00002"],
        "wang": [],
    }


@pytest.mark.django_db(transaction=True)
def test_of_leads_at_the_same_moment_one_wins_and_the_others_are_told() -> None:
    leads = 6
    with transaction.atomic():
        run = portfolio.day_run()
        for number in (1, 2, 3, 4):
            portfolio.decide(portfolio.cardholder(number), run)
        for number in range(leads):
            user(f"to-{number}")
    seen: dict[int, int | None] = dict.fromkeys(
        Account.objects.values_list("person_id", flat=True), 0
    )
    together = Barrier(leads)

    def move(number: int) -> Moved | Refusal:
        try:
            together.wait(timeout=60)
            return cases_move(
                # in another order each, so that rings would show
                seen=dict(sorted(seen.items(), reverse=bool(number % 2))),
                to=f"to-{number}",
                why="x",
                at=AT,
                actor=f"lead-{number}",
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(leads) as pool:
        done = list(pool.map(move, range(leads)))
    won = [each for each in done if isinstance(each, Moved)]
    assert [each.code for each in done if isinstance(each, Refusal)] == ["CASE_MOVED"] * (leads - 1)
    assert len(won) == 1
    assert set(CaseAssignment.objects.values_list("to", flat=True)) == {won[0].move.to}
    assert CaseMoved.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_case_that_moves_while_it_is_taken_is_with_nobody_else() -> None:
    rounds = 6
    with transaction.atomic():
        run = portfolio.day_run()
        for number in range(1, rounds + 1):
            portfolio.decide(portfolio.cardholder(number), run)
        user("chen")
        user("wang")
    persons = list(Account.objects.order_by("-overdue_minor").values_list("person_id", flat=True))
    for turn, person_id in enumerate(persons):
        at = AT + timedelta(minutes=turn)
        together = Barrier(2)

        def take(at: object = at, together: Barrier = together) -> None:
            try:
                together.wait(timeout=60)
                case_next(
                    QueueFilter(),
                    run=run,
                    at=at,  # type: ignore[arg-type] # bound early
                    actor="chen",
                    can_call=lambda _pk: True,
                )
            finally:
                connection.close()

        def move(at: object = at, together: Barrier = together, person_id: int = person_id) -> None:
            try:
                together.wait(timeout=60)
                cases_move(
                    seen={person_id: None},
                    to="wang",
                    why="x",
                    at=at,  # type: ignore[arg-type]
                    actor="lead",
                )
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            for job in [pool.submit(take), pool.submit(move)]:
                job.result()
        held = CaseHold.objects.filter(person_id=person_id, until__gt=at).first()
        assert held is None or held.actor == "wang"
        assert assigned_to(person_id) == "wang"
