"""Reading the state that an account opens with: the columns of ``State``, as of a day."""

from __future__ import annotations

from typing import Any

from forbear.core.ledger.day import Opening
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.reading.fields import AMOUNT_MOST, Fields
from forbear.core.ledger.state import CHARGES, GRAINS, LOTS, Due, State

_AMOUNTS = (*LOTS, *CHARGES, "credit", "minimum", "charges_posted")
_SIGNED = ("statement_balance", "credited_since")
_DAYS = ("statement_on", "due_on", "interest_paused_until", "fees_paused_until")
_FLAGS = {
    "is_decided": True,
    "has_interest_free": True,
    "is_charged_off": False,
    "has_plan": False,
    "plan_has_interest": False,
}


def read_opening(fields: Fields) -> Opening:
    """Read an opening state. Raises ``LedgerFault``."""
    on = fields.day("on")
    columns: dict[str, Any] = {name: fields.whole(name, 0) for name in _AMOUNTS}
    columns |= {name: fields.whole(name, 0, least=-AMOUNT_MOST) for name in _SIGNED}
    columns |= {name: fields.whole(name, 0, most=AMOUNT_MOST * 10**8) for name in GRAINS}
    columns |= {name: fields.day(name, None) for name in _DAYS}
    columns |= {name: fields.flag(name, default=default) for name, default in _FLAGS.items()}
    columns["late_fee_cycles"] = fields.whole("late_fee_cycles", None, most=10_000)
    state = State(**columns, dues=_dues(fields))
    fields.finish()
    if state.statement_on is not None and state.statement_on > on:
        raise LedgerFault(
            fields.at("statement_on"), f"is {state.statement_on}, after the opening on {on}"
        )
    if not state.is_decided and (state.due_on is None or state.statement_on is None):
        raise LedgerFault(fields.at("is_decided"), "is false, which needs statement_on and due_on")
    if state.credit and state.owed:
        raise LedgerFault(
            fields.at("credit"), "stands beside what is owed; take the one off the other"
        )
    if sum(due.unpaid for due in state.dues) > state.owed and not state.has_plan:
        raise LedgerFault(fields.at("dues"), "ask for more than is owed")
    return Opening(on, state)


def _dues(fields: Fields) -> tuple[Due, ...]:
    dues: list[Due] = []
    for each in fields.tables("dues", []):
        amount = each.whole("amount", least=1)
        due = Due(each.day("due_on"), amount, each.whole("paid", 0, most=amount - 1))
        each.finish()
        if dues and due.due_on <= dues[-1].due_on:
            raise LedgerFault(
                each.at("due_on"),
                "is not after the one above; the oldest comes first, each day once",
            )
        dues.append(due)
    return tuple(dues)
