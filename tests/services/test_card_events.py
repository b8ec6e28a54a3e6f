"""Pauses, plans and statements of the host in the database: as the plain day takes them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import ProgrammingError, transaction

from forbear.core.ledger.booked import event_given
from forbear.core.ledger.events import Event
from forbear.services.card_events import card_event_book
from forbear.services.explaining import card_balance
from forbear.services.night import NightSummary, night_run
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    AuditEntry,
    CardEvent,
    CardEventPending,
    CardState,
    CardStatement,
    HostStatement,
    LedgerTransaction,
)
from tests.services.cards import AT, OPENED, PRODUCTS, booked, differences, event, opened

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
MARCH, APRIL = date(2026, 3, 5), date(2026, 4, 10)


def night(on: date) -> NightSummary:
    return night_run(on=on, at=AT, products=PRODUCTS)


def note(of: Account, kind: str, on: date, **content: object) -> CardEvent | Refusal:
    return card_event_book(
        account_id=of.pk,
        kind=kind,
        content={"on": on.isoformat(), **content},
        key=f"{kind}-{of.pk}-{CardEvent.objects.count()}",
        at=AT,
        actor="test",
        products=PRODUCTS,
    )


def noted(of: Account, kind: str, on: date, **content: object) -> CardEvent:
    made = note(of, kind, on, **content)
    assert isinstance(made, CardEvent), made
    return made


def as_event(made: CardEvent) -> Event:
    return event_given(made.kind, {**made.content, "id": made.pk})


def with_purchase() -> tuple[Account, list[Event]]:
    one = opened()
    return one, [event(booked(one, "purchase", MARCH, 1_000_000), "purchase", 1_000_000)]


@pytest.mark.parametrize("days", [1, 2, 10])
@pytest.mark.parametrize("is_known_before", [True, False])
def test_a_pause_holds_its_days_back_and_shifts_none(days: int, is_known_before: bool) -> None:  # noqa: FBT001 - a row of the table
    one, events = with_purchase()
    begin = date(2026, 3, 20)
    until = begin + (days - 1) * ONE_DAY
    if is_known_before:
        night(begin - ONE_DAY)
    else:  # the night has those days behind it
        night(until + 3 * ONE_DAY)
    made = noted(one, "pause", begin, until=until.isoformat(), fees=False, reason="hardship")
    done = night(APRIL)
    assert done.told == []
    assert differences(one, [*events, as_event(made)], APRIL) == []
    charged = LedgerTransaction.objects.get(account=one, kind="interest")
    interest = sum(leg.amount_minor for leg in charged.postings.filter(side="cardholder"))
    # 36 days of 5.00 without a pause; the first and the last day of it are free, no other is
    assert interest == 500 * (36 - days)
    assert charged.value_on == APRIL
    stated = CardStatement.objects.filter(account=one).order_by("statement_on")
    assert [(row.statement_on, row.due_on) for row in stated] == [
        (date(2026, 3, 10), date(2026, 3, 30)),
        (APRIL, date(2026, 4, 30)),
    ]
    fee = LedgerTransaction.objects.get(account=one, kind="fee")
    assert fee.value_on == date(2026, 4, 3)  # the day after grace: not a day later
    assert not CardEventPending.objects.exists()


def random_event(draw: Random, one: Account, on: date) -> CardEvent | Refusal:
    kind = draw.choice(["pause", "pause", "plan", "plan_broken"])
    if kind == "pause":
        until = on + draw.randrange(25) * ONE_DAY
        holds = draw.choice([{"interest": False}, {"fees": False}, {}])
        return note(one, kind, on, until=until.isoformat(), **holds)
    if kind == "plan_broken":
        return note(one, kind, on)
    asked = [
        {"due_on": (on + 30 * n * ONE_DAY).isoformat(), "amount_minor": 700_000}
        for n in range(1, 5)
    ]
    return note(one, kind, on, instalments=asked, interest=draw.random() < 0.8)


@pytest.mark.parametrize("seed", range(4))
def test_random_accounts_with_pauses_and_plans_equal_the_plain_day(seed: int) -> None:
    draw = Random(seed)
    accounts = [opened() for _ in range(3)]
    events: dict[int, list[Event]] = {one.pk: [] for one in accounts}
    refused, on = set(), OPENED
    while on < date(2026, 7, 1):
        on += draw.randrange(1, 5) * ONE_DAY
        for one in draw.sample(accounts, 2):
            # some count from a day that the night has behind it
            value_on = max(on - draw.choice([0, 0, 0, 6]) * ONE_DAY, OPENED + ONE_DAY)
            if draw.random() < 0.35:
                made = random_event(draw, one, value_on)
                if isinstance(made, Refusal):
                    refused.add(made.code)
                else:
                    events[one.pk].append(as_event(made))
                continue
            kind = draw.choice(["purchase", "payment", "payment", "cash_advance"])
            amount = draw.randrange(1_000, 300_000)
            moved = booked(one, kind, on, amount, value_on=value_on)
            events[one.pk].append(event(moved, kind, amount))
        if draw.random() < 0.5:
            # what came late may leave nothing to break, or another sum to agree on
            for told in night(on).told:
                assert str(told["why"]).endswith(("NO_PLAN", "PLAN_SUM"))
    night(on)
    assert refused <= {"NO_PLAN", "PLAN_SUM"}
    for one in accounts:
        assert differences(one, events[one.pk], on) == []
        found = card_balance(one.pk, on=on, products=PRODUCTS)
        assert found is not None
        assert len(found[0].events) == len(events[one.pk])


def test_the_statements_of_the_host_are_taken_once() -> None:
    one = opened("host")
    bought = event(booked(one, "purchase", MARCH, 1_000_000), "purchase", 1_000_000)
    given = [
        HostStatement.objects.create(
            account=one,
            statement_on=on,
            currency="CNY",
            balance_minor=1_000_000,
            minimum_minor=minimum,
            due_on=due_on,
        )
        for on, due_on, minimum in (
            (date(2026, 3, 12), date(2026, 4, 1), 120_000),
            (APRIL, date(2026, 5, 2), None),
            (date(2026, 4, 20), None, 5),
        )
    ]
    night(date(2026, 4, 15))
    taken = list(CardEvent.objects.filter(account=one).order_by("on"))
    assert [row.on for row in taken] == [row.statement_on for row in given[:2]]
    assert differences(one, [bought, *map(as_event, taken)], date(2026, 4, 15)) == []
    stated = CardStatement.objects.filter(account=one).order_by("statement_on")
    assert [row.due_on for row in stated] == [date(2026, 4, 1), date(2026, 5, 2)]
    assert stated[0].minimum_minor == 120_000
    done = night(date(2026, 4, 20))
    assert CardEvent.objects.count() == 2
    assert [told["account_id"] for told in done.told] == [one.pk]
    assert "2026-04-20 names no usable due day" in str(done.told[0]["why"])


def test_a_product_with_a_cycle_makes_its_own_statements() -> None:
    one, events = with_purchase()
    HostStatement.objects.create(
        account=one,
        statement_on=date(2026, 3, 12),
        currency="CNY",
        balance_minor=1,
        due_on=date(2026, 4, 1),
    )
    night(APRIL)
    assert not CardEvent.objects.exists()
    assert differences(one, events, APRIL) == []


def test_the_same_under_the_same_key_is_there_once() -> None:
    one, _ = with_purchase()
    given = {"account_id": one.pk, "kind": "pause", "key": "k", "at": AT, "actor": "test"}
    content = {"on": "2026-03-20", "until": "2026-03-29"}
    first = card_event_book(**given, content=content, products=PRODUCTS)  # type: ignore[arg-type]
    assert isinstance(first, CardEvent)
    assert card_event_book(**given, content=content, products=PRODUCTS) == first  # type: ignore[arg-type]
    other = {**content, "until": "2026-03-30"}
    refused = card_event_book(**given, content=other, products=PRODUCTS)  # type: ignore[arg-type]
    assert isinstance(refused, Refusal)
    assert refused.code == "IDEMPOTENCY_CONFLICT"
    assert AuditEntry.objects.filter(action="card.pause").count() == 1
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        CardEvent.objects.update(on=MARCH)


@pytest.mark.parametrize(
    ("kind", "on", "content", "code"),
    [
        ("pause", MARCH, {}, "MISSING_FIELD"),
        ("pause", MARCH, {"until": "2026-03-01"}, "BAD_FIELD"),
        ("pause", OPENED, {"until": "2026-03-01"}, "EVENT_BEFORE_OPENING"),
        ("plan_broken", MARCH, {}, "NO_PLAN"),
        (
            "plan",
            MARCH,
            {"instalments": [{"due_on": "2026-04-01", "amount_minor": 5}]},
            "PLAN_SUM",
        ),
        ("statement", MARCH, {"due_on": "2026-04-01"}, "STATEMENT_WITH_CYCLE"),
        ("purchase", MARCH, {"amount_minor": 5}, "EVENT_UNKNOWN"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    kind: str, on: date, content: dict[str, object], code: str
) -> None:
    one, _ = with_purchase()
    found = note(one, kind, on, **content)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert not CardEvent.objects.exists()


def test_only_accounts_that_are_worked_out_here_have_events() -> None:
    one, _ = with_purchase()
    CardState.objects.filter(pk=one.pk).update(product="gone")
    found = note(one, "plan_broken", MARCH)
    assert isinstance(found, Refusal)
    assert found.code == "PRODUCT_UNKNOWN"
