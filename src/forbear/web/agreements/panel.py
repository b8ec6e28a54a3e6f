"""What the case page says of agreements: what is offered, what is agreed, what rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forbear.store.models import Account, Offer, Relief
from forbear.store.selectors.kept import Kept
from forbear.store.selectors.offers import offers_shown, reliefs_shown
from forbear.web.agreements.words import PLAN, STATE, offer_sentence


@dataclass(frozen=True, slots=True)
class Agreed:
    """An offer in a sentence, and where it, or the plan that came of it, stands."""

    offer: Offer
    sentence: str
    state: str


def agreed_of(account: Account, *, today: date, kept: Kept) -> list[Agreed]:
    """Return the offers that stand or wait for approval; ``kept`` says whether there are any."""
    if Offer not in kept:
        return []
    return [
        Agreed(
            row, offer_sentence(row), str(PLAN[row.plan.state] if _began(row) else STATE[row.state])
        )
        for row in offers_shown(account.pk, on=today)
    ]


def resting_of(account: Account, *, today: date, kept: Kept) -> list[Relief]:
    """Return the relief that runs, of the account and of its cardholder."""
    return reliefs_shown(account, on=today) if Relief in kept else []


def _began(offer: Offer) -> bool:
    return hasattr(offer, "plan")
