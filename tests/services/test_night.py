"""The night over the database: once, in order, never twice, and to the unit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from django.db.models import Sum

from forbear.core.delinquency import with_ageing
from forbear.core.ledger.events import Event
from forbear.packs.loader import load_charges
from forbear.services.cards import card_open
from forbear.services.ledger import period_lock, transaction_reverse
from forbear.services.night import NightSummary, night_run
from forbear.services.payments.taking import payment_take
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    CardPending,
    CardState,
    CardStatement,
    LedgerTransaction,
    NightWork,
    Payment,
    Posting,
)
from forbear.store.selectors.frames import portfolio_in_transaction
from tests.core.ledger.make import terms
from tests.services.cards import AT, OPENED, PRODUCTS, booked, differences, event, opened
from tests.store.address import address

ROOT = Path(__file__).resolve().parents[2]
MARCH, APRIL = date(2026, 3, 5), date(2026, 4, 10)
ONE_DAY = timedelta(days=1)
database = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
Bought = tuple[Account, list[Event]]


def night(on: date, **given: object) -> NightSummary:
    return night_run(on=on, at=AT, products=PRODUCTS, **given)  # type: ignore[arg-type]


def with_purchase(on: date = MARCH, amount: int = 1_000_000) -> Bought:
    one = opened()
    return one, [event(booked(one, "purchase", on, amount), "purchase", amount)]


@database
def test_nothing_paid_gives_example_b_of_the_notes() -> None:
    one, events = with_purchase()
    for days in range((APRIL - MARCH).days + 1):
        night(MARCH + days * ONE_DAY)
    assert differences(one, events, APRIL) == []
    one.refresh_from_db()
    assert one.balance_minor == 1_023_000  # 10,000 + 180 of interest + 50 of late fee
    assert one.overdue_minor == 100_000
    assert one.oldest_unpaid_due_on == date(2026, 3, 30)
    stated = CardStatement.objects.filter(account=one).order_by("statement_on")
    assert [made.minimum_minor for made in stated] == [100_000, 213_000]


@database
def test_nights_that_were_missed_are_caught_up_in_order() -> None:
    one, events = with_purchase()
    done = night(APRIL)
    assert differences(one, events, APRIL) == []
    assert done.days == sorted(done.days)
    assert done.days[-1] == APRIL
    assert done.counts["statements"] == 2
    assert done.counts["late_fees"] == 1
    assert done.charged == {"CNY": {"interest": 18_000, "fees": 5_000}}


@database
def test_a_second_run_does_nothing() -> None:
    with_purchase()
    night(APRIL)
    before = [model.objects.count() for model in (LedgerTransaction, Posting, NightWork)]
    states = list(CardState.objects.values())
    done = night(APRIL)
    assert done.days == []
    assert done.told == []
    night(MARCH)  # nor does a night of a day that lies behind
    assert [model.objects.count() for model in (LedgerTransaction, Posting, NightWork)] == before
    assert list(CardState.objects.values()) == states


@database
def test_the_due_date_itself_is_not_late() -> None:
    one, _ = with_purchase()
    for on, overdue in ((date(2026, 3, 30), 0), (date(2026, 4, 2), 0), (date(2026, 4, 3), 100_000)):
        night(on)
        one.refresh_from_db()
        assert one.overdue_minor == overdue, on
    assert one.missed_statements == 1


@database
def test_a_day_of_everything_comes_to_the_plain_day() -> None:
    draw = Random(4)
    accounts = [opened(credit_limit_minor=2_000_000) for _ in range(6)]
    events: dict[int, list[Event]] = {one.pk: [] for one in accounts}
    on = OPENED
    while on < date(2026, 7, 20):
        on += draw.randrange(1, 5) * ONE_DAY
        for one in draw.sample(accounts, 3):
            kind = draw.choice(
                ["purchase", "purchase", "payment", "payment", "cash_advance", "fee"]
            )
            amount = draw.randrange(1_000, 300_000)
            component = "other_fee" if kind == "fee" else ""
            # some count from a day that the night has behind it
            back = draw.choice([0, 0, 0, 1, 9]) * ONE_DAY
            value_on = max(on - back, OPENED + ONE_DAY)
            made = booked(one, kind, on, amount, component=component, value_on=value_on)
            events[one.pk].append(event(made, kind, amount, component=component))
        if draw.random() < 0.6:
            night(on)
    night(on)
    for one in accounts:
        assert differences(one, events[one.pk], on) == []
    assert not CardPending.objects.exists()


@database
def test_the_day_that_follows_ages_with_the_grace_of_the_product() -> None:
    one, _ = with_purchase()
    for on, dpd in ((date(2026, 3, 30), 0), (date(2026, 4, 2), 0), (date(2026, 4, 3), 4)):
        night(on)
        found = portfolio_in_transaction(person_ids=[one.person_id], at=AT)
        aged = with_ageing(found.accounts.lazy(), found.dues.lazy(), on=on).collect()
        assert aged["dpd"].item() == dpd, on


@database
def test_a_payment_that_came_back_is_owed_again() -> None:
    one, events = with_purchase()
    night(date(2026, 3, 29))
    made = paid(one, date(2026, 3, 30), 200_000)
    night(APRIL)
    assert made.transaction_id is not None
    back = transaction_reverse(
        transaction_id=made.transaction_id,
        key="back",
        on=date(2026, 4, 14),
        at=AT,
        actor="test",
        reason="returned by the bank",
    )
    assert isinstance(back, LedgerTransaction)
    night(date(2026, 5, 10))
    events += [
        Event(str(made.transaction_id), "payment", made.value_on, 200_000),
        event(back, "reversal", of=str(made.transaction_id)),
    ]
    assert differences(one, events, date(2026, 5, 10)) == []


def paid(one: Account, on: date, amount: int) -> Payment:
    made = payment_take(
        account_id=one.pk,
        amount_minor=amount,
        currency="CNY",
        value_on=on,
        key=f"pay-{one.pk}-{on}",
        source="desk",
        on=on,
        at=AT,
        actor="test",
        products=PRODUCTS,
    )
    assert isinstance(made, Payment), made
    return made


@database
@pytest.mark.parametrize("seed", range(2))
def test_the_night_divides_payments_as_they_were_booked(seed: int) -> None:
    draw = Random(seed)
    accounts = [opened() for _ in range(4)]
    events: dict[int, list[Event]] = {one.pk: [] for one in accounts}
    on = OPENED
    while on < date(2026, 6, 1):
        on += ONE_DAY
        for one in draw.sample(accounts, draw.randrange(3)):
            kind = draw.choice(["purchase", "cash_advance", "fee"])
            amount = draw.randrange(1_000, 300_000)
            component = "other_fee" if kind == "fee" else ""
            made = booked(one, kind, on, amount, component=component)
            events[one.pk].append(event(made, kind, amount, component=component))
        for one in draw.sample(accounts, 2) if draw.random() < 0.4 else ():
            amount = draw.randrange(1_000, 400_000)
            taken = paid(one, on, amount)
            events[one.pk].append(Event(str(taken.transaction_id), "payment", on, amount))
        if draw.random() < 0.7:  # days that were missed are foreseen as well
            night(on)
    night(on)
    for one in accounts:
        assert differences(one, events[one.pk], on) == []
    moved = Posting.objects.filter(transaction__kind="allocation").exclude(component="credit")
    # what credit settles is the night's; of payments it moves nothing
    for legs in moved.values("transaction_id").annotate(total=Sum("amount_minor")):
        credit = Posting.objects.get(transaction_id=legs["transaction_id"], component="credit")
        assert credit.amount_minor == -legs["total"] > 0


@database
def test_a_payment_that_was_taken_at_the_desk_counts_once() -> None:
    one, events = with_purchase()
    night(date(2026, 3, 29))
    made = paid(one, date(2026, 3, 30), 200_000)
    assert [due.paid_minor for due in one.dues.all()] == [100_000]
    night(APRIL)
    events.append(Event(str(made.transaction_id), "payment", made.value_on, 200_000))
    assert differences(one, events, APRIL) == []
    one.refresh_from_db()
    assert one.balance_minor == 816_900  # example A of the notes: 169.00 of interest, no late fee
    assert [(due.amount_minor, due.paid_minor) for due in one.dues.order_by("due_on")] == [
        (100_000, 100_000),
        (96_900, 0),
    ]


@database
def test_interest_is_not_lost_once_principal_is_paid() -> None:
    one, events = with_purchase()
    night(date(2026, 4, 4))
    one.refresh_from_db()
    made = paid(one, date(2026, 4, 5), one.balance_minor)
    events.append(Event(str(made.transaction_id), "payment", made.value_on, made.amount_minor))
    night(APRIL)
    assert differences(one, events, APRIL) == []
    one.refresh_from_db()
    assert one.balance_minor == 15_500  # 31 days of interest, billed though all was paid


@database
def test_interest_goes_with_the_purchase_that_is_reversed() -> None:
    one, events = with_purchase()
    other = booked(one, "purchase", date(2026, 3, 6), 500_000)
    events.append(event(other, "purchase", 500_000))
    night(APRIL)
    undone = transaction_reverse(
        transaction_id=other.pk, key="undo", on=APRIL, at=AT, actor="test", reason="not theirs"
    )
    assert isinstance(undone, LedgerTransaction)
    events.append(event(undone, "reversal", of=str(other.pk)))
    done = night(APRIL)  # it was booked after the night of its day
    assert done.counts["singles"] == 1
    assert differences(one, events, APRIL) == []
    one.refresh_from_db()
    assert one.balance_minor == 1_023_000
    night(date(2026, 5, 10))
    assert differences(one, events, date(2026, 5, 10)) == []


@database
def test_a_night_books_on_the_first_open_day_and_counts_from_its_own() -> None:
    one, events = with_purchase()
    period_lock(locked_through=date(2026, 4, 12), at=AT, actor="test")
    night(APRIL)
    charged = LedgerTransaction.objects.filter(account=one, kind="interest").get()
    assert charged.on == date(2026, 4, 13)
    assert charged.value_on == APRIL
    assert differences(one, events, date(2026, 4, 13)) == []


@database
def test_an_account_without_terms_is_told_and_the_others_go_on() -> None:
    one, events = with_purchase()
    lost, _ = with_purchase()
    CardState.objects.filter(pk=lost.pk).update(product="gone")
    done = night(APRIL)
    assert done.told == [{"account_id": lost.pk, "why": "there are no terms of a product 'gone'"}]
    assert differences(one, events, APRIL) == []
    assert CardState.objects.get(pk=lost.pk).accrued_through == OPENED - ONE_DAY


@database
def test_a_product_that_the_law_forbids_charges_nothing() -> None:
    one, _ = with_purchase()
    fees_bear = {"classic": [terms(interest_on_fees=True)]}
    done = night_run(on=APRIL, at=AT, products=fees_bear, charges=load_charges())
    [told] = done.told
    assert told["account_id"] == one.pk
    assert "cn-no-interest-on-fees" in str(told["why"])
    assert not LedgerTransaction.objects.filter(kind="interest").exists()
    refused = card_open(
        account_id=opened().pk,
        product="classic",
        on=OPENED,
        at=AT,
        actor="test",
        products=fees_bear,
        charges=load_charges(),
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "AGAINST_LAW"


def child(on: date, die_at: int = 0) -> subprocess.CompletedProcess[str]:
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    return subprocess.run(
        [sys.executable, "-m", "tests.services.night_child", on.isoformat(), str(die_at)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        check=False,
    )


@committed
def test_a_night_killed_at_any_instant_goes_on_where_it_stopped() -> None:
    bought = [with_purchase(amount=100_000 * n) for n in range(1, 6)]
    deaths = 0
    for die_at in (3, 30, 41, 52, 60, 71, 90):
        died = child(APRIL, die_at)
        assert died.returncode in {0, -signal.SIGKILL}, died.stderr
        deaths += died.returncode != 0
    assert deaths >= 5
    lived = child(APRIL)
    assert lived.returncode == 0, lived.stderr
    for one, events in bought:
        assert differences(one, events, APRIL) == []
    keys = LedgerTransaction.objects.filter(idempotency_key__startswith="night:")
    assert keys.filter(kind="interest").count() == len(bought)
    assert keys.filter(kind="fee").count() == len(bought)
    free_of_locks()


@committed
def test_no_account_is_left_locked_after_a_good_night_run() -> None:
    with_purchase()
    assert child(APRIL).returncode == 0
    free_of_locks()


def free_of_locks() -> None:
    """Nobody holds a row: another connection gets them all at once."""
    with psycopg.connect(address()) as connection:
        for table in ("store_cardstate", "store_account"):
            connection.execute(f"SELECT * FROM {table} FOR UPDATE NOWAIT")  # type: ignore[arg-type]


@committed
def test_an_account_that_another_holds_is_waited_for() -> None:
    one, events = with_purchase()
    with psycopg.connect(address()) as other:
        other.execute("SELECT 1 FROM store_account WHERE id = %s FOR UPDATE", [one.pk])
        running = started(APRIL)
        wait_until(lambda: waits_for_a_lock(address()))
        assert running.poll() is None
        assert not CardStatement.objects.exists()
        other.rollback()
    _, problems = running.communicate()
    assert running.returncode == 0, problems
    assert differences(one, events, APRIL) == []


def started(on: date) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.services.night_child", on.isoformat()],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def waits_for_a_lock(where: str) -> bool:
    query = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    query += " AND datname = current_database()"
    with psycopg.connect(where) as connection:
        return connection.execute(query).fetchone() is not None  # type: ignore[arg-type]


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(100_000):
        if is_so():
            return
    pytest.fail("it did not come to pass")
