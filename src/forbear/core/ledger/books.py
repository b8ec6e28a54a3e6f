"""Which books each kind of movement touches: double entry, told by one table.

An amount on the debit side is positive, on the credit side negative; a transaction sums to zero.
What the cardholder owes stands in two books: ``receivable``, and ``charge_off`` for what has been
recognised as loss and is still owed. Their sum by component is the balance. See
``docs/concepts/ledger.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OWED = ("receivable", "charge_off")


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a movement: the component that changes, and for principal what it comes from."""

    component: str
    amount_minor: int
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a transaction. ``is_of_account``: it belongs to the account, not to nobody yet."""

    book: str
    side: str
    component: str
    amount_minor: int
    lot: str = ""
    is_of_account: bool = True


@dataclass(frozen=True, slots=True)
class Movement:
    """How a kind of transaction is booked.

    ``own`` is the book of what the cardholder owes ("" for none), ``sign`` says whether it grows
    or shrinks, ``against`` is where the other side stands.
    """

    own: str
    sign: int
    against: str


MOVEMENTS: dict[str, Movement] = {
    "opening": Movement("receivable", 1, "opening"),
    "purchase": Movement("receivable", 1, "cash"),
    "cash_advance": Movement("receivable", 1, "cash"),
    "transfer": Movement("receivable", 1, "cash"),
    "refund": Movement("receivable", -1, "cash"),
    "interest": Movement("receivable", 1, "interest_income"),
    "fee": Movement("receivable", 1, "fee_income"),
    "cost": Movement("receivable", 1, "cash"),
    "payment": Movement("receivable", -1, "cash"),
    "waiver": Movement("receivable", -1, "waiver_expense"),
    "charge_off": Movement("receivable", -1, "charge_off"),
    "recovery": Movement("charge_off", -1, "cash"),
    "credit_refund": Movement("receivable", 1, "refund_payable"),
    "credit_paid_out": Movement("", 1, "refund_payable"),
    "suspense_in": Movement("", -1, "suspense"),
    "suspense_out": Movement("", 1, "suspense"),
}


def legs_of(kind: str, parts: Iterable[Part], *, source: str = "cash") -> tuple[Leg, ...]:
    """Return the legs of a movement of ``kind`` over ``parts``, which are told as amounts above 0.

    ``source`` is where money that is taken in (payment, recovery) comes from: ``cash``, or
    ``suspense`` when it was there and belonged to nobody. Raises ``ValueError`` for a kind that has
    no books of its own (a reversal mirrors what it reverses), and for parts that are none or not
    above 0.
    """
    movement = MOVEMENTS.get(kind)
    if movement is None:
        raise ValueError(f"{kind!r} has no books of its own")
    found = tuple(parts)
    if not found or any(part.amount_minor <= 0 for part in found):
        raise ValueError(f"a movement of kind {kind!r} needs parts with amounts above 0")
    total = sum(part.amount_minor for part in found)
    if not movement.own:
        return _bank_legs(kind, movement, total)
    own = tuple(
        Leg(movement.own, "cardholder", part.component, movement.sign * part.amount_minor, part.lot)
        for part in found
    )
    if kind == "charge_off":
        moved = (
            Leg("charge_off", "cardholder", leg.component, -leg.amount_minor, leg.lot)
            for leg in own
        )
        return (*own, *moved)
    if kind in {"payment", "recovery"}:
        taken_in = Leg(source, "issuer", "payment", total, is_of_account=source != "suspense")
        return (*own, taken_in) if kind == "payment" else (*own, taken_in, *_regained(total))
    others = tuple(
        Leg(movement.against, "issuer", leg.component, -leg.amount_minor, leg.lot) for leg in own
    )
    return (*own, *others)


def reversed_legs(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """Return the legs that undo ``legs``, one by one."""
    return tuple(
        Leg(
            leg.book,
            leg.side,
            leg.component,
            -leg.amount_minor,
            leg.lot,
            is_of_account=leg.is_of_account,
        )
        for leg in legs
    )


def _bank_legs(kind: str, movement: Movement, total: int) -> tuple[Leg, ...]:
    """Return the legs of money that comes in or goes out and leaves every balance as it is."""
    of_account = movement.against != "suspense"
    component = "credit" if kind == "credit_paid_out" else "payment"
    amount = movement.sign * total
    return (
        Leg(movement.against, "issuer", component, amount, is_of_account=of_account),
        Leg("cash", "issuer", component, -amount, is_of_account=of_account),
    )


def _regained(total: int) -> tuple[Leg, Leg]:
    """Return income from a debt charged off: the loss stays as it was, the gain beside it."""
    return (
        Leg("charge_off", "issuer", "payment", total),
        Leg("recovery", "issuer", "payment", -total),
    )
