"""Pauses, plans and statements of the host: what happens to a card account without moving money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from forbear.core.ledger.booked import event_given
from forbear.core.ledger.bulk import states_of
from forbear.core.ledger.events import Event
from forbear.core.ledger.foresight import foreseen
from forbear.core.ledger.reading import LedgerFault
from forbear.core.ledger.terms import Terms
from forbear.core.tables.words import CARD_EVENT_KINDS
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.card_events import card_event_write
from forbear.store.cards import cards_facts, cards_read
from forbear.store.models import Account, CardEvent, CardState

KEY_MAX = 100


@transaction.atomic
def card_event_book(
    *,
    account_id: int,
    kind: str,
    content: Mapping[str, object],
    key: str,
    at: datetime,
    actor: str,
    products: Mapping[str, Sequence[Terms]],
    note: str = "",
) -> CardEvent | Refusal:
    """Note a pause, a plan, a broken plan or a statement of the host; the night takes it in.

    ``content`` has the fields of the event as in the file of an account, with ``on``. The same
    content under the same key gives the event that is there. What could not happen as the account
    stands is refused here, with the code of the plain day. Other refusals: ``ACCOUNT_UNKNOWN``,
    ``CARD_NOT_OPEN``, ``PRODUCT_UNKNOWN``, ``KEY_UNUSABLE``, ``IDEMPOTENCY_CONFLICT``,
    ``EVENT_UNKNOWN``, ``EVENT_BEFORE_OPENING``, ``STATEMENT_WITH_CYCLE``, and those of reading.
    """
    # waits for whoever books on the account
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    held = CardEvent.objects.filter(key=key).first()
    if held is not None:
        return _again(held, account_id, kind, content)
    if not 0 < len(key) <= KEY_MAX:
        return Refusal("KEY_UNUSABLE", f"A key has 1 to {KEY_MAX} characters.")
    event = _read(kind, content)
    refusal = event if isinstance(event, Refusal) else _refused(account_id, event, products)
    if refusal is not None:
        return refusal
    assert isinstance(event, Event)
    made = card_event_write(
        event, dict(content), account_id=account_id, key=key, at=at, actor=actor, note=note
    )
    audit_write(
        at=at,
        actor=actor,
        action=f"card.{kind}",
        subject="account",
        subject_id=account_id,
        data={"event": made.pk, **content},
    )
    return made


def _again(
    held: CardEvent, account_id: int, kind: str, content: Mapping[str, object]
) -> CardEvent | Refusal:
    if (held.account_id, held.kind, held.content) == (account_id, kind, dict(content)):
        return held
    text = f"The key {held.key!r} was used for something else. Take a new key."
    return Refusal("IDEMPOTENCY_CONFLICT", text)


def _read(kind: str, content: Mapping[str, object]) -> Event | Refusal:
    if kind not in CARD_EVENT_KINDS:
        return Refusal("EVENT_UNKNOWN", f"{kind!r} is none of {', '.join(CARD_EVENT_KINDS)}.")
    try:
        return event_given(kind, content)
    except LedgerFault as fault:
        return Refusal(fault.code, f"{fault}.")


def _refused(
    account_id: int, event: Event, products: Mapping[str, Sequence[Terms]]
) -> Refusal | None:
    """Return why the event cannot happen to the account as it stands."""
    card = CardState.objects.filter(pk=account_id).only("product", "opened_on").first()
    if card is None:
        return Refusal("CARD_NOT_OPEN", "The host works this account out; take it over first.")
    if card.product not in products:
        return Refusal("PRODUCT_UNKNOWN", f"There are no terms of a product {card.product!r}.")
    if event.on <= card.opened_on:
        text = f"The account was taken over as of {card.opened_on}; name a later day."
        return Refusal("EVENT_BEFORE_OPENING", text)
    terms = products[card.product]
    if event.kind == "statement" and any(each.cycle is not None for each in terms):
        text = f"{card.product} makes its own statements; leave this one out."
        return Refusal("STATEMENT_WITH_CYCLE", text)
    cards = cards_read(
        cards_facts([account_id], [card.product]), through=event.on, products=products
    )
    [(holder, state)] = states_of(cards.states, cards.dues)
    book = foreseen(
        holder,
        state,
        waiting=cards.waiting.get(account_id, ()),
        new=[event],
        terms=terms,
        past=cards.past,
    )
    for refused in book.trace.refused:
        if refused.event_id == event.event_id:
            return Refusal(refused.code, f"The event {refused.message}.")
    return None
