"""What a booked transaction is to a card account: the event that the day lives through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forbear.core.ledger.events import Event
from forbear.core.ledger.state import CHARGES, FEES


@dataclass(slots=True)
class Booked:
    """A transaction as booked: what it changed by component and lot, in minor units.

    ``value_on`` is the day from which it counts.
    """

    account_id: int
    transaction_id: int
    kind: str
    value_on: date
    reverses_id: int | None
    changed: list[tuple[str, str, int]]

    @property
    def net_minor(self) -> int:
        """By how much the account owes more; less: negative."""
        return sum(amount for _, _, amount in self.changed)


def events_of(booked: Booked) -> list[Event]:
    """Return the events that a transaction stands for, most often one; none: it is not understood.

    A fee or waiver over several components is one event each. Money paid out of credit uses credit
    up, as a purchase does.
    """
    name, on, net = str(booked.transaction_id), booked.value_on, booked.net_minor
    match booked.kind:
        case "purchase" | "cash_advance" | "transfer" if net > 0:
            found = [Event(name, booked.kind, on, net)]
        case "credit_refund" if net > 0:
            found = [Event(name, "purchase", on, net)]
        case "payment" | "recovery" if net < 0:
            found = [Event(name, "payment", on, -net)]
        case "refund" if net < 0:
            found = [Event(name, "refund", on, -net)]
        case "fee" | "cost" if net > 0:
            found = _of_components(booked, "fee", FEES, 1)
        case "waiver" if net < 0:
            found = _of_components(booked, "waiver", ("principal", *CHARGES), -1)
        case "charge_off":
            found = [Event(name, "charge_off", on)]
        case "reversal" if booked.reverses_id is not None:
            found = [Event(name, "reversal", on, of=str(booked.reverses_id))]
        case _:
            found = []
    return found


def _of_components(booked: Booked, kind: str, components: Sequence[str], sign: int) -> list[Event]:
    sums = dict.fromkeys(components, 0)
    for component, _, amount in booked.changed:
        if component in sums:
            sums[component] += sign * amount
    parts = [(component, amount) for component, amount in sums.items() if amount > 0]
    if sum(amount for _, amount in parts) != sign * booked.net_minor:
        return []
    name, on = str(booked.transaction_id), booked.value_on
    return [
        Event(name if n == 0 else f"{name}/{n}", kind, on, amount, component=component)  # type: ignore[arg-type]
        for n, (component, amount) in enumerate(parts)
    ]
