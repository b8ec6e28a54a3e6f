"""Card products, accounts and their events, at random and yet the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from forbear.core.ledger.events import Event, PlannedPayment
from forbear.core.ledger.terms import (
    Allocation,
    Alternative,
    ChargeOff,
    Cycle,
    Grace,
    InterestFree,
    LateFee,
    Minimum,
    Rate,
    Terms,
)

# a leap year's end and its February are in reach of most runs
FIRST = date(2023, 11, 20)
ROUNDINGS = ("half_up", "half_even", "down", "up")
LOTS = (
    "cash_advance",
    "transfer",
    "instalment",
    "purchase_owed",
    "purchase_billed",
    "purchase_new",
)


@dataclass(slots=True)
class Account:
    """An account of the random portfolio, with all its events in their order."""

    account_id: int
    product: str
    limit: int | None
    events: list[Event] = field(default_factory=list)


def product(draw: Random, *, has_cycle: bool = True) -> list[Terms]:
    """Return the dated terms of a product: one set or two."""
    first = _terms(draw, FIRST - timedelta(days=400), has_cycle=has_cycle)
    if draw.random() < 0.5:
        return [first]
    change = FIRST + timedelta(days=draw.randrange(1, 90))
    return [first, _terms(draw, change, has_cycle=has_cycle)]


def _terms(draw: Random, since: date, *, has_cycle: bool) -> Terms:
    order = draw.choice(
        [
            ("interest", "fees", "principal"),
            ("fees", "interest", "principal"),
            ("principal", "fees", "interest"),
        ]
    )
    return Terms(
        since=since,
        currency="CNY",
        rates={"purchase": _rate(draw)}
        | {kind: _rate(draw) for kind in ("cash_advance", "transfer") if draw.random() < 0.5},
        minimum=_minimum(draw),
        cycle=_cycle(draw) if has_cycle else None,
        grace=Grace(draw.choice([0, 0, 3]), draw.choice([0, 0, 1000])),
        interest_free=draw.choice([None, *[_interest_free(draw)] * 5]),
        compounding=draw.choice(["none", "none", "statement", "daily"]),
        interest_on_fees=draw.random() < 0.3,
        late_fee=draw.choice([None, *[_late_fee(draw)] * 4]),
        allocation=Allocation(
            order,
            draw.choice(["highest_rate", "oldest", ("cash_advance", "purchase"), ("transfer",)]),
            draw.choice([None, "highest_rate"]),
            draw.choice([None, 20, 90]),
        ),
        rounding=draw.choice(ROUNDINGS),
        charge_off=ChargeOff(draw.random() < 0.5, draw.random() < 0.5),
    )


def _rate(draw: Random) -> Rate:
    per = draw.choice(["day", "month", "year"])
    most = {"day": 10_000_000, "month": 300_000_000, "year": 4_000_000_000}[per]
    until = FIRST + timedelta(days=draw.randrange(120)) if draw.random() < 0.3 else None
    basis = None if per == "day" else draw.choice([365, 360, None])
    rate = draw.choice([0, most // 2, draw.randrange(most)])
    return Rate(rate, per, basis, until, None if until is None else draw.randrange(most))


def _cycle(draw: Random) -> Cycle:
    day = draw.choice([1, 10, 29, 31, draw.randrange(1, 29)])
    return Cycle(day, due_days=draw.choice([15, 20, 24]))


def _interest_free(draw: Random) -> InterestFree:
    return InterestFree(
        draw.choice(["whole", "unpaid"]),
        draw.choice(["posting", "statement"]),
        draw.choice(["each_statement", "after_full_payment"]),
    )


def _late_fee(draw: Random) -> LateFee:
    above = draw.choice([None, "minimum"])
    if draw.random() < 0.4:
        return LateFee(fixed_minor=3000, repeat_minor=4100, repeat_cycles=2, not_above=above)
    return LateFee(
        rate_e10=draw.choice([500_000_000, 333_333_333]),
        of=draw.choice(["unpaid_minimum", "overdue_principal"]),
        floor_minor=draw.choice([0, 500]),
        cap_minor=draw.choice([None, 20_000]),
        not_above=above,
    )


def _minimum(draw: Random) -> Minimum:
    share = Alternative(
        principal_e10=draw.choice([1_000_000_000, 123_456_789]),
        interest=draw.random() < 0.7,
        fees=draw.random() < 0.7,
    )
    whole = Alternative(balance_e10=250_000_000)
    return Minimum(
        draw.choice([(share,), (whole,), (share, whole)]),
        floor_minor=draw.choice([0, 0, 2500]),
        over_limit=draw.random() < 0.5,
        round_up_to_minor=draw.choice([1, 1, 100]),
    )


def account(draw: Random, account_id: int, product_name: str, days: int, *, scale: int) -> Account:
    """Return an account with events; ``scale`` is about what a purchase costs."""
    made = Account(account_id, product_name, draw.choice([None, 5 * scale]))
    begin = draw.randrange(20)
    for offset in sorted(draw.choices(range(begin, days), k=draw.randrange(1, 22))):
        on = FIRST + timedelta(days=offset)
        made.events.append(_event(draw, made, on, scale))
    return made


def _event(draw: Random, made: Account, on: date, scale: int) -> Event:
    name = f"{made.account_id}-{len(made.events)}"
    amount = draw.choice(
        [draw.randrange(1, 2 * scale), draw.randrange(1, max(scale // 10, 2)), scale]
    )
    kind = draw.choices(
        ("purchase", "cash_advance", "transfer", "payment", "refund", "fee", "rare"),
        (30, 8, 4, 30, 4, 4, 8),
    )[0]
    if kind == "fee":
        part = draw.choice(["late_fee", "other_fee", "cost"])
        return Event(name, "fee", on, amount // 20 + 1, component=part)
    if kind != "rare":
        return Event(name, kind, on, amount)
    return _rare(draw, made, on, name, amount)


def _rare(draw: Random, made: Account, on: date, name: str, amount: int) -> Event:
    until = on + timedelta(days=draw.randrange(1, 30))
    # never the first: an account whose beginning is undone begins on another day
    earlier = [event.event_id for event in made.events[1:] if event.kind != "reversal"]
    asked = tuple(PlannedPayment(on + timedelta(days=30 * n), 20 * amount) for n in range(1, 4))
    part = draw.choice(["interest", "late_fee", "principal"])
    holds = {"interest": draw.random() < 0.7, "fees": draw.random() < 0.7}
    choices = [
        Event(name, "waiver", on, amount // 5 + 1, component=part),
        Event(name, "pause", on, until=until, **holds),
        Event(name, "plan", on, planned=asked, interest=True),
        Event(name, "plan_broken", on),
        *[Event(name, "charge_off", on)] * (draw.random() < 0.3),
        *[Event(name, "reversal", on, of=of) for of in draw.sample(earlier, min(len(earlier), 2))],
    ]
    return draw.choice(choices)


def with_statements(draw: Random, made: Account, days: int) -> None:
    """Give an account statements of its own, as a host prints them."""
    day = FIRST + timedelta(days=draw.randrange(5, 30))
    while day < FIRST + timedelta(days=days):
        own = (
            {"due_on": day + timedelta(days=draw.choice([14, 20, 25]))}
            if draw.random() < 0.9
            else {}
        )
        asked = {"minimum_minor": draw.randrange(50_000)} if draw.random() < 0.5 else {}
        made.events.append(Event(f"{made.account_id}-s{day}", "statement", day, **own, **asked))
        day += timedelta(days=draw.choice([20, 28, 30, 31]))
    made.events.sort(key=lambda event: event.on)
