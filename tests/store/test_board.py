"""The board's numbers against a plain count, and who works when."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import Group, User

from forbear.packs import load_book
from forbear.services.lead.shifts import exception_set, pattern_set
from forbear.services.speech.conduct import team_place_set
from forbear.store.models import (
    CaseHold,
    ChannelSwitch,
    Complaint,
    Contact,
    Dispute,
    GateAnswer,
    Promise,
    Seat,
)
from forbear.store.selectors.board import (
    Tally,
    calls_by_hour,
    doing_now,
    promises_by_day,
    tallies,
)
from forbear.store.selectors.board_alerts import caps_near, permits_denied, waiting_now
from forbear.store.selectors.capacity import day_capacity
from forbear.store.selectors.complaints import clocks_near
from forbear.store.selectors.roster import callers, roster_at, rosters
from tests.store.make import account, permit, planned, point
from tests.web import portfolio
from tests.web.portfolio import AT, ON

pytestmark = pytest.mark.django_db
NAMES = ("chen", "wang", "")
HOUR = timedelta(hours=1)


def user(name: str) -> User:
    made = User.objects.create_user(name)
    made.groups.add(Group.objects.get_or_create(name="collector")[0])
    return made


def test_a_day_comes_to_what_is_counted_one_by_one() -> None:
    random = Random(7)
    since, kept_days = AT - 10 * HOUR, 5
    wanted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for _call in range(60):
        owed = account()
        name = random.choice(NAMES[:2])
        at = AT - random.randrange(16) * HOUR
        channel = random.choice(("call", "call", "sms"))
        outcome = random.choice(("conversation", "no_answer"))
        party = random.choice(("cardholder", "family"))
        used = permit(owed, at=at, actor=name, channel=channel, consumed_at=at)
        Contact.objects.create(
            person=owed.person,
            account=owed,
            at=at,
            channel=channel,
            outcome=outcome,
            party=party,
            permit=used,
            actor=name,
        )
        if channel == "call" and at >= since:
            wanted[name]["calls"] += 1
            wanted[name]["reached"] += (outcome, party) == ("conversation", "cardholder")
    for _promise in range(80):
        name = random.choice(NAMES)
        on = ON + timedelta(days=random.randrange(-8, 3))
        state = random.choice(("open", "kept", "part_kept", "broken", "cancelled"))
        made_at = AT - random.randrange(20) * HOUR
        Promise.objects.create(
            account=account(), amount_minor=1, pay_on=on, made_at=made_at, state=state, actor=name
        )
        days = (ON - on).days
        wanted[name]["promises"] += made_at >= since
        wanted[name]["due"] += days == 0 and state != "cancelled"
        wanted[name]["due_next"] += days == -1 and state != "cancelled"
        is_judged = 1 <= days <= kept_days and state in {"kept", "part_kept", "broken"}
        wanted[name]["judged"] += is_judged
        wanted[name]["kept"] += is_judged and state == "kept"
    found = tallies(since=since, at=AT, on=ON, kept_days=kept_days)
    assert found == {
        name: Tally(**{key: int(many) for key, many in counts.items()})
        for name, counts in wanted.items()
    }
    hours = calls_by_hour(["chen", "wang"], since=since, at=AT, zone="Asia/Shanghai")
    assert sum(row.calls for row in hours) == sum(row.calls for row in found.values())
    assert sum(row.reached for row in hours) == sum(row.reached for row in found.values())
    assert [row.hour for row in hours] == list(range(hours[0].hour, hours[-1].hour + 1))
    by_day = promises_by_day(on=ON, days=2)
    every = sum(found.values(), Tally())
    assert [many for _day, many, _kept in by_day] == [every.due, every.due_next]


@pytest.mark.parametrize(
    ("kept", "judged", "percent"), [(0, 0, None), (1, 3, 33), (2, 3, 67), (1, 2, 50), (0, 4, 0)]
)
def test_the_kept_rate(kept: int, judged: int, percent: int | None) -> None:
    assert Tally(kept=kept, judged=judged).kept_percent == percent


def test_what_each_does() -> None:
    people = [user(name) for name in ("calls", "works", "ready", "left", "covered", "out")]
    for one, minutes, locked in (
        ("calls", 0, None),
        ("ready", 3, None),
        ("left", 30, None),
        ("covered", 0, AT),
    ):
        Seat.objects.create(
            user=User.objects.get(username=one),
            begun_at=AT - HOUR,
            seen_at=AT - timedelta(minutes=minutes),
            locked_at=locked,
        )
    owed = account()
    CaseHold.objects.create(
        person=owed.person, account=owed, actor="works", since=AT - HOUR, until=AT + HOUR
    )
    other = account()
    permit(other, at=AT, contact_point=point(other.person), actor="calls", consumed_at=AT)
    found = doing_now(people, at=AT, idle=timedelta(minutes=10))
    assert {name: now.doing for name, now in found.items()} == {
        "calls": "call",
        "works": "case",
        "ready": "idle",
        "left": "away",
        "covered": "away",
        "out": "out",
    }
    assert found["works"].account_id == owed.pk


def test_what_waits_and_stands_still() -> None:
    assert waiting_now(at=AT).held == 0
    ChannelSwitch.objects.create(channel="sms", is_stopped=True)
    ChannelSwitch.objects.create(channel="email", rests_until=AT + HOUR)
    for channel, state in (("sms", "planned"), ("email", "queued"), ("letter", "planned")):
        planned(account(), at=AT, channel=channel, state=state)
    planned(account(), at=AT, state="unknown")
    found = waiting_now(at=AT)
    assert (found.stopped, found.resting, found.held, found.dead) == (("sms",), ("email",), 2, 1)


def test_refused_permits_by_the_strictest_reason() -> None:
    owed = account()
    for actor, verdict, code in (
        ("chen", "denied", "QUIET_HOURS"),
        ("chen", "denied", "QUIET_HOURS"),
        ("wang", "denied", "CEASED"),
        ("system", "denied", "CEASED"),
        ("chen", "permitted", ""),
    ):
        GateAnswer.objects.create(
            account=owed,
            contact_point=point(owed.person),
            at=AT,
            actor=actor,
            channel="call",
            purpose="collect",
            verdict=verdict,
            facts="{}",
            answer=f'{{"reasons": [{{"code": "{code}"}}, {{"code": "OTHER"}}]}}',
        )
    asked = permits_denied(["chen", "wang"], since=AT - HOUR, at=AT)
    assert asked == [("QUIET_HOURS", 2), ("CEASED", 1)]


def test_one_contact_from_a_cap() -> None:
    run = portfolio.day_run()
    first, second = portfolio.cardholder(1, nation="US"), portfolio.cardholder(2, nation="US")
    for owed in (first, second):
        portfolio.decide(owed, run)
    # Regulation F: seven calls in seven days; the busy one does not count
    for owed, outcomes in ((first, ["no_answer"] * 6 + ["busy"]), (second, ["no_answer"] * 5)):
        for number, outcome in enumerate(outcomes):
            at = AT - timedelta(hours=10 * number + 1)
            used = permit(owed, at=at, contact_point=point(owed.person), consumed_at=at)
            Contact.objects.create(
                person=owed.person,
                account=owed,
                at=at,
                channel="call",
                outcome=outcome,
                permit=used,
            )
    near = [
        one
        for one in caps_near(load_book(), run=run, at=AT, cases=10)
        if one.rule_id == "us-regf-call-freq-7"
    ]
    assert [(one.account_id, one.counted, one.cap) for one in near] == [(first.pk, 6, 7)]


def test_clocks_that_run_out_but_not_of_complaints_about_who_looks() -> None:
    owed = account()
    same = {
        "channel": "call",
        "received_on": ON,
        "opened_at": AT,
        "opened_by": "x",
        "state_at": AT,
        "account": owed,
        "state": "open",
    }
    Dispute.objects.create(
        **same,
        key="d",
        ground="amount",
        extent="whole",
        currency="USD",
        amount_minor=1,
        answer_due_on=ON + timedelta(days=1),
    )
    Complaint.objects.create(**same, key="c", person=owed.person, about="lead", answer_due_on=ON)
    Complaint.objects.create(
        **same, key="e", person=owed.person, answer_due_on=ON + timedelta(days=9)
    )
    until = ON + timedelta(days=3)
    assert [one.kind for one in clocks_near(until=until, limit=9, viewer="chen")[1]] == [
        "complaint",
        "dispute",
    ]
    assert clocks_near(until=until, limit=9, viewer="lead")[0] == 1


def test_whose_hours_count() -> None:
    chen = user("chen")
    team_place_set(username="chen", team="north", agency="", at=AT, actor="x")

    def hours() -> str:
        row = rosters([chen], on=ON)[chen.pk]
        return f"{row.source} {row.spans}"

    assert hours() == " None"
    assert roster_at(chen, at=AT).is_on(AT) is None
    week = ["09:00-17:00"] * 7
    same = {"zone": "Asia/Shanghai", "at": AT, "actor": "x"}
    pattern_set(team="north", since=ON, hours=week, **same)  # type: ignore[arg-type]
    assert hours() == "team week ((540, 1020),)"
    assert roster_at(chen, at=AT).is_on(AT) is True
    pattern_set(username="chen", since=ON, hours=["off"] * 7, **same)  # type: ignore[arg-type]
    assert hours() == "user week ()"
    exception_set(team="north", on=ON, hours="10:00-11:00", why="x", at=AT, actor="x")
    assert hours() == "team exception ((600, 660),)"
    exception_set(username="chen", on=ON, hours="11:00-12:00", why="x", at=AT, actor="x")
    assert hours() == "user exception ((660, 720),)"
    # 10:15 in Shanghai: an hour is ahead
    assert rosters([chen], on=ON)[chen.pk].minutes_left(AT) == 60
    assert list(callers()) == [chen]


def test_what_does_not_fit_is_the_end_of_the_queue() -> None:
    run = portfolio.day_run()
    for number in (1, 2, 3):
        portfolio.decide(portfolio.cardholder(number), run)
    capacity, [line] = day_capacity(run=run, at=AT, minutes=13, case_minutes=6)
    assert (capacity.cases, capacity.fits, line.left_over) == (3, 2, 1)
    # overdue grows with the number, and the one that owes least is last
    assert line.left_minor == portfolio.Account.objects.get(reference="A-00001").overdue_minor
