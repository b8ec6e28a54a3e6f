"""Why a card account owes what it owes: the plain day lived through again, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from forbear.core.ledger.balance import Balance, balance_of
from forbear.core.ledger.reading.account import Account as CardAccount
from forbear.core.ledger.terms import Terms
from forbear.store.cards import events_since_opening, opening_of
from forbear.store.models import Account, CardState


def card_balance(
    account_id: int, *, on: date, products: Mapping[str, Sequence[Terms]]
) -> tuple[CardAccount, Balance] | None:
    """Return an account as the arithmetic sees it, and its balance with every line of interest.

    From everything booked on it that counts up to ``on``, whenever it was booked. ``None`` where
    Forbear does not work the account out: it was not taken over by ``on``, or has no terms here.
    """
    card = CardState.objects.filter(pk=account_id).only("product", "opened_on").first()
    if card is None or on <= card.opened_on or card.product not in products:
        return None
    account = Account.objects.get(pk=account_id)
    events = events_since_opening(account_id)
    seen = CardAccount(
        account_id=account.reference,
        currency=account.currency,
        jurisdictions=(account.nation,),
        terms=tuple(products[card.product]),
        events=tuple(sorted(events, key=lambda event: event.on)),
        product=card.product,
        credit_limit_minor=account.credit_limit_minor or None,
        opening=opening_of(account_id),
    )
    return seen, balance_of(seen, on)
