"""Payments as the queue shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from forbear.store.models import Account, BankFile, Payment, PaymentDue
from forbear.store.selectors.ledger import leg_list

LIKELY_MAX = 3


@dataclass(frozen=True, slots=True)
class Likely:
    """An account that a payment may be for, and why: a code of ``forbear.core.payments``."""

    account: Account
    reason: str


def payment_list(*, states: Sequence[str]) -> QuerySet[Payment]:
    """List payments in some states, the newest first, with account and bank entry."""
    found = Payment.objects.select_related("account", "account__person", "entry", "entry__file")
    return found.filter(state__in=states).order_by("-booked_on", "-pk")


def bank_file_list() -> QuerySet[BankFile]:
    """List the bank's files, the newest first."""
    return BankFile.objects.order_by("-pk")


def likely_accounts(payment: Payment) -> list[Likely]:
    """List the accounts that a payment that waits may be for, the likeliest first.

    Those that the matching named; else those of a holder with the payer's name; else those to which
    the amount was told. A hint for a person, never a match.
    """
    accounts = Account.objects.select_related("person").filter(currency=payment.currency)
    if payment.account is not None:
        return [Likely(payment.account, "NAMED")]
    if payment.candidates and payment.amount_minor > 0:
        found = accounts.filter(pk__in=payment.candidates).order_by("pk")[:LIKELY_MAX]
        return [Likely(one, "NAMED") for one in found]
    if payment.amount_minor < 0:
        return []
    by_name = accounts.none()
    if payment.paid_by:
        by_name = accounts.filter(person__name__iexact=payment.paid_by).order_by("pk")
    told = [Likely(one, "SAME_NAME") for one in by_name[:LIKELY_MAX]]
    if told:
        return told
    amount = payment.amount_minor
    is_told = Q(overdue_minor=amount) | Q(next_due_minor=amount) | Q(balance_minor=amount)
    found = accounts.filter(is_told, status__in=("open", "charged_off")).order_by("pk")
    return [Likely(one, "SAME_AMOUNT") for one in found[:LIKELY_MAX]]


def returned_candidates(payment: Payment) -> list[Payment]:
    """List the posted payments that money taken back may belong to: of the same amount."""
    found = payment_list(states=("posted",)).filter(
        amount_minor=-payment.amount_minor, currency=payment.currency
    )
    if payment.candidates:
        found = found.filter(pk__in=payment.candidates)
    return list(found[:LIKELY_MAX])


@dataclass(frozen=True, slots=True)
class Allotted:
    """What a payment settled of one component, or of one lot of it. Minor units."""

    component: str
    lot: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class DueSettled:
    """What a payment settled of what was due on a day. Minor units."""

    due_on: date
    amount_minor: int


def payment_allotted(payment: Payment) -> list[Allotted]:
    """List what a payment settled, as booked; the parts sum to it. Empty while it waits."""
    if payment.transaction_id is None:
        return []
    sums: dict[tuple[str, str], int] = {}
    for leg in leg_list(payment.transaction_id):
        if leg.side == "cardholder":
            part = (leg.component, leg.lot)
            sums[part] = sums.get(part, 0) - leg.amount_minor
    return [Allotted(*part, amount) for part, amount in sums.items() if amount]


def payment_dues(payment: Payment) -> list[DueSettled]:
    """List the dues that a payment settled, the oldest first; none once it was returned."""
    rows = PaymentDue.objects.filter(payment=payment).order_by("due__due_on", "pk")
    sums: dict[date, int] = {}
    for due_on, amount in rows.values_list("due__due_on", "amount_minor"):
        sums[due_on] = sums.get(due_on, 0) + amount
    return [DueSettled(due_on, amount) for due_on, amount in sums.items() if amount]
