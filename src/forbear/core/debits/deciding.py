"""Whether a debit is made for the next due of an account, of how much and on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from forbear.core.calendar.settlement import (
    settlement_day_from,
    settlement_days_after,
    settlement_days_before,
)
from forbear.core.debits.mandates import Mandate
from forbear.core.debits.reasons import reason_of
from forbear.core.debits.rules import DebitRules
from forbear.core.debits.words import Objection

CURRENCY = "EUR"
ATTEMPTS_MAX = 2
# A file reaches the bank two settlement days before the collection, at the latest one (EPC016-06,
# D-1 since November 2016; many banks close a day earlier).
SEND_DAYS, SEND_DAYS_LAST = 2, 1


class Tried(NamedTuple):
    """An earlier debit for the same due. ``code`` and ``failed_on`` where it failed."""

    state: str
    amount_minor: int
    code: str | None = None
    failed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is true of an account when a debit is thought of; amounts in minor units.

    ``due_minor`` is asked on ``due_on`` in all, ``paid_minor`` already paid of it.
    ``statement_minor`` is the whole balance of that statement, ``None`` if not known, and
    ``paid_since_minor`` what was paid since it in all.
    ``under_way_minor`` are debits that were planned or sent and not yet answered for.
    """

    nation: str
    currency: str
    status: str
    balance_minor: int
    due_on: date | None
    due_minor: int
    paid_minor: int = 0
    statement_minor: int | None = None
    paid_since_minor: int = 0
    dispute: str = "none"
    plan: str = "none"
    hardship_until: date | None = None
    breathing_space_until: date | None = None
    is_deceased: bool = False
    bankruptcy: str = "none"
    under_way_minor: int = 0
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDebit:
    """A debit that may be made if it is announced by ``announce_by``."""

    due_on: date
    attempt: int
    amount_minor: int
    collection_on: date
    announce_by: date


@dataclass(frozen=True, slots=True)
class NoDebit:
    """Why none is made: every reason, not only the first."""

    objections: tuple[Objection, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons."""
        return tuple(objection.code for objection in self.objections)


def holds(standing: Standing, *, on: date) -> tuple[Objection, ...]:
    """Return what forbids any debit from an account on a day."""
    return tuple(_holds(standing, on))


def mandate_holds(mandate: Mandate, rules: DebitRules, *, on: date) -> tuple[Objection, ...]:
    """Return what forbids a collection under a mandate on the day ``on`` of the collection."""
    return tuple(_mandate_holds(mandate, rules, on))


def decide(
    mandate: Mandate, standing: Standing, rules: DebitRules, *, on: date
) -> DueDebit | NoDebit:
    """Decide on ``on`` about the next due: once, a second time only where the bank's reason allows.

    Never more than is owed, nor than is left of it after what is under way.
    """
    found = [*holds(standing, on=on)]
    day, attempt, wrong = _day_and_attempt(mandate, standing, rules, on)
    found += wrong
    if day is not None:
        found += mandate_holds(mandate, rules, on=day)
    amount, wrong = _amount(mandate, standing)
    found += wrong
    if found or day is None or standing.due_on is None:
        return NoDebit(tuple(found))
    latest = rules.announce_by(day, nation=standing.nation, agreed_days=mandate.notice_days)
    return DueDebit(standing.due_on, attempt, amount, day, latest)


def still_owed(mandate: Mandate, standing: Standing, announced_minor: int) -> int:
    """Return what of an announced debit may still be taken; ``under_way_minor`` is without it."""
    amount, _ = _amount(mandate, standing)
    return max(min(amount, announced_minor), 0)


def send_window(collection_on: date) -> tuple[date, date]:
    """Return the first and the last day on which the file of a collection goes to the bank."""
    return (
        settlement_days_before(collection_on, SEND_DAYS),
        settlement_days_before(collection_on, SEND_DAYS_LAST),
    )


def _holds(standing: Standing, on: date) -> Iterator[Objection]:
    if standing.currency != CURRENCY:
        yield Objection("WRONG_CURRENCY", standing.currency)
    if standing.status != "open":
        yield Objection("ACCOUNT_CLOSED", standing.status)
    if standing.dispute == "open":
        yield Objection("DISPUTE_OPEN")
    if standing.breathing_space_until is not None and standing.breathing_space_until >= on:
        yield Objection("BREATHING_SPACE", standing.breathing_space_until.isoformat())
    if standing.is_deceased:
        yield Objection("DECEASED")
    if standing.bankruptcy != "none":
        yield Objection("BANKRUPT")
    if standing.plan == "kept":
        yield Objection("PLAN_SCHEDULE")
    if standing.hardship_until is not None and standing.hardship_until >= on:
        yield Objection("HARDSHIP", standing.hardship_until.isoformat())


def _mandate_holds(mandate: Mandate, rules: DebitRules, on: date) -> Iterator[Objection]:
    if mandate.state != "active":
        yield Objection(f"MANDATE_{mandate.state.upper()}")
    if mandate.signed_on > on:
        yield Objection("MANDATE_NOT_SIGNED", mandate.signed_on.isoformat())
    elif on > (last := rules.lapses_on(mandate)):
        yield Objection("MANDATE_LAPSED", last.isoformat())


def _day_and_attempt(
    mandate: Mandate, standing: Standing, rules: DebitRules, on: date
) -> tuple[date | None, int, list[Objection]]:
    """Return the day of collection, which attempt it is, and what is against it."""
    earliest = rules.earliest_on(on, nation=standing.nation, agreed_days=mandate.notice_days)
    # a bank cannot be asked for a day that its file would reach too late; on a day on which banks
    # are closed, the file goes on the next one on which they are open
    soonest = settlement_days_after(settlement_day_from(on), SEND_DAYS_LAST)
    if standing.due_on is None:
        return None, 1, []
    if not standing.tried:
        day = settlement_day_from(standing.due_on)
        if day < max(earliest, soonest):
            return day, 1, [Objection("NOTICE_TOO_LATE", earliest.isoformat())]
        return day, 1, []
    last = standing.tried[-1]
    if last.state != "failed" or len(standing.tried) >= ATTEMPTS_MAX:
        return None, len(standing.tried), [Objection("ALREADY_MADE")]
    wait = reason_of(last.code or "").retry_days
    if wait is None or last.failed_on is None:
        return None, len(standing.tried), [Objection("RETRY_REFUSED")]
    waited = settlement_days_after(last.failed_on, wait)
    return settlement_day_from(max(waited, earliest, soonest)), len(standing.tried) + 1, []


def _amount(mandate: Mandate, standing: Standing) -> tuple[int, list[Objection]]:
    """Return what may be taken, and why it is nothing."""
    if standing.due_on is None or standing.balance_minor <= 0:
        return 0, [Objection("NOTHING_DUE")]
    wanted = _wanted(mandate, standing)
    if wanted is None:
        return 0, [Objection("STATEMENT_UNKNOWN")]
    owed = min([wanted, standing.balance_minor, *(one.amount_minor for one in standing.tried)])
    if owed <= 0:
        return 0, [Objection("NOTHING_DUE")]
    if owed <= standing.under_way_minor:
        return 0, [Objection("UNDER_WAY")]
    return owed - standing.under_way_minor, []


def _wanted(mandate: Mandate, standing: Standing) -> int | None:
    """Return what the mandate asks for on the due; ``None`` if it is not known."""
    match mandate.amount:
        case "fixed":
            return mandate.fixed_minor
        case "statement":
            if standing.statement_minor is None:
                return None
            paid = max(standing.paid_minor, standing.paid_since_minor)
            return standing.statement_minor - paid
        case _:
            return standing.due_minor - standing.paid_minor
