"""Who reads? Asked on the page of a link before a word of what it is about (REQUIREMENTS E1).

As in a call two things that the file holds must match; the card's digits, where it holds them, are
one of the two, since a family knows the rest. Tries are few, and are written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from forbear.core.agreements.signing import proof_matches
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.links import ITEMS_MIN
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.short_tokens import token_number, token_of
from forbear.store.models import SignLink, SignStep
from forbear.store.selectors.call_steps import ProofItem, proofs_of

CARD = "card_last4"
LINK_CLOSED = Refusal("LINK_CLOSED", "What was typed did not match, too often. Please call us.")
_PURPOSE = "agreements.pass"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request to a public page came from: its address, and what program it says it is."""

    address: str
    agent: str


def proofs_asked(link: SignLink) -> list[ProofItem]:
    """List what is asked for, the card's digits first."""
    return proofs_of(link.offer.account, link.planned.contact_point)


def tries_left(link: SignLink) -> int:
    """Return how many wrong tries a link still bears."""
    wrong = link.steps.filter(kind="wrong").count()
    return max(load_agreement_rules().sign_tries_most - wrong, 0)


@transaction.atomic
def reader_verify(
    *, link_id: int, typed: Mapping[str, str], at: datetime, visitor: Visitor
) -> SignStep | Refusal:
    """Compare what was typed, by kind, with the file; return the step that lets its reader read on.

    Refusals: ``TWO_ITEMS`` for too little, which is no try; ``PROOF_WRONG``; ``LINK_CLOSED``.
    """
    link = SignLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    asked = proofs_asked(link)
    given = [item for item in asked if typed.get(item.kind, "").strip()]
    if link.steps.filter(kind="closed").exists() or not tries_left(link):
        return LINK_CLOSED
    needs_card = any(item.kind == CARD for item in asked)
    if len(given) < ITEMS_MIN or (needs_card and not typed.get(CARD, "").strip()):
        return Refusal("TWO_ITEMS", "Two items must match, the digits of the card among them.")
    right = [item.kind for item in given if proof_matches(item.kind, item.value, typed[item.kind])]
    if len(right) >= ITEMS_MIN and (not needs_card or CARD in right):
        return step_write(link, "verified", {"items": right}, at=at, visitor=visitor)
    # which of them were right is told to nobody
    step_write(link, "wrong", {"items": [item.kind for item in given]}, at=at, visitor=visitor)
    if not tries_left(link):
        step_write(link, "closed", {}, at=at, visitor=visitor)
        return LINK_CLOSED
    return Refusal("PROOF_WRONG", "What you typed does not match. Please look at it once more.")


def pass_of(step: SignStep) -> str:
    """Return the token that carries a verified reader from page to page; there is no cookie."""
    return token_of(_PURPOSE, step.pk)


def pass_open(link: SignLink, token: str, *, at: datetime) -> SignStep | None:
    """Return the step of a token: of this link, and not longer ago than a page stays open."""
    number = token_number(_PURPOSE, token)
    step = SignStep.objects.filter(pk=number or 0, link=link, kind="verified").first()
    if step is None:
        return None
    most = timedelta(minutes=load_agreement_rules().sign_minutes_open)
    return step if step.at <= at <= step.at + most else None


def step_write(
    link: SignLink, kind: str, data: dict[str, object], *, at: datetime, visitor: Visitor
) -> SignStep:
    """Append what somebody did on the page of a link; inside the caller's transaction."""
    step = SignStep.objects.create(
        link=link,
        account_id=link.offer.account_id,
        kind=kind,
        at=at,
        address=visitor.address[:64],
        agent=visitor.agent[:300],
        data=data,
    )
    audit_write(
        at=at,
        actor="link",
        action=f"agreement.{kind}",
        subject="offer",
        subject_id=link.offer_id,
        data={"link": link.pk, "step": step.pk, **data},
    )
    return step
