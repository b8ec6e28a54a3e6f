"""What is booked on a card account, as the events that the day lives through.

A transaction moves money; what moves none (a pause, a plan, a statement of the host) is noted
beside the ledger, with its content as in the file of an account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forbear.core.ledger.events import Event
from forbear.core.ledger.reading.events import read_events
from forbear.core.ledger.reading.fields import Fields
from forbear.core.ledger.state import CHARGES, FEES


@dataclass(slots=True)
class Booked:
    """A transaction as booked: what it changed by component and lot, in minor units.

    ``value_on`` is the day from which it counts. ``transaction_id`` numbers transactions and what
    is noted beside them in one order.
    """

    account_id: int
    transaction_id: int
    kind: str
    value_on: date
    reverses_id: int | None
    changed: list[tuple[str, str, int]]
    # of what is no transaction: its fields as in the file of an account, with its own day
    content: dict[str, object] = field(default_factory=dict)

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
    if booked.content:
        return [replace(event_given(booked.kind, booked.content), event_id=name, on=on)]
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


def event_given(kind: str, content: Mapping[str, object]) -> Event:
    """Return an event that moves no money from its fields. Raises ``LedgerFault``."""
    fields = Fields({"id": "new", **content, "kind": kind})
    # none of these kinds has a currency
    (event,) = read_events([fields], "")
    return event


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
