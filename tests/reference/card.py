"""One card account, slowly: every purchase and every day by itself, in fractions.

Written from the contract text (docs/concepts/card-arithmetic.md) and not from the code: no lots, no
jumping, no grains. Only at a statement is anything rounded. A payment on purchases of one lot is
shared among them by what each still owes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from forbear.core.ledger.events import Event
from forbear.core.ledger.terms import Terms

TIES = ["cash_advance", "transfer", "instalment", "owed", "billed", "new"]
AGES = ["owed", "billed", "cash_advance", "transfer", "instalment", "new"]
FEES = ["late_fee", "other_fee", "cost"]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def named(value: Fraction, rounding: str) -> int:
    low = floor(value)
    rest = value - low
    if rounding == "down" or rest == 0:
        return low
    if rounding == "up":
        return low + 1
    if rest == Fraction(1, 2) and rounding == "half_even":
        return low + low % 2
    return low + (rest >= Fraction(1, 2))


@dataclass
class Debt:
    """One purchase, cash advance or transfer."""

    kind: str
    left: Fraction
    where: str  # new, billed, owed; or its kind
    before: Fraction = Fraction()  # interest that waits, of days before its statement
    since: Fraction = Fraction()


@dataclass
class Slow:
    terms: Terms
    limit: int | None = None
    debts: list[Debt] = field(default_factory=list)
    charges: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(["interest", "compound_interest", *FEES], 0)
    )
    runs: Fraction = Fraction()  # interest that is owed and not billed
    runs_on_interest: Fraction = Fraction()
    credit: int = 0
    dues: list[list] = field(default_factory=list)  # type: ignore[type-arg]
    statement: tuple[date, date, int, int] | None = None  # on, due, balance, minimum
    is_open: bool = False  # the bill waits for its decision
    is_free: bool = True
    credited: int = 0
    posted: int = 0
    late_ago: int | None = None
    no_interest_until: date = date.min
    no_fees_until: date = date.min
    charged_off: bool = False

    # -- sums

    def lot(self, where: str) -> list[Debt]:
        return [debt for debt in self.debts if debt.where == where]

    def sum_of(self, where: str) -> int:
        total = sum((debt.left for debt in self.lot(where)), Fraction())
        assert total.denominator == 1
        return int(total)

    @property
    def principal(self) -> int:
        return sum(self.sum_of(where) for where in TIES)

    @property
    def owed(self) -> int:
        return self.principal + sum(self.charges.values())

    def missing(self, before: date = date.max) -> int:
        return sum(asked - paid for due, asked, paid in self.dues if due < before)

    def past_due_days(self, on: date) -> int:
        for due, asked, paid in self.dues:
            if asked - paid > self.terms.grace.amount_minor:
                late = (on - due).days
                return late if late > self.terms.grace.days else 0
        return 0

    # -- rates

    def rate(self, kind: str, on: date) -> Fraction:
        rate = self.terms.rates.get(kind) or self.terms.rates["purchase"]  # type: ignore[call-overload]
        value = rate.rate_e10
        if rate.until is not None and on > rate.until:
            value = rate.then_e10
        share = Fraction(value, 10**10)
        if rate.per == "day":
            return share
        leap = on.year % 4 == 0 and (on.year % 100 != 0 or on.year % 400 == 0)
        days = rate.basis or (366 if leap else 365)
        return share * (12 if rate.per == "month" else 1) / days

    def a_year(self, where: str, on: date) -> Fraction:
        kind = where if where in {"cash_advance", "transfer", "instalment"} else "purchase"
        rate = self.terms.rates.get(kind) or self.terms.rates["purchase"]
        value = rate.rate_e10
        if rate.until is not None and on > rate.until:
            value = rate.then_e10 or 0
        return Fraction(value) * {"day": 365, "month": 12, "year": 1}[rate.per]

    # -- a day

    def live(self, on: date, events: Iterable[Event]) -> None:
        if self.is_open and self.statement is not None:
            due = self.statement[1]
            if on == due + timedelta(days=self.terms.grace.days + 1):
                self.decide(on)
        for event in events:
            self.happen(event)
        if self.terms.cycle is not None and on == self.billing_day(on):
            self.bill(on)

    def billing_day(self, on: date) -> date:
        assert self.terms.cycle is not None
        day = self.terms.cycle.statement_day
        last = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return on.replace(day=min(day, last.day))

    def sleep(self, on: date) -> None:
        if on <= self.no_interest_until or (
            self.charged_off and not self.terms.charge_off.interest
        ):
            return
        billed = self.charges["interest"] + self.charges["compound_interest"]
        purchase = self.rate("purchase", on)
        if self.terms.compounding == "statement":
            self.runs_on_interest += billed * purchase
        if self.terms.compounding == "daily":
            self.runs_on_interest += (billed + self.runs + self.runs_on_interest) * purchase
        for debt in self.debts:
            earned = debt.left * self.rate(debt.kind, on)
            if debt.where == "new":
                debt.before += earned
            elif debt.where == "billed":
                debt.since += earned
            else:
                self.runs += earned
        if self.terms.interest_on_fees:
            self.runs += sum(self.charges[name] for name in FEES) * purchase

    def decide(self, on: date) -> None:
        assert self.statement is not None
        self.is_open = False
        free = self.terms.interest_free
        in_full = self.statement[2] - self.credited <= self.terms.grace.amount_minor
        for debt in self.lot("billed"):
            if not in_full and free is not None:
                self.runs += debt.since + (debt.before if free.since == "posting" else 0)
            debt.before = debt.since = Fraction()
            debt.where = "new" if in_full else "owed"
        self.is_free = in_full
        self.late_fee(on)

    def late_fee(self, on: date) -> None:
        fee, missing = self.terms.late_fee, self.missing(on)
        if fee is None or missing <= self.terms.grace.amount_minor or on <= self.no_fees_until:
            return
        if self.charged_off and not self.terms.charge_off.fees:
            return
        if fee.fixed_minor is not None:
            again = self.late_ago is not None and self.late_ago <= fee.repeat_cycles
            amount = (fee.repeat_minor if again else None) or fee.fixed_minor
        else:
            base = missing
            if fee.of == "overdue_principal":
                base = self.principal_in(missing)
            amount = named(Fraction(base * (fee.rate_e10 or 0), 10**10), self.terms.rounding)
            if base:
                amount = max(amount, fee.floor_minor)
            if fee.cap_minor is not None:
                amount = min(amount, fee.cap_minor)
        if fee.not_above == "minimum" and self.statement is not None:
            amount = min(amount, self.statement[3])
        if amount > 0:
            self.charge("late_fee", amount)
            self.posted += amount
            self.late_ago = 0

    def principal_in(self, past_due: int) -> int:
        charges = sum(self.charges.values())
        return past_due - min(past_due, charges - min(self.posted, charges))

    # -- events

    def happen(self, event: Event) -> None:  # noqa: C901, PLR0912 - a branch for each kind
        amount = event.amount_minor
        if event.kind == "purchase":
            free = self.terms.interest_free
            is_new = free is not None and (self.is_free or free.regained == "each_statement")
            self.borrow("purchase", "new" if is_new else "owed", amount)
        elif event.kind in {"cash_advance", "transfer"}:
            self.borrow(event.kind, event.kind, amount)
        elif event.kind == "fee":
            self.charge(event.component, amount)
            self.posted += amount
            if event.component == "late_fee":
                self.late_ago = 0
        elif event.kind == "payment":
            self.pay(event.on, amount)
        elif event.kind == "refund":
            others = self.by_rate(event.on, ["cash_advance", "transfer", "instalment"])
            order = ["billed", "new", "owed", *others, "interest", "compound_interest", *FEES]
            self.settled(amount, self.take(order, amount), due=0)
        elif event.kind == "waiver":
            parts = AGES if event.component == "principal" else [event.component]
            there = self.principal if parts is AGES else self.charges[event.component]
            if amount <= there:
                self.settled(amount, self.take(parts, amount), due=amount)
        elif event.kind == "pause":
            assert event.until is not None
            if event.interest:
                self.no_interest_until = event.until
            if event.fees:
                self.no_fees_until = event.until
        elif event.kind == "charge_off":
            self.charged_off = True
        else:
            raise NotImplementedError(event.kind)

    def from_credit(self, amount: int) -> int:
        used = min(self.credit, amount)
        self.credit -= used
        return amount - used

    def borrow(self, kind: str, where: str, amount: int) -> None:
        self.debts.append(Debt(kind, Fraction(self.from_credit(amount)), where))

    def charge(self, name: str, amount: int) -> None:
        self.charges[name] += self.from_credit(amount)

    def by_rate(self, on: date, lots: list[str]) -> list[str]:
        return sorted(lots, key=lambda where: -self.a_year(where, on))

    def pay(self, on: date, amount: int) -> None:
        plan = self.terms.allocation
        is_late = plan.late_after_days is not None and self.past_due_days(on) > plan.late_after_days
        groups = plan.late_order if is_late else plan.order
        highest = self.by_rate(on, TIES)
        if plan.principal == "highest_rate":
            lots = highest
        elif plan.principal == "oldest":
            lots = AGES
        else:
            lots = []
            for name in plan.principal:
                lots += ["owed", "billed", "new"] if name == "purchase" else [name]
            lots += [where for where in TIES if where not in lots]
        spelled = {"interest": ["interest", "compound_interest"], "fees": FEES, "principal": lots}
        order = [part for group in groups for part in spelled[group]]
        within = min(amount, self.missing()) if plan.above_minimum else amount
        left = self.take(order, within) + amount - within
        if plan.above_minimum:
            left = self.take([*highest, *(part for part in order if part not in lots)], left)
        self.settled(amount, left, due=amount)

    def take(self, parts: Iterable[str], amount: int) -> int:
        for part in parts:
            if part in self.charges:
                taken = min(self.charges[part], amount)
                self.charges[part] -= taken
            else:
                there = self.sum_of(part)
                taken = min(there, amount)
                if taken:
                    self.shrink(part, Fraction(there - taken, there))
            amount -= taken
        return amount

    def shrink(self, where: str, kept: Fraction) -> None:
        free = self.terms.interest_free
        for debt in self.lot(where):
            debt.left *= kept
            if where in {"new", "billed"} and free is not None and free.loss == "unpaid":
                debt.before *= kept
                debt.since *= kept

    def settled(self, amount: int, left: int, *, due: int) -> None:
        self.credit += left
        self.credited += amount
        towards = max(due, self.missing() - self.owed)
        for row in self.dues:
            part = max(0, min(row[1] - row[2], towards))
            row[2] += part
            towards -= part

    # -- the statement

    def bill(self, on: date) -> None:
        assert self.terms.cycle is not None
        for name, column in (("interest", "runs"), ("compound_interest", "runs_on_interest")):
            millionths = half_up(getattr(self, column) * 10**6)
            amount = named(Fraction(millionths, 10**6), self.terms.rounding)
            self.charge(name, amount)
            self.posted += amount
            setattr(self, column, Fraction())
        balance = self.owed - self.credit
        past_due = self.missing()
        minimum = self.minimum(balance, past_due) if balance > 0 else 0
        due_on = on + timedelta(days=self.terms.cycle.due_days or 0)
        if minimum > past_due:
            self.dues.append([due_on, minimum - past_due, 0])
        self.statement = (on, due_on, balance, minimum)
        self.is_open = balance > 0
        self.credited = self.posted = 0
        if self.late_ago is not None:
            self.late_ago += 1
        if not self.is_open:
            self.is_free = True
        for debt in self.lot("new"):
            debt.where = "billed" if self.is_open else "new"
            if not self.is_open:
                debt.before = Fraction()

    def minimum(self, balance: int, past_due: int) -> int:
        terms = self.terms.minimum
        late = self.principal_in(past_due)
        over = 0
        if terms.over_limit and self.limit is not None:
            over = max(0, self.principal - self.limit - late)
        ways = []
        for way in terms.any_of:
            of_interest = self.charges["interest"] + self.charges["compound_interest"]
            of_fees = sum(self.charges[name] for name in FEES)
            fresh = min(self.posted, of_interest * way.interest + of_fees * way.fees)
            if way.balance_e10 is not None:
                share = Fraction(max(0, balance - over) * way.balance_e10, 10**10)
            else:
                base = max(0, self.principal - late - over)
                share = Fraction(base * (way.principal_e10 or 0), 10**10)
            ways.append(named(share, self.terms.rounding) + fresh)
        asked = max(max(ways) + over + past_due, terms.floor_minor)
        unit = terms.round_up_to_minor
        return min(balance, -(-asked // unit) * unit)


def slowly(terms: Terms, events: Iterable[Event], on: date, *, limit: int | None = None) -> Slow:
    """Live through every day from the first event to ``on``."""
    known = sorted((each for each in events if each.on <= on), key=lambda each: each.on)
    slow = Slow(terms, limit)
    day = known[0].on if known else on
    while True:
        slow.live(day, [each for each in known if each.on == day])
        if day >= on:
            return slow
        slow.sleep(day)
        day += timedelta(days=1)
