"""The minimum payment that a statement asks for."""

from __future__ import annotations

from forbear.core.ledger.book import Book
from forbear.core.ledger.fees import past_due_principal
from forbear.core.ledger.terms import Alternative, Minimum, Terms
from forbear.core.money.rates import E10
from forbear.core.money.rounding import rounded


def minimum_asked(book: Book, terms: Terms, balance: int, past_due: int) -> int:
    """Return the minimum of a statement with ``balance``, of which ``past_due`` is past due.

    The largest of the terms' alternatives, with what is past due and, where the terms say so, the
    principal above the credit limit added once; at least the floor, rounded up to the unit that
    the terms name, never more than the balance.
    """
    if balance <= 0:
        return 0
    minimum = terms.minimum
    late = past_due_principal(book, past_due)
    over = 0
    if minimum.over_limit and book.limit is not None:
        # principal above the limit that is not asked for again already
        over = max(0, book.principal - book.limit - late)
    asked = max(
        (_alternative(book, terms, each, balance - over, late + over) for each in minimum.any_of),
        default=0,
    )
    return min(balance, _rounded_up(minimum, max(asked + over + past_due, minimum.floor_minor)))


def _alternative(book: Book, terms: Terms, each: Alternative, balance: int, apart: int) -> int:
    """Return what one alternative asks; ``apart`` is principal that is asked for in full anyway."""
    asked = 0
    if each.balance_e10 is not None:
        asked += rounded(max(0, balance) * each.balance_e10, E10, terms.rounding)
    if each.principal_e10 is not None:
        base = max(0, book.principal - apart)
        asked += rounded(base * each.principal_e10, E10, terms.rounding)
    of_interest = book.interest + book.compound_interest
    fresh = (of_interest if each.interest else 0) + (book.fees if each.fees else 0)
    return asked + min(book.charges_posted, fresh)


def _rounded_up(minimum: Minimum, amount: int) -> int:
    unit = minimum.round_up_to_minor
    return -(-amount // unit) * unit
