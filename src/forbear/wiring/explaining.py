"""What a card account owes and why, with the products that are given."""

from __future__ import annotations

from datetime import date
from functools import cache

from forbear.core.ledger.balance import Balance
from forbear.core.ledger.reading.account import Account
from forbear.core.ledger.terms import Terms
from forbear.packs.products import load_products
from forbear.services.explaining import card_balance


@cache
def _products() -> dict[str, tuple[Terms, ...]]:
    return {name: tuple(terms) for name, terms in load_products().items()}


def explained(account_id: int, *, on: date) -> tuple[Account, Balance] | None:
    """Return the account and its balance; ``None`` if Forbear does not work it out."""
    return card_balance(account_id, on=on, products=_products())
