"""Whether a debit is made: days, amounts and holds, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forbear.core.debits.deciding import (
    DueDebit,
    NoDebit,
    Standing,
    Tried,
    decide,
    send_window,
    still_owed,
)
from forbear.core.debits.reasons import REASONS, DebitFailure, reason_of
from tests.core.debits.test_mandates import MANDATE, RULES

ON = date(2026, 3, 10)
STANDING = Standing(
    nation="DE",
    currency="EUR",
    status="open",
    balance_minor=90_000,
    due_on=date(2026, 4, 2),
    due_minor=12_000,
)


def decided(
    on: date = ON, mandate: dict[str, object] | None = None, **standing: object
) -> DueDebit | NoDebit:
    return decide(replace(MANDATE, **mandate or {}), replace(STANDING, **standing), RULES, on=on)


def debit(*given: object, **standing: object) -> DueDebit:
    found = decided(*given, **standing)  # type: ignore[arg-type]
    assert isinstance(found, DueDebit), found
    return found


def codes(*given: object, **standing: object) -> tuple[str, ...]:
    found = decided(*given, **standing)  # type: ignore[arg-type]
    assert isinstance(found, NoDebit), found
    return found.codes


@pytest.mark.parametrize(
    ("due", "collected", "announce_by", "first", "last"),
    [
        # an ordinary Thursday
        ((2026, 4, 2), (2026, 4, 2), (2026, 3, 19), (2026, 3, 31), (2026, 4, 1)),
        # Good Friday: the Tuesday after Easter; files before the holidays
        ((2026, 4, 3), (2026, 4, 7), (2026, 3, 24), (2026, 4, 1), (2026, 4, 2)),
        # a Saturday, the 31st
        ((2026, 10, 31), (2026, 11, 2), (2026, 10, 19), (2026, 10, 29), (2026, 10, 30)),
        # Christmas on a Friday, then the weekend
        ((2026, 12, 25), (2026, 12, 28), (2026, 12, 14), (2026, 12, 23), (2026, 12, 24)),
        # a leap day
        ((2028, 2, 29), (2028, 2, 29), (2028, 2, 15), (2028, 2, 25), (2028, 2, 28)),
        # 1 May is a Friday
        ((2026, 5, 1), (2026, 5, 4), (2026, 4, 20), (2026, 4, 29), (2026, 4, 30)),
    ],
)
def test_the_days_of_a_debit(
    due: tuple[int, int, int],
    collected: tuple[int, int, int],
    announce_by: tuple[int, int, int],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
) -> None:
    found = debit(ON, due_on=date(*due))
    assert found.collection_on == date(*collected)
    assert found.announce_by == date(*announce_by)
    assert send_window(found.collection_on) == (date(*first), date(*last))


def test_31_january_is_a_saturday_in_2026() -> None:
    assert debit(date(2026, 1, 6), due_on=date(2026, 1, 31)).collection_on == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("nation", "agreed", "by"),
    [
        ("DE", None, (2026, 3, 19)),
        ("DE", 5, (2026, 3, 28)),
        # Reg E: ten days; the scheme's 14 are stricter, unless shortened
        ("US", None, (2026, 3, 19)),
        ("US", 5, (2026, 3, 23)),
        # Bacs: ten working days before 2 April
        ("GB", 5, (2026, 3, 19)),
    ],
)
def test_the_stricter_notice_binds(nation: str, agreed: int | None, by: tuple[int, ...]) -> None:
    found = debit(ON, {"notice_days": agreed}, nation=nation)
    assert found.announce_by == date(*by)


def test_a_debit_that_cannot_be_announced_in_time_is_not_made() -> None:
    assert debit(date(2026, 3, 19)).collection_on == date(2026, 4, 2)
    assert codes(date(2026, 3, 20)) == ("NOTICE_TOO_LATE",)
    # a day's notice is agreed, but the bank must have the file a settlement day before
    assert debit(date(2026, 4, 1), {"notice_days": 1}).collection_on == date(2026, 4, 2)
    assert codes(date(2026, 4, 2), {"notice_days": 1}) == ("NOTICE_TOO_LATE",)
    # on New Year's Day no file goes out; the one of 2 January is for the settlement day after
    new_year, old = date(2026, 1, 1), {"notice_days": 1, "signed_on": date(2025, 6, 1)}
    assert codes(new_year, old, due_on=date(2026, 1, 2)) == ("NOTICE_TOO_LATE",)
    made = debit(new_year, old, due_on=date(2026, 1, 5))
    assert made.collection_on == date(2026, 1, 5)
    # a due of the past is never debited for the first time
    assert codes(date(2026, 4, 20)) == ("NOTICE_TOO_LATE",)


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        ({"dispute": "open"}, "DISPUTE_OPEN"),
        ({"breathing_space_until": ON}, "BREATHING_SPACE"),
        ({"is_deceased": True}, "DECEASED"),
        ({"bankruptcy": "filed"}, "BANKRUPT"),
        ({"bankruptcy": "discharged"}, "BANKRUPT"),
        ({"plan": "kept"}, "PLAN_SCHEDULE"),
        ({"hardship_until": ON}, "HARDSHIP"),
        ({"status": "charged_off"}, "ACCOUNT_CLOSED"),
        ({"status": "sold"}, "ACCOUNT_CLOSED"),
        ({"currency": "GBP"}, "WRONG_CURRENCY"),
        ({"due_on": None}, "NOTHING_DUE"),
        ({"due_minor": 0}, "NOTHING_DUE"),
        ({"paid_minor": 12_000}, "NOTHING_DUE"),
        ({"paid_minor": 13_000}, "NOTHING_DUE"),
        ({"balance_minor": 0}, "NOTHING_DUE"),
        ({"balance_minor": -500}, "NOTHING_DUE"),
        ({"under_way_minor": 12_000}, "UNDER_WAY"),
    ],
)
def test_a_hold_means_no_debit(standing: dict[str, object], code: str) -> None:
    assert codes(ON, None, **standing) == (code,)


@pytest.mark.parametrize(
    "standing",
    [
        {"dispute": "answered"},
        {"plan": "broken"},
        {"breathing_space_until": date(2026, 3, 9)},
        {"hardship_until": date(2026, 3, 9)},
    ],
)
def test_what_is_over_holds_nothing(standing: dict[str, object]) -> None:
    assert debit(ON, None, **standing).amount_minor == 12_000


def test_every_hold_is_told_not_only_the_first() -> None:
    found = codes(ON, {"state": "suspended"}, dispute="open", is_deceased=True)
    assert found == ("DISPUTE_OPEN", "DECEASED", "MANDATE_SUSPENDED")


@pytest.mark.parametrize(
    ("mandate", "standing", "amount"),
    [
        ({}, {}, 12_000),
        ({}, {"paid_minor": 2_000}, 10_000),
        ({}, {"balance_minor": 7_000}, 7_000),
        ({}, {"under_way_minor": 5_000}, 7_000),
        ({"amount": "statement"}, {"statement_minor": 80_000}, 80_000),
        ({"amount": "statement"}, {"statement_minor": 80_000, "paid_minor": 30_000}, 50_000),
        ({"amount": "statement"}, {"statement_minor": 80_000, "balance_minor": 60_000}, 60_000),
        ({"amount": "fixed", "fixed_minor": 5_000}, {}, 5_000),
        ({"amount": "fixed", "fixed_minor": 5_000}, {"balance_minor": 4_000}, 4_000),
    ],
)
def test_the_amount_is_the_mandates_and_never_above_what_is_owed(
    mandate: dict[str, object], standing: dict[str, object], amount: int
) -> None:
    assert debit(ON, mandate, **standing).amount_minor == amount


def test_a_statement_whose_balance_is_unknown_is_not_collected() -> None:
    assert codes(ON, {"amount": "statement"}) == ("STATEMENT_UNKNOWN",)


@pytest.mark.parametrize("state", ["planned", "announced", "sent", "booked", "withheld"])
def test_one_due_is_debited_once(state: str) -> None:
    assert codes(ON, None, tried=(Tried(state, 12_000),)) == ("ALREADY_MADE",)


def test_a_lack_of_money_is_tried_once_more_after_days_and_anew_announced() -> None:
    failed = Tried("failed", 12_000, "AM04", date(2026, 4, 8))
    again = debit(date(2026, 4, 9), None, tried=(failed,))
    assert (again.attempt, again.due_on) == (2, date(2026, 4, 2))
    assert again.collection_on == date(2026, 4, 23)  # 14 days of notice are more than the wait
    short = debit(date(2026, 4, 9), {"notice_days": 1}, tried=(failed,))
    assert short.collection_on == date(2026, 4, 15)  # five settlement days after the failure
    twice = (failed, Tried("failed", 12_000, "AM04", date(2026, 4, 28)))
    assert codes(date(2026, 4, 29), None, tried=twice) == ("ALREADY_MADE",)


def test_a_second_try_takes_no_more_than_the_first() -> None:
    failed = Tried("failed", 9_000, "AM04", date(2026, 4, 8))
    assert debit(date(2026, 4, 9), None, tried=(failed,)).amount_minor == 9_000


@pytest.mark.parametrize("code", [code for code in REASONS if code != "AM04"] + ["XX99", ""])
def test_no_other_reason_lets_it_be_tried_again(code: str) -> None:
    failed = Tried("failed", 12_000, code, date(2026, 4, 8))
    assert codes(date(2026, 4, 9), None, tried=(failed,)) == ("RETRY_REFUSED",)


def test_what_is_still_owed_when_the_file_is_written() -> None:
    assert still_owed(MANDATE, STANDING, 12_000) == 12_000
    assert still_owed(MANDATE, replace(STANDING, paid_minor=11_000), 12_000) == 1_000
    assert still_owed(MANDATE, replace(STANDING, due_minor=50_000), 12_000) == 12_000
    assert still_owed(MANDATE, replace(STANDING, balance_minor=0), 12_000) == 0


@pytest.mark.parametrize(
    ("code", "effect", "may_retry"),
    [
        ("AC01", "suspend", False),
        ("AC04", "cancel", False),
        ("AM04", "keep", True),
        ("MD01", "suspend", False),
        ("MD06", "suspend", False),
        ("MD07", "cancel", False),
        ("MS03", "suspend", False),
        ("AC06", "suspend", False),
        ("ZZ00", "suspend", False),
    ],
)
def test_what_a_reason_asks_of_us(code: str, effect: str, *, may_retry: bool) -> None:
    reason = DebitFailure("E1", code, "return", ON).reason
    assert (reason.effect, reason.retry_days is not None) == (effect, may_retry)
    assert reason_of(code).text.endswith(".")
    assert reason_of(code).text_zh.endswith("。")
