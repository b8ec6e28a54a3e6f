"""Every address of the desk and every operation of the API, and what it asks of who comes.

A list, not the lock: the views themselves refuse. A test asks each address as each role and holds
the answer against this list, and an address that is not in it fails; docs/reference/roles.md is
printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forbear.web.shared.permissions import (
    APPROVE_OFFERS,
    APPROVE_WORDING,
    EDIT_WORDING,
    END_SESSIONS,
    EVERYONE,
    GRANTS,
    MAKE_CONTACT,
    MAKE_OFFERS,
    MATCH_MONEY,
    REVEAL,
    REVIEW_TEXTS,
    RUN_CHANNELS,
    SEE_CASES,
    SEE_FAKES,
    SEE_LAW,
    SEE_MESSAGES,
    SEE_MONEY,
    SEE_PEOPLE,
    SEE_WORDING,
)

Needs = tuple[str, ...]
# no sign-in; and any sign-in
PUBLIC: Needs = ("public",)
SIGNED_IN: Needs = ("signed in",)


@dataclass(frozen=True, slots=True)
class Door:
    """What an address asks for reading and for writing: any one of these; ``None``: no such way."""

    read: Needs | None = None
    write: Needs | None = None


DOORS: Mapping[str, Door] = {
    "home": Door(read=SIGNED_IN, write=SIGNED_IN),
    "sign-in": Door(read=PUBLIC, write=PUBLIC),
    "sign-out": Door(write=SIGNED_IN),
    "language": Door(read=PUBLIC, write=PUBLIC),
    "desk:today": Door(read=(SEE_CASES,)),
    "desk:case": Door(read=(SEE_CASES,)),
    "desk:call-start": Door(write=(MAKE_CONTACT,)),
    "desk:wishes": Door(write=(MAKE_CONTACT,)),
    "desk:call-outcome": Door(write=(MAKE_CONTACT,)),
    "desk:call-verify": Door(write=(MAKE_CONTACT,)),
    "desk:call-third-party": Door(write=(MAKE_CONTACT,)),
    "desk:note-check": Door(write=(MAKE_CONTACT,)),
    "desk:note": Door(write=(MAKE_CONTACT,)),
    "desk:search": Door(read=(SEE_CASES,)),
    "desk:next": Door(write=(MAKE_CONTACT,)),
    "desk:keep": Door(write=(MAKE_CONTACT,)),
    "desk:put-back": Door(write=(MAKE_CONTACT,)),
    "agreements:account": Door(read=(MAKE_OFFERS,), write=(MAKE_OFFERS,)),
    "agreements:move": Door(write=(MAKE_OFFERS,)),
    "agreements:relief": Door(write=(MAKE_OFFERS,)),
    "agreements:relief-end": Door(write=(MAKE_OFFERS,)),
    "agreements:approvals": Door(read=(APPROVE_OFFERS,)),
    "agreements:answer": Door(write=(APPROVE_OFFERS,)),
    "inbound:queue": Door(read=(SEE_CASES,)),
    "inbound:decide": Door(write=(MAKE_CONTACT,)),
    "law:list": Door(read=(SEE_LAW,)),
    "law:changes": Door(read=(SEE_LAW,)),
    "law:rule": Door(read=(SEE_LAW,)),
    "law:try": Door(read=(SEE_LAW,), write=(SEE_LAW,)),
    "law:fakes": Door(read=(SEE_FAKES,)),
    "law:fake": Door(read=(SEE_FAKES,)),
    "law:fake-note": Door(write=(SEE_FAKES,)),
    "lost:list": Door(read=(SEE_CASES,)),
    "lost:task": Door(read=(SEE_CASES,)),
    "lost:step": Door(write=(MAKE_CONTACT,)),
    "lost:ask": Door(write=(MAKE_CONTACT,)),
    "lost:end": Door(write=(MAKE_CONTACT,)),
    "lost:check": Door(write=(MAKE_CONTACT,)),
    "lost:tell": Door(write=(MAKE_CONTACT,)),
    "messages:log": Door(read=(SEE_MESSAGES,)),
    "messages:dead": Door(read=(SEE_MESSAGES,)),
    "messages:channels": Door(read=(SEE_MESSAGES,)),
    "messages:switch": Door(write=(RUN_CHANNELS,)),
    "messages:one": Door(read=(SEE_MESSAGES,)),
    "messages:redrive": Door(write=(RUN_CHANNELS,)),
    "money:start": Door(read=SIGNED_IN, write=SIGNED_IN),
    "money:day": Door(read=(SEE_MONEY,)),
    "money:reconciliation": Door(read=(SEE_MONEY,)),
    "money:owed": Door(read=(SEE_MONEY, SEE_CASES)),
    "money:payments": Door(read=(MATCH_MONEY,)),
    "money:payment-match": Door(write=(MATCH_MONEY,)),
    "money:payment-returned": Door(write=(MATCH_MONEY,)),
    "money:payment-move": Door(write=(MATCH_MONEY,)),
    "people:list": Door(read=(SEE_PEOPLE,)),
    "people:locked": Door(read=SIGNED_IN, write=SIGNED_IN),
    "people:lock": Door(write=SIGNED_IN),
    "people:alive": Door(write=SIGNED_IN),
    "people:reveal": Door(read=(REVEAL,), write=(REVEAL,)),
    "people:session-end": Door(write=(END_SESSIONS,)),
    "portal:check": Door(read=PUBLIC),
    "portal:check-file": Door(read=PUBLIC, write=PUBLIC),
    "portal:preferences": Door(read=PUBLIC, write=PUBLIC),
    "portal:report": Door(read=PUBLIC, write=PUBLIC),
    "review:queue": Door(read=(REVIEW_TEXTS,)),
    "review:finding": Door(write=(REVIEW_TEXTS,)),
    "review:text": Door(write=(REVIEW_TEXTS,)),
    "review:write": Door(read=(MAKE_CONTACT,), write=(MAKE_CONTACT,)),
    "review:hints": Door(write=(MAKE_CONTACT,)),
    "review:draft": Door(read=(MAKE_CONTACT, REVIEW_TEXTS)),
    "review:send": Door(write=(MAKE_CONTACT,)),
    "review:release": Door(write=(REVIEW_TEXTS,)),
    "wording:list": Door(read=(SEE_WORDING,)),
    "wording:template": Door(read=(SEE_WORDING,), write=(EDIT_WORDING,)),
    "wording:submit": Door(write=(EDIT_WORDING,)),
    "wording:approve": Door(write=(APPROVE_WORDING,)),
    "wording:reject": Door(write=(APPROVE_WORDING,)),
}
# operation of the API -> the scope that a token must have; or what it asks for instead
SIGNATURE = "a signature"
NOBODY = "nothing"
OPERATIONS: Mapping[str, str] = {
    "balance": "balances:read",
    "genuine": NOBODY,
    "inbound_take": SIGNATURE,
    "contact_point_close": "contacts:write",
    "payment": "payments:read",
    "payment_take": "payments:write",
    "person_died": "contacts:write",
    "receipt_take": SIGNATURE,
}


def may(needs: Needs, role: str | None) -> bool:
    """Return whether someone with this one role passes; ``None`` is someone not signed in."""
    if needs == PUBLIC:
        return True
    if role is None:
        return False
    return needs == SIGNED_IN or any(
        GRANTS[each] == EVERYONE or role in GRANTS[each] for each in needs
    )
