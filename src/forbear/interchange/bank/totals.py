"""Whether a statement adds up: balances, numbers of entries, control sums."""

from __future__ import annotations

from dataclasses import dataclass, field

from forbear.core.money import major_units
from forbear.interchange.bank.amounts import Unreadable, amount_minor
from forbear.interchange.bank.entries import Finding

Money = tuple[int, str]


@dataclass(slots=True)
class Totals:
    """What a statement says of itself, and what was counted in it.

    ``stated`` holds number and sum as texts, for all, credit and debit entries. ``entries`` counts
    the booked entries, those left out among them.
    """

    opening: Money | None = None
    closing: Money | None = None
    stated: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_one_page: bool = True
    entries: int = 0
    credits: int = 0
    debits: int = 0
    left_out: int = 0
    pending: int = 0
    credit_minor: int = 0
    debit_minor: int = 0
    currencies: set[str] = field(default_factory=set)

    def add(self, amount_minor: int, currency: str) -> None:
        """Add a booked amount; money in is positive."""
        self.currencies.add(currency)
        if amount_minor >= 0:
            self.credit_minor += amount_minor
        else:
            self.debit_minor -= amount_minor

    def count(self, *, is_credit: bool) -> None:
        """Count a booked entry that was taken."""
        self.credits += is_credit
        self.debits += not is_credit


def findings_of(totals: Totals, place: str, currency: str = "") -> list[Finding]:
    """Return what does not add up. A statement in several pages is not checked against balances."""
    found = [*_balances(totals, place), *_sums(totals, place, currency)]
    if found and totals.left_out:
        left = f"; {totals.left_out} booked entries of it were left out"
        found = [Finding(one.code, one.place, one.reason + left) for one in found]
    return found


def _balances(totals: Totals, place: str) -> list[Finding]:
    if totals.opening is None or totals.closing is None or not totals.is_one_page:
        return []
    currencies = {totals.opening[1], totals.closing[1], *totals.currencies}
    if len(currencies) > 1:
        listed = ", ".join(sorted(currencies))
        reason = f"balances and entries are in different currencies ({listed})"
        return [Finding("BALANCE_CURRENCY", place, reason)]
    code = totals.opening[1]
    counted = totals.opening[0] + totals.credit_minor - totals.debit_minor
    if counted == totals.closing[0]:
        return []
    reason = (
        f"opening balance and entries make {major_units(counted, code)} {code}, "
        f"but the closing balance is {major_units(totals.closing[0], code)} {code}"
    )
    return [Finding("BALANCE_MISMATCH", place, reason)]


def _sums(totals: Totals, place: str, currency: str) -> list[Finding]:
    found = []
    counted = {
        "all": (totals.entries + totals.pending, totals.credit_minor + totals.debit_minor),
        "credit": (totals.credits, totals.credit_minor),
        "debit": (totals.debits, totals.debit_minor),
    }
    code = currency or next(iter(totals.currencies), "")
    words = {"all": "entries", "credit": "credit entries", "debit": "debit entries"}
    for kind, (number, amount) in totals.stated.items():
        has, sum_minor = counted[kind]
        if number and number != str(has) and not (totals.pending or totals.left_out):
            reason = f"{number} {words[kind]} are announced, but there are {has}"
            found.append(Finding("COUNT_MISMATCH", place, reason))
        if not amount or not code or totals.pending:
            continue
        try:
            is_met = amount_minor(amount, code) == sum_minor
        except Unreadable:
            is_met = False
        if not is_met:
            has_sum = major_units(sum_minor, code)
            reason = f"{words[kind]} are said to sum to {amount[:40]}, but they sum to {has_sum}"
            found.append(Finding("SUM_MISMATCH", place, reason))
    return found
