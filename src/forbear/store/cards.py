"""Card accounts read as they stand: their states, and what is booked and not in them yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

import polars as pl
from django.db import connection

from forbear.core.ledger.booked import events_of
from forbear.core.ledger.bulk import Past
from forbear.core.ledger.day import Opening
from forbear.core.ledger.events import Event
from forbear.core.ledger.state import Due, State
from forbear.core.ledger.terms import Terms
from forbear.core.payments.by_terms import Cards
from forbear.store import nights
from forbear.store.models import CardState

_KNOWN = """
SELECT account_id, next_on, opened_on FROM store_cardstate
WHERE account_id = ANY(%s) AND product = ANY(%s) ORDER BY account_id"""
_FACTS = pl.Schema({"account_id": pl.Int64(), "next_on": pl.Date(), "opened_on": pl.Date()})


def opening_of(account_id: int) -> Opening:
    """Return what an account was taken over with."""
    card = CardState.objects.only("opened_on", "opened_with").get(pk=account_id)
    given = dict(card.opened_with)
    for field in fields(State):
        if str(field.type) == "date | None" and given[field.name] is not None:
            given[field.name] = date.fromisoformat(given[field.name])
    dues = tuple(
        Due(date.fromisoformat(due_on), amount, paid) for due_on, amount, paid in given.pop("dues")
    )
    return Opening(card.opened_on, State(**given, dues=dues))


def past_of(account_id: int) -> Past:
    """Return all that is known of an account: what it was taken over with, and what came since."""
    return Past(events_since_opening(account_id), opening_of(account_id))


def events_since_opening(account_id: int) -> list[Event]:
    """Return what happened to an account since it was taken over, as events."""
    return [event for one in nights.booked_since_opening(account_id) for event in events_of(one)]


def cards_facts(account_ids: list[int], products: list[str]) -> pl.DataFrame:
    """Return which accounts Forbear works out by one of some products.

    With ``next_on``, and ``opened_on``, the day as of which each was taken over.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [account_ids, products])
        return pl.DataFrame(cursor.fetchall(), schema=_FACTS, orient="row")


def cards_read(
    facts: pl.DataFrame, *, through: date, products: Mapping[str, Sequence[Terms]]
) -> Cards:
    """Read accounts as they stand, with what is booked that counts up to a day."""
    account_ids = facts["account_id"].to_list()
    states, dues = nights.states_read(account_ids)
    waiting: dict[int, list[Event]] = {}
    for one in nights.pending_read(account_ids, through):
        waiting.setdefault(one.account_id, []).extend(events_of(one))
    return Cards(
        states=states,
        dues=dues,
        next_on=facts.select("account_id", "next_on"),
        waiting=waiting,
        past=past_of,
        products=products,
    )
