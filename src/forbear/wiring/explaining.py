"""What a card account owes and why, with the products that are given."""

from __future__ import annotations

from datetime import date

from forbear.core.ledger.balance import Balance
from forbear.core.ledger.reading.account import Account
from forbear.services.cards import products_known
from forbear.services.explaining import card_balance


def explained(account_id: int, *, on: date) -> tuple[Account, Balance] | None:
    """Return the account and its balance; ``None`` if Forbear does not work it out."""
    return card_balance(account_id, on=on, products=products_known())
