"""Offers to a cardholder: what each kind says, when one cannot be, and what may become of it.

An offer is ours to keep: once accepted it can only be kept, broken by not being met, or fulfilled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.agreements.authority import BASIS_POINTS, Wish
from forbear.core.agreements.rules import AgreementRules
from forbear.core.cases.words import CASE_AUTHORITY
from forbear.core.speech.audit.values import OFFER_TYPES

# whatever a limit of authority may be set for
AUTHORITY_KINDS = (*OFFER_TYPES, *CASE_AUTHORITY)
# asked: waits for four eyes, and the cardholder knows nothing of it. kept: the condition is met and
# our part is still to be done.
OFFER_STATES = (
    "asked",
    "refused",
    "offered",
    "declined",
    "withdrawn",
    "expired",
    "accepted",
    "kept",
    "broken",
    "fulfilled",
)
LIVE = ("asked", "offered", "accepted", "kept")
BINDING = ("accepted", "kept", "broken", "fulfilled")
# what is shown to the cardholder and stated to them as true
STANDING = ("offered", "accepted", "kept")
WAIVABLE = ("fees", "interest")
_NEXT = {
    "asked": ("offered", "refused", "withdrawn", "expired"),
    "offered": ("accepted", "declined", "withdrawn", "expired"),
    "accepted": ("kept", "broken", "fulfilled"),
    "kept": ("fulfilled", "accepted", "broken"),
    # a payment that is taken back undoes what it brought
    "fulfilled": ("accepted", "broken"),
    # what was paid in time and came late still counts
    "broken": ("fulfilled",),
}
_MONTH_DAYS = 30


def may_become(state: str, to: str) -> bool:
    """Return whether an offer may go from a state to another.

    >>> may_become("offered", "withdrawn"), may_become("accepted", "withdrawn")
    (True, False)
    """
    return to in _NEXT.get(state, ())


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What an offer says; amounts in minor units.

    Settlement: ``amount_minor`` paid by ``pay_by`` ends the debt. Fee waiver: ``amount_minor`` of
    fees or interest is waived, at once or when ``condition_minor`` is paid by ``pay_by``.
    Installment: all that is owed in ``months`` payments from ``first_due_on``. Payment pause:
    nothing is asked until ``until_on``. Rate reduction: ``rate_share_bp`` of the interest charged
    until then is waived (hundredths of a percent; 10000 is all of it).
    """

    type: str
    amount_minor: int = 0
    pay_by: date | None = None
    condition_minor: int = 0
    component: str = "fees"
    months: int = 0
    first_due_on: date | None = None
    yearly_rate_e10: int = 0
    until_on: date | None = None
    rate_share_bp: int = 0
    expires_on: date | None = None


def months_until(on: date, until: date) -> int:
    """Count the months of thirty days that a pause takes, begun ones whole.

    >>> months_until(date(2026, 3, 1), date(2026, 3, 30)), months_until(date(2026, 3, 1), date(2026, 4, 1))
    (1, 2)
    """  # noqa: E501 - the example
    return -(-((until - on).days + 1) // _MONTH_DAYS)


def wish_of(terms: OfferTerms, *, currency: str, owed_minor: int, on: date) -> Wish:
    """Return what an offer asks of somebody's authority."""
    waived, months = 0, terms.months
    match terms.type:
        case "settlement":
            waived = owed_minor - terms.amount_minor
        case "fee_waiver":
            waived = terms.amount_minor
        case "rate_reduction":
            waived = -(-owed_minor * terms.rate_share_bp // BASIS_POINTS)
    if terms.type in {"payment_pause", "rate_reduction"} and terms.until_on:
        months = months_until(on, terms.until_on)
    return Wish(terms.type, currency, owed_minor, waived, months)


def offer_fault(
    terms: OfferTerms, *, owed_minor: int, on: date, rules: AgreementRules
) -> tuple[str, str] | None:
    """Return why an offer cannot be, as a code and a sentence; none if it can."""
    if terms.type not in OFFER_TYPES:
        return "OFFER_UNKNOWN", f"{terms.type!r} is none of {', '.join(OFFER_TYPES)}."
    if owed_minor <= 0:
        return "NOTHING_OWED", "Nothing is owed on this account."
    last = terms.expires_on or on
    if not on <= last <= on + timedelta(days=rules.days_open_most):
        text = f"An offer is open for 0 to {rules.days_open_most} days; choose its last day so."
        return "OFFER_EXPIRES", text
    faults = {
        "settlement": lambda: _settlement_fault(terms, owed_minor, last, rules),
        "fee_waiver": lambda: _waiver_fault(terms, owed_minor, last, rules),
        "installment": lambda: _plan_fault(terms, last, rules),
    }
    return faults.get(terms.type, lambda: _span_fault(terms, on, last, rules))()


def _settlement_fault(
    terms: OfferTerms, owed: int, last: date, rules: AgreementRules
) -> tuple[str, str] | None:
    if not 0 < terms.amount_minor < owed:
        return "SETTLEMENT_AMOUNT", "A settlement is above zero and below what is owed."
    return _pay_by_fault(terms, last, rules)


def _pay_by_fault(terms: OfferTerms, last: date, rules: AgreementRules) -> tuple[str, str] | None:
    if terms.pay_by is None or terms.pay_by < last:
        return "PAY_BY", "Say by which day it is to be paid, not before the offer's last day."
    if (terms.pay_by - last).days > rules.pay_days_most:
        text = f"It is to be paid within {rules.pay_days_most} days of the offer's last day."
        return "PAY_BY_LATE", text
    return None


def _waiver_fault(
    terms: OfferTerms, owed: int, last: date, rules: AgreementRules
) -> tuple[str, str] | None:
    if terms.component not in WAIVABLE:
        return "COMPONENT_UNKNOWN", f"{terms.component!r} is none of {', '.join(WAIVABLE)}."
    if not 0 < terms.amount_minor <= owed:
        return "WAIVER_AMOUNT", "A waiver is above zero and not more than is owed."
    if terms.condition_minor < 0:
        return "WAIVER_AMOUNT", "What is to be paid for a waiver is not below zero."
    return _pay_by_fault(terms, last, rules) if terms.condition_minor else None


def _plan_fault(terms: OfferTerms, last: date, rules: AgreementRules) -> tuple[str, str] | None:
    if not 1 <= terms.months <= rules.months_most:
        return "PLAN_MONTHS", f"A plan has 1 to {rules.months_most} monthly payments."
    if terms.first_due_on is None or terms.first_due_on < last:
        return "FIRST_PAYMENT", "The first payment is not due before the offer's last day."
    if (terms.first_due_on - last).days > rules.first_days_most:
        text = f"The first payment is due within {rules.first_days_most} days of the last day."
        return "FIRST_PAYMENT_LATE", text
    if terms.yearly_rate_e10 < 0:
        return "BAD_RATE", "A rate is not below zero."
    return None


def _span_fault(
    terms: OfferTerms, on: date, last: date, rules: AgreementRules
) -> tuple[str, str] | None:
    most = on + timedelta(days=rules.pause_days_most)
    if terms.until_on is None or not on < terms.until_on <= most:
        return "PAUSE_END", f"Say the last day: at most {rules.pause_days_most} days from now."
    if terms.until_on < last:
        return "PAUSE_END", "It does not end before the offer's last day to say yes."
    if terms.type == "rate_reduction" and not 0 < terms.rate_share_bp <= BASIS_POINTS:
        return "RATE_SHARE", "The share of the interest is above zero and at most all of it."
    return None
