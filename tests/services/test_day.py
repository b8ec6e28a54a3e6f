from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.db import connection

from forbear.core.tables import DECISIONS
from forbear.core.tables.frames import Portfolio
from forbear.services.day import day_run, denied_json
from forbear.store.models import Account, AuditEntry, DayRun, Decision, PlannedContact
from tests.store.address import address
from tests.store.make import account, planned, point

ON = date(2026, 3, 12)
AT = datetime(2026, 3, 12, 6, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Result:
    decisions: pl.DataFrame
    summary: dict[str, object] = field(default_factory=lambda: {"on": ON, "accounts": 2})


def contacts_everyone(portfolio: Portfolio) -> Result:
    """Contact whoever has a contact point, hold the others."""
    points = portfolio.contact_points.group_by("person_id").agg(pl.col("contact_point_id").min())
    rows = [
        {
            "account_id": row["account_id"],
            "person_id": row["person_id"],
            "nation": row["nation"],
            "currency": row["currency"],
            "overdue_minor": row["overdue_minor"],
            "dpd": 40,
            "bucket": "M2",
            "stage": "early",
            "step": 2,
            "step_on": ON,
            "action": "contact" if row["contact_point_id"] else "hold",
            "because": "remind",
            "channel": "sms" if row["contact_point_id"] else None,
            "contact_point_id": row["contact_point_id"],
            "purpose": "collect" if row["contact_point_id"] else None,
            "template": "reminder" if row["contact_point_id"] else None,
            "window_from": AT + timedelta(hours=8) if row["contact_point_id"] else None,
            "window_to": AT + timedelta(hours=12) if row["contact_point_id"] else None,
            "call_denied": "us-hours us-cap",
            "visit_denied": "house-no-visits",
        }
        for row in portfolio.accounts.join(points, on="person_id", how="left").to_dicts()
    ]
    return Result(DECISIONS.frame(rows))


def run(decide: Callable[[Portfolio], Result] = contacts_everyone, on: date = ON) -> DayRun:
    return day_run(
        on=on, at=AT, decide=decide, strategy="standard", packs={"us": "1"}, url=address()
    )


def two_accounts() -> tuple[Account, Account]:
    reachable, unreachable = account(), account()
    point(reachable.person)
    return reachable, unreachable


def test_a_day_is_stored_with_its_reasons_and_its_contacts() -> None:
    reachable, unreachable = two_accounts()
    stored = run()
    assert stored.summary == {"on": "2026-03-12", "accounts": 2}
    decision = Decision.objects.get(account=reachable)
    assert decision.denied == {"call": ["us-hours", "us-cap"], "visit": ["house-no-visits"]}
    assert decision.window_from == AT + timedelta(hours=8)
    assert (decision.step, decision.step_on, decision.bucket) == (2, ON, "M2")
    assert Decision.objects.get(account=unreachable).channel is None
    waiting = PlannedContact.objects.get()
    assert (waiting.decision_id, waiting.state, waiting.on) == (decision.pk, "planned", ON)
    assert waiting.window_to == AT + timedelta(hours=12)
    reachable.refresh_from_db()
    assert (reachable.step, reachable.step_on) == (2, ON)
    assert AuditEntry.objects.get().data == {"on": "2026-03-12", "decisions": 2, "planned": 1}


def test_the_same_day_again_changes_nothing() -> None:
    two_accounts()
    first = run()

    def must_not_be_asked(_: Portfolio) -> Result:
        raise AssertionError("the day was decided already")

    assert run(must_not_be_asked) == first
    assert (Decision.objects.count(), PlannedContact.objects.count()) == (2, 1)


def test_the_same_day_by_many_at_once_is_run_once() -> None:
    two_accounts()

    def work(_: int) -> int:
        try:
            return run().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert len(set(pool.map(work, range(4)))) == 1
    assert PlannedContact.objects.count() == 1


def test_a_day_that_fails_leaves_nothing() -> None:
    reachable, _ = two_accounts()

    def too_wide(portfolio: Portfolio) -> Result:
        found = contacts_everyone(portfolio)
        return Result(found.decisions.with_columns(because=pl.lit("x" * 65)))

    with pytest.raises(Exception, match="too long"):
        run(too_wide)
    assert DayRun.objects.count() == 0
    reachable.refresh_from_db()
    assert reachable.step == 0
    with pytest.raises(ValueError, match="columns of DECISIONS"):
        run(lambda portfolio: Result(portfolio.accounts))


def test_what_waited_past_its_window_lapses_when_the_next_day_is_run() -> None:
    old = planned(account(), at=AT - timedelta(days=1), channel="call")
    run()
    old.refresh_from_db()
    assert old.state == "lapsed"


def test_a_new_day_supersedes_what_an_earlier_one_planned_even_with_its_window_open() -> None:
    reachable, _ = two_accounts()
    old = planned(reachable, at=AT, channel="sms")
    PlannedContact.objects.filter(pk=old.pk).update(on=ON - timedelta(days=1))
    assert old.window_to > AT
    run()
    old.refresh_from_db()
    assert (old.state, old.note) == ("lapsed", f"superseded by {ON}")
    assert PlannedContact.objects.filter(account=reachable, state="planned").count() == 1


def test_the_next_day_is_another_run() -> None:
    two_accounts()
    run()
    run(on=ON + timedelta(days=1))
    assert (DayRun.objects.count(), Decision.objects.count()) == (2, 4)


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ({}, "{}"),
        ({"call_denied": "a"}, '{"call":["a"]}'),
        ({"sms_denied": "a b", "letter_denied": "c"}, '{"sms":["a","b"],"letter":["c"]}'),
    ],
)
def test_reasons_become_json(reasons: dict[str, str], text: str) -> None:
    assert DECISIONS.frame([reasons]).select(denied_json()).item() == text
