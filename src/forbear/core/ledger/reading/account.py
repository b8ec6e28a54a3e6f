"""Reading one account: who it is, its terms, its opening, its events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forbear.core.ledger.day import Opening
from forbear.core.ledger.events import Event
from forbear.core.ledger.reading.events import read_events
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.reading.fields import Fields, shown
from forbear.core.ledger.reading.opening import read_opening
from forbear.core.ledger.reading.terms import read_currency, read_terms
from forbear.core.ledger.terms import Terms

_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]{1,10})?)?")


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it was given, checked."""

    account_id: str | int
    currency: str
    jurisdictions: tuple[str, ...]
    terms: tuple[Terms, ...]
    events: tuple[Event, ...]
    product: str = ""
    credit_limit_minor: int | None = None
    opening: Opening | None = None

    @property
    def nation(self) -> str:
        """The nation whose law bounds what may be charged."""
        return self.jurisdictions[0].split("-")[0]


def read_account(
    given: object,
    products: Mapping[str, tuple[Terms, ...]],
    number: int = 0,
    *,
    is_lenient: bool = False,
) -> Account:
    """Read an account. ``number`` stands in for an id that is missing.

    ``products`` are the terms that can be named in place of ``terms``. Raises ``LedgerFault``.
    """
    fields = Fields(given, is_lenient=is_lenient)
    account_id = fields.take("id", number)
    if isinstance(account_id, bool) or not isinstance(account_id, str | int):
        raise LedgerFault("id", f"must be a text or a number, not {shown(account_id)}")
    currency = read_currency(fields)
    if currency is None:
        raise LedgerFault("currency", "is missing", "MISSING_FIELD")
    places = _places(fields.items("jurisdictions"))
    product = fields.text("product", "")
    terms_given = fields.take("terms", None)
    terms = _terms(product, terms_given, products, currency, is_lenient=is_lenient)
    limit = fields.whole("credit_limit_minor", None)
    opening_fields = fields.table("opening")
    opening = read_opening(opening_fields) if opening_fields is not None else None
    event_fields = fields.tables("events", [])
    fields.finish()
    events = read_events(event_fields, currency)
    _need_statements(terms, events)
    _need_terms(terms, events, opening)
    if opening is not None:
        _need_after(opening, events)
    return Account(account_id, currency, places, terms, events, product, limit, opening)


def _terms(
    product: str,
    given: object,
    products: Mapping[str, tuple[Terms, ...]],
    currency: str,
    *,
    is_lenient: bool,
) -> tuple[Terms, ...]:
    if bool(product) == (given is not None):
        raise LedgerFault("terms", "or product is needed, and not both", "MISSING_FIELD")
    if not product:
        return read_terms(given, currency, is_lenient=is_lenient)
    found = products.get(product)
    if found is None:
        known = ", ".join(sorted(products)) or "none"
        raise LedgerFault("product", f"is {product!r}; known: {known}", "UNKNOWN_PRODUCT")
    if found[0].currency != currency:
        raise LedgerFault(
            "currency", f"is {currency}; {product} is in {found[0].currency}", "WRONG_CURRENCY"
        )
    return found


def _places(given: list[object]) -> tuple[str, ...]:
    places = []
    for name in given:
        if not isinstance(name, str) or not _PLACE.fullmatch(name):
            raise LedgerFault(
                "jurisdictions", f"has {shown(name)}; write US, US-NY or US-NY-NYC, nation first"
            )
        places.append(name)
    if not places:
        raise LedgerFault(
            "jurisdictions", 'is empty; name the nation, as ["US", "US-NY"]', "MISSING_FIELD"
        )
    nation = places[0].split("-")[0]
    for name in places:
        if name.split("-")[0] != nation:
            raise LedgerFault("jurisdictions", f"has {name!r}, which is not within {places[0]!r}")
    return tuple(places)


def _need_statements(terms: tuple[Terms, ...], events: tuple[Event, ...]) -> None:
    """Statements come either from the cycle of the terms or from events, never from both."""
    has_cycle = any(each.cycle is not None for each in terms)
    if has_cycle and any(event.kind == "statement" for event in events):
        raise LedgerFault(
            "events",
            "bring statements of their own, and the terms have a cycle; leave one of them out",
            "STATEMENT_WITH_CYCLE",
        )


def _need_terms(
    terms: tuple[Terms, ...], events: tuple[Event, ...], opening: Opening | None
) -> None:
    begins = min(
        [*(event.on for event in events[:1]), *([opening.on] if opening else [])], default=None
    )
    if begins is not None and begins < terms[0].since:
        raise LedgerFault(
            "terms", f"begin on {terms[0].since}, and the account on {begins}", "NO_TERMS_YET"
        )


def _need_after(opening: Opening, events: tuple[Event, ...]) -> None:
    for event in events:
        if event.on <= opening.on:
            raise LedgerFault(
                "events",
                f"hold {event.event_id!r} on {event.on}; the opening is as of {opening.on} and "
                "holds all up to that day",
                "EVENT_BEFORE_OPENING",
            )
