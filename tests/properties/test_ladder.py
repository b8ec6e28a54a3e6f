"""The promises of the ladder, for any ladder that a manager could write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.facts import account_facts
from forbear.core.strategy import Hold, Ladder, next_steps
from forbear.core.tables import ACCOUNTS, CONTACTS, EVENTS, PERSONS
from forbear.core.tables.frames import Portfolio
from tests.properties.ladders import ON, condition, frame, happenings, ladders, rows
from tests.reference.ladder import Plain, decide, is_overdue

Rows = list[dict[str, Any]]
MANY = st.lists(rows(), min_size=1, max_size=25)
COLUMNS = ("step", "step_on", "stage", "hold", "plan_id", "action", "because")


def _stepped(drawn: Rows, ladder: Ladder) -> Rows:
    return next_steps(frame(drawn), ladder, on=ON).to_dicts()


@given(both=ladders(), drawn=MANY, data=st.data())
def test_row_and_column_agree(both: tuple[Ladder, Plain], drawn: Rows, data: st.DataObject) -> None:
    ladder, plain = both
    happened = data.draw(happenings(len(drawn)))
    stepped = next_steps(frame(drawn), ladder, on=ON, events=EVENTS.frame(happened))
    for number, (facts, row) in enumerate(zip(drawn, stepped.to_dicts(), strict=True)):
        own = [one for one in happened if one["account_id"] == number]
        wanted = decide(facts, plain, on=ON, happened=own)
        assert [row[name] for name in COLUMNS] == [getattr(wanted, name) for name in COLUMNS]
        assert row["wants"] == (wanted.action == "contact")


@given(both=ladders(), drawn=MANY)
def test_no_rung_is_skipped_and_none_is_left_upwards_before_its_stay_is_over(
    both: tuple[Ladder, Plain], drawn: Rows
) -> None:
    ladder, _ = both
    for before, after in zip(drawn, _stepped(drawn, ladder), strict=True):
        assert after["step"] <= before["step"] + 1
        if after["step"] > before["step"] > 0:
            dwell = ladder.steps[before["step"] - 1].dwell_days
            assert before["days_on_step"] is not None
            assert before["days_on_step"] >= dwell


@given(both=ladders(), drawn=MANY)
def test_a_payment_always_softens(both: tuple[Ladder, Plain], drawn: Rows) -> None:
    ladder, _ = both
    for before, after in zip(drawn, _stepped(drawn, ladder), strict=True):
        present = min(before["step"], len(ladder.steps))
        if before["paid_since_step"]:
            assert after["step"] <= max(present - 1, 1)
        if before["days_since_payment"] == 0:
            assert after["step"] <= present


@given(both=ladders(), drawn=MANY)
def test_a_payment_never_leads_higher_than_no_payment(
    both: tuple[Ladder, Plain], drawn: Rows
) -> None:
    ladder, _ = both
    # The same conditions hold on both sides; only the payment differs.
    unpaid = [{**row, "paid_since_step": False} for row in drawn]
    paid = [{**row, "paid_since_step": row["step"] > 0} for row in drawn]
    for without, having in zip(_stepped(unpaid, ladder), _stepped(paid, ladder), strict=True):
        assert having["step"] <= without["step"]


@given(both=ladders(), drawn=MANY)
def test_curing_and_the_due_date_itself_mean_no_rung(
    both: tuple[Ladder, Plain], drawn: Rows
) -> None:
    ladder, _ = both
    for before, after in zip(drawn, _stepped(drawn, ladder), strict=True):
        if before["dpd"] == 0 or before["overdue_minor"] == 0 or not is_overdue(before):
            assert (after["step"], after["step_on"], after["stage"]) == (0, None, "current")


@given(both=ladders(), drawn=MANY)
def test_a_hold_never_lets_an_account_climb_or_be_contacted(
    both: tuple[Ladder, Plain], drawn: Rows
) -> None:
    ladder = replace(both[0], holds=(Hold("ALWAYS", condition("TRUE")),))
    for before, after in zip(drawn, _stepped(drawn, ladder), strict=True):
        assert after["step"] <= before["step"]
        assert not after["wants"]
        assert after["action"] in {"hold", "none"}
        assert after["step_on"] is None or after["step_on"] >= ON, "held days are no days of stay"


@settings(max_examples=30)
@given(
    both=ladders(),
    paid_ago=st.sets(st.integers(0, 14), max_size=4),
    late_since=st.integers(1, 200),
)
def test_over_many_days_each_payment_softens_once_and_nothing_is_skipped(
    both: tuple[Ladder, Plain], paid_ago: set[int], late_since: int
) -> None:
    """Run a fortnight day by day, feeding each decision to the next day."""
    ladder = replace(both[0], holds=())
    step, step_on = 0, None
    for day in range(15):
        on = ON + timedelta(days=day)
        paid = [ON + timedelta(days=ago) for ago in paid_ago if ago < day]
        account = {
            "account_id": 1,
            "person_id": 1,
            "nation": "US",
            "currency": "USD",
            "balance_minor": 9_000,
            "overdue_minor": 6_000,
            "oldest_unpaid_due_on": ON - timedelta(days=late_since),
            "last_payment_on": max(paid, default=None),
            "step": step,
            "step_on": step_on,
        }
        portfolio = Portfolio.of(
            persons=PERSONS.frame([{"person_id": 1}]),
            accounts=ACCOUNTS.frame([account]),
            contacts=CONTACTS.empty(),
        )
        [after] = next_steps(account_facts(portfolio, on=on), ladder, on=on).to_dicts()
        assert after["step"] <= step + 1
        if day - 1 in paid_ago and step > 0:
            assert after["step"] <= max(step - 1, 1), "yesterday's payment softens today"
        step, step_on = after["step"], after["step_on"]


@given(both=ladders(), drawn=MANY)
def test_a_day_run_twice_moves_nobody_twice(both: tuple[Ladder, Plain], drawn: Rows) -> None:
    ladder, _ = both
    first = _stepped(drawn, ladder)
    again = []
    for row, after in zip(drawn, first, strict=True):
        stayed = None if after["step_on"] is None else (ON - after["step_on"]).days
        paid = row["days_since_payment"]
        # as the facts have it: a rung without a day counts every payment
        is_paid = after["step"] > 0 and paid is not None and (stayed is None or paid <= stayed)
        kept = {"step": after["step"], "step_on": after["step_on"]}
        again.append({**row, **kept, "days_on_step": stayed, "paid_since_step": is_paid})
    second = _stepped(again, ladder)
    assert [row["step"] for row in second] == [row["step"] for row in first]
    assert [row["wants"] for row in second] == [row["wants"] for row in first]
