"""Balances against a plain sum; a balance as of a day against the replay of what came before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.core.ledger.books import OWED, Part, legs_of
from forbear.store.books import books_compact, transaction_write
from forbear.store.models import Account, BookSum, Posting
from forbear.store.selectors.books import kind_list, trial_balance
from forbear.store.selectors.ledger import By, balance_list, statement_lines
from tests.store.make import account

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
START = date(2024, 2, 27)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db
_keys = count(1)
SOME = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KINDS = {
    "purchase": "principal",
    "cash_advance": "principal",
    "interest": "interest",
    "fee": "late_fee",
    "payment": "principal",
    "waiver": "late_fee",
    "charge_off": "principal",
    "recovery": "principal",
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened to one of two accounts."""

    which: int
    kind: str
    amount_minor: int
    on: int
    value_on: int


entries = st.lists(
    st.builds(
        Entry,
        st.integers(0, 1),
        st.sampled_from(sorted(KINDS)),
        st.integers(1, 10**9),
        st.integers(0, 9),
        st.integers(-3, 9),
    ),
    max_size=12,
)


def write(owed: Account, entry: Entry) -> None:
    lot = entry.kind if entry.kind == "cash_advance" else ""
    transaction_write(
        account_id=owed.pk,
        kind=entry.kind,
        on=START + DAY * entry.on,
        value_on=START + DAY * min(entry.value_on, entry.on),
        currency=owed.currency,
        key=f"selector-{next(_keys)}",
        request_hash="",
        posted_at=AT,
        actor="a",
        note="",
        legs=legs_of(entry.kind, [Part(KINDS[entry.kind], entry.amount_minor, lot)]),
    )


def day_of(entry: Entry, by: By) -> date:
    return START + DAY * (entry.on if by == "on" else min(entry.value_on, entry.on))


def plain(done: list[Entry], ids: list[int], until: date, by: By) -> dict[object, int]:
    """What is owed by a plain sum over what was asked for, without the ledger."""
    owed: Counter[object] = Counter()
    for entry in done:
        if day_of(entry, by) <= until and entry.kind != "charge_off":
            sign = -1 if entry.kind in {"payment", "waiver", "recovery"} else 1
            lot = entry.kind if entry.kind == "cash_advance" else ""
            owed[ids[entry.which], KINDS[entry.kind], lot] += sign * entry.amount_minor
    return {key: amount for key, amount in owed.items() if amount}


def asked(until: date, by: By, ids: list[int] | None) -> dict[object, int]:
    found = balance_list(as_of=until, account_ids=ids, by=by)
    assert all(row.currency == "USD" for row in found)
    return {(row.account_id, row.component, row.lot): row.owed_minor for row in found}


@SOME
@given(done=entries, by=st.sampled_from(["on", "value_on"]))
def test_balances_as_of_any_day_are_the_plain_sum_up_to_it(done: list[Entry], by: By) -> None:
    with transaction.atomic():
        owed = [account(), account()]
        ids = [one.pk for one in owed]
        for entry in done:
            write(owed[entry.which], entry)
        for days in range(-4, 11):
            until = START + DAY * days
            expected = plain(done, ids, until, by)
            assert asked(until, by, ids) == expected
            assert asked(until, by, None) == expected
            # totals do not differ when two debts are fetched together
            alone = asked(until, by, ids[:1]) | asked(until, by, ids[1:])
            assert alone == expected
        transaction.set_rollback(True)


@SOME
@given(done=entries)
def test_as_of_a_day_equals_the_replay_of_what_was_known_by_then(done: list[Entry]) -> None:
    with transaction.atomic():
        owed = [account(), account()]
        ids = [one.pk for one in owed]
        ordered = sorted(done, key=lambda entry: entry.on)
        seen: dict[int, dict[object, int]] = {}
        for days in range(10):
            for entry in ordered:
                if entry.on == days:
                    write(owed[entry.which], entry)
            seen[days] = asked(date.max, "on", ids)
        for days, then in seen.items():
            assert asked(START + DAY * days, "on", ids) == then
        transaction.set_rollback(True)


@SOME
@given(done=entries)
def test_every_line_carries_the_balance_after_it(done: list[Entry]) -> None:
    with transaction.atomic():
        owed = [account(), account()]
        for entry in done:
            write(owed[entry.which], entry)
        lines = statement_lines(owed[0].pk, as_of=START + DAY * 9)
        running = 0
        for line in lines:
            running += line.amount_minor
            assert line.owed_minor == running
        balance = balance_list(as_of=START + DAY * 9, account_ids=[owed[0].pk])
        assert running == sum(row.owed_minor for row in balance)
        later = statement_lines(owed[0].pk, as_of=START + DAY * 9, since=START + DAY * 5)
        assert later == [line for line in lines if line.on >= START + DAY * 5]
        by_value = statement_lines(owed[0].pk, as_of=START + DAY * 9, by="value_on")
        assert sorted(line.transaction_id for line in by_value) == sorted(
            line.transaction_id for line in lines
        )
        assert [line.value_on for line in by_value] == sorted(line.value_on for line in lines)
        transaction.set_rollback(True)


@SOME
@given(done=entries)
def test_opening_and_movements_make_the_closing_of_each_book(done: list[Entry]) -> None:
    with transaction.atomic():
        owed = [account(), account(currency="EUR")]
        for entry in done:
            write(owed[entry.which], entry)
        day = START + DAY * 5
        before = {
            (line.book, line.currency): line.closing_minor
            for line in trial_balance(since=day - DAY, until=day - DAY)
        }
        closing: Counter[str] = Counter()
        held = trial_balance(since=day, until=day)
        assert books_compact() >= BookSum.objects.count()
        assert trial_balance(since=day, until=day) == held
        for line in held:
            assert line.opening_minor == before.get((line.book, line.currency), 0)
            moved = line.debit_minor + line.credit_minor
            assert line.closing_minor == line.opening_minor + moved
            closing[line.currency] += line.closing_minor
            rows = Posting.objects.filter(book=line.book, currency=line.currency, on__lte=day)
            assert line.closing_minor == sum(row.amount_minor for row in rows)
            assert line.many == rows.filter(on=day).count()
        assert not any(closing.values())
        booked = Counter(
            (entry.kind, owed[entry.which].currency) for entry in done if entry.on == 5
        )
        assert {(row.kind, row.currency): row.many for row in kind_list(on=day)} == booked
        transaction.set_rollback(True)


def test_a_charge_off_moves_the_debt_and_no_balance() -> None:
    owed = account()
    write(owed, Entry(0, "purchase", 500, 0, 0))
    write(owed, Entry(0, "charge_off", 500, 1, 1))
    write(owed, Entry(0, "recovery", 200, 2, 2))
    held = {
        line.book: line.closing_minor for line in trial_balance(since=START, until=START + DAY * 2)
    }
    assert held == {"receivable": 0, "charge_off": 500, "cash": -300, "recovery": -200}
    [row] = balance_list(as_of=START + DAY * 2)
    assert row.owed_minor == 300
    assert [line.kind for line in statement_lines(owed.pk, as_of=START + DAY * 2)] == [
        "purchase",
        "recovery",
    ]
    assert set(OWED) == {"receivable", "charge_off"}


def test_a_late_entry_changes_what_counts_and_not_what_was_known() -> None:
    owed = account()
    write(owed, Entry(0, "payment", 500, on=5, value_on=2))
    then = START + DAY * 3
    assert balance_list(as_of=then, account_ids=[owed.pk]) == []
    [row] = balance_list(as_of=then, account_ids=[owed.pk], by="value_on")
    assert row.owed_minor == -500
