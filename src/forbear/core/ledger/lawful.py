"""Terms and events held against the law: what it forbids is refused, with the rule's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.law.charges import LawCharge
from forbear.core.ledger.balance import Balance
from forbear.core.ledger.events import Event
from forbear.core.ledger.reading.account import Account
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.terms import Kind, Rate, Terms
from forbear.core.money.rates import E10, rate_text

_DAYS_A_YEAR = 365
# the rates that a law on overdrafts bounds: a plan or transfer is agreed on its own
_OVERDRAFTS: tuple[Kind, ...] = ("purchase", "cash_advance")


@dataclass(frozen=True, slots=True)
class LawFlag:
    """What the law says of sums that are as agreed: told, not refused."""

    rule_id: str
    citation: str
    message: str


Span = tuple[date, date]
Check = Callable[[LawCharge, Terms, Span], tuple[str, str] | None]


def need_lawful(account: Account, charges: Iterable[LawCharge], on: date) -> None:
    """Raise ``LedgerFault`` AGAINST_LAW for terms or events that the law forbids by ``on``.

    A set of terms is held against each law that holds on some day on which the set is in force. A
    value that nobody has read in its primary text binds as well: unknown means no.
    """
    own = [
        charge
        for charge in charges
        if any(charge.is_law_of(place) for place in account.jurisdictions)
    ]
    for charge in own:
        check = _OF_TERMS.get(charge.bound)
        for index, terms in enumerate(account.terms if check else ()):
            span = _span(account.terms, index, charge, on)
            wrong = check(charge, terms, span) if check and span else None
            if wrong is not None:
                path = f"terms[{index}]" if len(account.terms) > 1 else "terms"
                _refuse(charge, f"{path}.{wrong[0]}", wrong[1])
        for event in account.events:
            if event.on <= on and charge.is_ever_in_force(event.on, event.on):
                message = _of_event(charge, event)
                if message:
                    _refuse(charge, f"events ({event.event_id})", message)


def _refuse(charge: LawCharge, field: str, message: str) -> None:
    raise LedgerFault(field, f"{message} ({charge.rule_id}: {charge.citation})", "AGAINST_LAW")


def _span(terms: Sequence[Terms], index: int, charge: LawCharge, on: date) -> Span | None:
    """Return the days up to ``on`` on which both the terms and the law hold."""
    last = on
    if index + 1 < len(terms):
        last = min(last, terms[index + 1].since - timedelta(days=1))
    if charge.ends_on is not None:
        last = min(last, charge.ends_on)
    first = max(terms[index].since, charge.begins_on)
    return (first, last) if first <= last else None


def _interest_on_fees(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del charge, span
    if terms.interest_on_fees:
        return "interest_on_fees", "is true; fees bear no interest here, say false"
    return None


def _band(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    low, high = charge.number("min"), charge.number("max")
    for kind in _OVERDRAFTS:
        rate = terms.rate(kind)
        for day in _days_of(rate, span):
            numerator, days = rate.fraction(day)
            if not low * days <= numerator <= high * days:
                return (
                    f"rates.{kind}",
                    f"is not from {rate_text(low)} to {rate_text(high)} a day on {day}",
                )
    return None


def _days_of(rate: Rate, span: Span) -> list[date]:
    first, last = span
    days = [first, last]
    if rate.until is not None:
        days += [rate.until, rate.until + timedelta(days=1)]
    return [day for day in days if first <= day <= last]


def _grace(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del span
    for name, given in (("days", terms.grace.days), ("amount_minor", terms.grace.amount_minor)):
        if given < charge.number(name):
            return f"grace.{name}", f"is {given}; at least {charge.number(name)} here"
    return None


def _late_order(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del span
    allocation, most = terms.allocation, charge.number("after_days")
    if allocation.order[0] == "principal" and allocation.late_after_days is None:
        return None
    if allocation.late_after_days is None or allocation.late_after_days > most:
        return "allocation.late_after_days", f"must be given and at most {most}"
    if allocation.late_order[0] != "principal":
        return "allocation.late_order", "must begin with principal"
    return None


def _above_minimum(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del charge, span
    if terms.allocation.above_minimum != "highest_rate":
        return "allocation.above_minimum", "must be highest_rate"
    return None


def _highest(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del charge, span
    if terms.allocation.principal != "highest_rate":
        return "allocation.principal", "must be highest_rate"
    return None


def _late_fee(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del charge, span
    fee = terms.late_fee
    if fee is None or fee.not_above == "minimum":
        return None
    if fee.fixed_minor is None and not fee.floor_minor:
        return None  # a share of what is unpaid of a minimum is never above it
    return "late_fee.not_above", 'must be "minimum"'


def _double_cycle(charge: LawCharge, terms: Terms, span: Span) -> tuple[str, str] | None:
    del charge, span
    free = terms.interest_free
    if free is not None and free.since == "posting":
        return "interest_free.since", "must be statement"
    if free is not None and free.loss == "whole":
        return "interest_free.loss", "must be unpaid"
    return None


_OF_TERMS: dict[str, Check] = {
    "no_interest_on_fees": _interest_on_fees,
    "daily_rate_band": _band,
    "grace_at_least": _grace,
    "principal_first_when_late": _late_order,
    "above_minimum_to_highest_rate": _above_minimum,
    "highest_rate_first": _highest,
    "late_fee_not_above_minimum": _late_fee,
    "no_double_cycle": _double_cycle,
}


def _of_event(charge: LawCharge, event: Event) -> str:
    if charge.bound == "no_fee" and event.kind == "fee":
        if event.reason == charge.parameters["for"]:
            return f"is a fee for {event.reason}, which may not be charged here"
    elif (
        charge.bound == "pause_holds_all"
        and event.kind == "pause"
        and event.reason == charge.parameters["reason"]
        and not (event.interest and event.fees)
    ):
        return "must hold back both interest and fees"
    return ""


def flags_of(
    account: Account, balance: Balance, charges: Iterable[LawCharge]
) -> tuple[LawFlag, ...]:
    """Return what the law says of sums as they stand on the day."""
    return tuple(
        LawFlag(charge.rule_id, charge.citation, message)
        for charge in charges
        if charge.bound == "yearly_ceiling"
        and any(charge.is_law_of(place) for place in account.jurisdictions)
        and charge.is_ever_in_force(balance.on, balance.on)
        and (message := _above_ceiling(charge, balance))
    )


def _above_ceiling(charge: LawCharge, balance: Balance) -> str:
    """Compare interest and late fees of the whole run with a rate on principal, day by day."""
    rate = charge.number("rate")
    ceiling = balance.principal_days * rate // (E10 * _DAYS_A_YEAR)
    charged = balance.pay_off - (balance.state.owed - balance.state.credit)
    for part in balance.components:
        if part.name in {"interest", "compound_interest", "late_fee"}:
            charged += part.charged - part.waived
    if charged <= ceiling:
        return ""
    return (
        f"interest and late fees come to {charged}, above {rate_text(rate)} of principal a year, "
        f"which is {ceiling} for these days; a court may cut what is above"
    )
