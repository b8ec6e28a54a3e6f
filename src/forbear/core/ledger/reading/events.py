"""Reading dated events: each by its kind, then all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, get_args

from forbear.core.ledger.events import Event, EventKind, PlannedPayment
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.reading.fields import AMOUNT_MOST, Fields, shown
from forbear.core.ledger.reading.terms import read_currency
from forbear.core.ledger.state import CHARGES, FEES

KINDS: tuple[str, ...] = get_args(EventKind)
REVERSIBLE = ("purchase", "cash_advance", "transfer", "fee", "payment", "refund", "waiver")
WAIVABLE = ("principal", *CHARGES)
FEES_FOR = ("over_limit", "annual", "cash_advance", "foreign", "returned_payment", "other")
PAUSED_FOR = ("hardship", "breathing_space", "dispute", "other")
_PAYMENTS_MOST = 600


def read_events(fields: Sequence[Fields], currency: str) -> tuple[Event, ...]:
    """Read events and sort them by day; those of one day keep their order.

    Raises ``LedgerFault`` for what cannot be, whatever the day that is asked for.
    """
    read = [(_event(each, currency), each.path) for each in fields]
    _need_unique(read)
    read.sort(key=lambda pair: pair[0].on)
    _need_targets(read)
    return tuple(event for event, _ in read)


def _event(fields: Fields, currency: str) -> Event:
    event_id = _event_id(fields)
    kind = fields.word("kind", KINDS)
    on = fields.day("on")
    own = read_currency(fields)
    if own is not None and own != currency:
        raise LedgerFault(
            fields.at("currency"), f"is {own}; the account is in {currency}", "WRONG_CURRENCY"
        )
    more = _READ[kind](fields, on)
    fields.finish()
    return Event(event_id=event_id, kind=kind, on=on, **more)  # type: ignore[arg-type]


def _event_id(fields: Fields) -> str:
    value = fields.take("id")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= AMOUNT_MOST:
        return str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > 100:  # noqa: PLR2004
        raise LedgerFault(
            fields.at("id"), f"is {shown(value)}; it must be a text of at most 100 characters"
        )
    return value


def _amount(fields: Fields, on: date) -> dict[str, Any]:
    del on
    return {"amount_minor": fields.whole("amount_minor", least=1)}


def _payment(fields: Fields, on: date) -> dict[str, Any]:
    return {**_amount(fields, on), "paid_by": fields.text("paid_by", "")}


def _fee(fields: Fields, on: date) -> dict[str, Any]:
    return {
        **_amount(fields, on),
        "component": fields.word("component", FEES, "other_fee"),
        "name": fields.text("name", ""),
        "reason": fields.word("for", FEES_FOR, ""),
    }


def _waiver(fields: Fields, on: date) -> dict[str, Any]:
    return {**_amount(fields, on), "component": fields.word("component", WAIVABLE)}


def _reversal(fields: Fields, on: date) -> dict[str, Any]:
    del on
    value = fields.take("of")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LedgerFault(fields.at("of"), f"is {shown(value)}; it must be the id of an event")
    return {"of": str(value)}


def _statement(fields: Fields, on: date) -> dict[str, Any]:
    due_on = fields.day("due_on")
    if due_on < on:
        raise LedgerFault(fields.at("due_on"), f"is {due_on}, before the statement of {on}")
    return {"due_on": due_on, "minimum_minor": fields.whole("minimum_minor", None)}


def _nothing(fields: Fields, on: date) -> dict[str, Any]:
    del fields, on
    return {}


def _pause(fields: Fields, on: date) -> dict[str, Any]:
    until = fields.day("until")
    if until < on:
        raise LedgerFault(fields.at("until"), f"is {until}, before the pause begins on {on}")
    more = {
        "until": until,
        "interest": fields.flag("interest", default=True),
        "fees": fields.flag("fees", default=True),
        "reason": fields.word("reason", PAUSED_FOR, ""),
    }
    if not more["interest"] and not more["fees"]:
        raise LedgerFault(fields.path, "pauses nothing; say interest or fees")
    return more


def _plan(fields: Fields, on: date) -> dict[str, Any]:
    planned: list[PlannedPayment] = []
    for each in fields.tables("instalments"):
        payment = PlannedPayment(each.day("due_on"), each.whole("amount_minor", least=1))
        each.finish()
        if payment.due_on < on or (planned and payment.due_on <= planned[-1].due_on):
            raise LedgerFault(
                each.at("due_on"),
                f"is {payment.due_on}; each payment of a plan falls due after the one before it",
            )
        planned.append(payment)
    if not 0 < len(planned) <= _PAYMENTS_MOST:
        raise LedgerFault(fields.at("instalments"), f"must hold 1 to {_PAYMENTS_MOST} payments")
    return {"planned": tuple(planned), "interest": fields.flag("interest", default=False)}


_READ: dict[str, Callable[[Fields, date], dict[str, Any]]] = {
    "purchase": _amount,
    "cash_advance": _amount,
    "transfer": _amount,
    "refund": _amount,
    "payment": _payment,
    "fee": _fee,
    "waiver": _waiver,
    "reversal": _reversal,
    "statement": _statement,
    "charge_off": _nothing,
    "pause": _pause,
    "plan": _plan,
    "plan_broken": _nothing,
}


def _need_unique(read: Sequence[tuple[Event, str]]) -> None:
    seen: dict[str, str] = {}
    for event, path in read:
        first = seen.setdefault(event.event_id, path)
        if first != path:
            raise LedgerFault(
                f"{path}.id", f"is {event.event_id!r}, as that of {first}", "DUPLICATE_ID"
            )


def _need_targets(read: Sequence[tuple[Event, str]]) -> None:
    """Refuse reversals of what is not there, lies ahead, or cannot be undone a second time."""
    by_id = {event.event_id: event for event, _ in read}
    past: set[str] = set()
    undone: set[str] = set()
    for event, path in read:
        past.add(event.event_id)
        if event.kind != "reversal":
            continue
        target = by_id.get(event.of)
        if target is None:
            raise LedgerFault(f"{path}.of", f"is {event.of!r}; no event has it", "UNKNOWN_EVENT")
        if target.kind not in REVERSIBLE:
            raise LedgerFault(
                f"{path}.of",
                f"is a {target.kind}; what can be reversed: {', '.join(REVERSIBLE)}",
                "NOT_REVERSIBLE",
            )
        if event.of not in past:
            raise LedgerFault(
                f"{path}.of", f"is {event.of!r}, which comes later", "REVERSAL_TOO_EARLY"
            )
        if event.of in undone:
            raise LedgerFault(
                f"{path}.of", f"is {event.of!r}, which is reversed already", "ALREADY_REVERSED"
            )
        undone.add(event.of)
