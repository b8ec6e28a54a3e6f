"""Facts of one account, read as a table of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from forbear.core.facts import FACTS, account_facts
from forbear.core.tables import ACCOUNTS, CONTACT_POINTS, CONTACTS, PERSONS
from forbear.core.tables.frames import Portfolio

ON = date(2026, 3, 2)
MOBILE = {"contact_point_id": 1, "person_id": 1, "kind": "mobile", "party": "cardholder"}


def _ago(days: int) -> date:
    return ON - timedelta(days=days)


def _contact(days: int, **values: Any) -> dict[str, Any]:
    at = datetime.combine(_ago(days), datetime.min.time(), UTC) + timedelta(hours=10)
    return {"person_id": 1, "account_id": 1, "at": at, "channel": "sms", **values}


def _facts(
    account: dict[str, Any] | None = None,
    *,
    person: dict[str, Any] | None = None,
    contacts: list[dict[str, Any]] | None = None,
    points: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    plain = {
        "account_id": 1,
        "person_id": 1,
        "nation": "US",
        "currency": "USD",
        "balance_minor": 90_000,
        "overdue_minor": 9_000,
    }
    portfolio = Portfolio.of(
        persons=PERSONS.frame([{"person_id": 1, **(person or {})}]),
        accounts=ACCOUNTS.frame([{**plain, **(account or {})}]),
        contact_points=CONTACT_POINTS.frame([MOBILE] if points is None else points),
        contacts=CONTACTS.frame(contacts or []),
    )
    frame = account_facts(portfolio, on=ON)
    assert frame.schema == FACTS.schema
    [row] = frame.to_dicts()
    filled = [column.name for column in FACTS.columns if column.null_means == "refused"]
    assert all(row[name] is not None for name in filled)
    return row


@pytest.mark.parametrize(
    ("account", "wanted"),
    [
        ({"oldest_unpaid_due_on": _ago(31)}, {"dpd": 31, "bucket": "M2", "person_dpd": 31}),
        ({"next_due_on": ON}, {"days_to_due": 0}),
        ({"next_due_on": _ago(-3)}, {"days_to_due": 3}),
        ({"next_due_on": _ago(1)}, {"days_to_due": None}),
        ({"promise_on": ON}, {"has_promise": True, "days_since_promise": 0}),
        ({"promise_on": _ago(1)}, {"has_promise": False, "days_since_promise": 1}),
        ({"promise_on": _ago(-2)}, {"has_promise": True, "days_since_promise": -2}),
        ({"hardship_until": ON}, {"has_hardship": True}),
        ({"hardship_until": _ago(1)}, {"has_hardship": False}),
        ({"step": 2, "step_on": _ago(4)}, {"days_on_step": 4, "paid_since_step": False}),
        (
            {"step": 2, "step_on": _ago(4), "last_payment_on": _ago(4)},
            {"paid_since_step": True, "days_since_payment": 4},
        ),
        (
            {"step": 2, "step_on": _ago(4), "last_payment_on": _ago(5)},
            {"paid_since_step": False},
        ),
        ({"step": 2, "last_payment_on": _ago(400)}, {"paid_since_step": True}),
        ({"last_payment_on": _ago(1)}, {"paid_since_step": False, "days_since_payment": 1}),
    ],
)
def test_facts_of_an_account(account: dict[str, Any], wanted: dict[str, Any]) -> None:
    facts = _facts(account)
    assert {name: facts[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("contacts", "wanted"),
    [
        pytest.param([], (0, 0, 0, None), id="none"),
        pytest.param([_contact(0)], (1, 1, 0, 0), id="today"),
        pytest.param([_contact(6), _contact(7)], (1, 2, 0, 6), id="seven-days-today-included"),
        pytest.param([_contact(29), _contact(30)], (0, 1, 0, 29), id="thirty-days"),
        pytest.param([_contact(-1)], (0, 0, 0, None), id="the-future-is-not-history"),
        pytest.param([_contact(2, account_id=None)], (1, 1, 0, 2), id="counts-for-every-account"),
        pytest.param([_contact(2, account_id=9)], (0, 0, 0, None), id="another-account"),
        pytest.param(
            [_contact(1, outcome="bounced"), _contact(3)], (2, 2, 0, 3), id="bounced-never-arrived"
        ),
        pytest.param(
            [_contact(1, channel="call", outcome="no_answer")], (1, 1, 0, 1), id="it-rang"
        ),
        pytest.param([_contact(1, outcome="pending")], (1, 1, 0, 1), id="a-permit-counts"),
        pytest.param(
            [_contact(1, direction="in", outcome="replied")], (0, 0, 1, None), id="they-wrote"
        ),
        pytest.param(
            [_contact(1, channel="call", outcome="conversation")], (1, 1, 1, 1), id="conversation"
        ),
    ],
)
def test_contact_counts(
    contacts: list[dict[str, Any]], wanted: tuple[int, int, int, int | None]
) -> None:
    facts = _facts(contacts=contacts)
    names = ("contacts_7d", "contacts_30d", "reached_30d", "days_since_contact")
    assert tuple(facts[name] for name in names) == wanted


@pytest.mark.parametrize(
    ("point", "has_mobile"),
    [
        ({}, True),
        ({"state": "closed"}, False),
        ({"party": "family"}, False),
        ({"is_connected_to_other": True}, False),
        ({"kind": "home"}, False),
    ],
)
def test_a_mobile_that_can_be_used(point: dict[str, Any], *, has_mobile: bool) -> None:
    assert _facts(points=[{**MOBILE, **point}])["has_mobile"] is has_mobile


LATE = {"oldest_unpaid_due_on": _ago(40)}
REACHED = [_contact(5, channel="call", outcome="conversation")]


@pytest.mark.parametrize(
    ("account", "person", "contacts", "kind"),
    [
        pytest.param(LATE, {}, [], "ordinary", id="late-and-not-reached"),
        pytest.param(LATE, {"is_lost_contact": True}, [], "lost_contact", id="lost"),
        pytest.param(LATE, {"is_vulnerable": True}, REACHED, "willing_unable", id="vulnerable"),
        pytest.param(
            {**LATE, "last_payment_on": _ago(31)}, {}, REACHED, "willing_unable", id="still-pays"
        ),
        pytest.param(
            {**LATE, "last_payment_on": _ago(32)}, {}, REACHED, "ordinary", id="paid-a-while-ago"
        ),
        pytest.param(
            {**LATE, "last_payment_on": _ago(61)}, {}, REACHED, "unwilling", id="silent-two-months"
        ),
        pytest.param({**LATE, "broken_promises": 1}, {}, [], "ordinary", id="one-broken-promise"),
        pytest.param({**LATE, "broken_promises": 2}, {}, [], "unwilling", id="two-broken"),
        pytest.param(
            {"oldest_unpaid_due_on": _ago(30), "broken_promises": 2}, {}, [], "ordinary", id="M1"
        ),
        pytest.param({**LATE, "plan": "kept"}, {}, [], "willing_unable", id="keeps-a-plan"),
    ],
)
def test_the_four_kinds_of_customer(
    account: dict[str, Any], person: dict[str, Any], contacts: list[dict[str, Any]], kind: str
) -> None:
    assert _facts(account, person=person, contacts=contacts)["segment"] == kind


def test_nobody_without_a_contact_point_is_called_unwilling() -> None:
    assert _facts({**LATE, "broken_promises": 5}, points=[])["segment"] == "lost_contact"
