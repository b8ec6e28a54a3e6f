"""The link by which a cardholder reads and signs an offer: sent like any message, good for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.accepting import accept_refusal
from forbear.services.agreements.offers import offer_locked
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.agreements.writing import notice_plan
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.short_tokens import token_number, token_of
from forbear.store.models import Offer, SignedAgreement, SignLink
from forbear.store.selectors.call_steps import proofs_of

TEMPLATE = "agreement_link"
ITEMS_MIN = 2
_PURPOSE = "agreements.sign"
_WAITS = ("planned", "queued", "sending")
# it reached them, or may have
_LEFT = ("sent", "unknown")


@transaction.atomic
def sign_link_send(
    *, offer_id: int, public_url: str, at: datetime, actor: str, is_again: bool = True
) -> SignLink | Refusal:
    """Plan the message with the link; while it waits to leave, asking again is the same one.

    The gate is asked when it leaves. A later link takes the place of an earlier one; unless it
    ``is_again``, one that left and still opens is the same one too. Refusals:
    ``OFFER_MISSING``, ``OFFER_NOT_OPEN``, ``OFFER_EXPIRED``, ``NOT_SIGNABLE``, ``NO_PUBLIC_PAGES``
    without an address of the public pages, ``NO_LINK_ADDRESS`` where no mailbox or mobile is open,
    ``PROOF_MISSING`` where the file holds too little to tell by who reads.
    """
    held = offer_locked(offer_id)
    if isinstance(held, Refusal):
        return held
    offer, account = held
    if refusal := _refused(offer, moment_of(account, at, actor), public_url):
        return refusal
    last = sign_link_last(offer.pk)
    if last is not None and (last.planned.state in _WAITS or (not is_again and _opens(last))):
        return last
    planned = notice_plan(account, TEMPLATE, at=at)
    if planned is None:
        return Refusal("NO_LINK_ADDRESS", "There is no open mailbox or mobile number of theirs.")
    if len(proofs_of(account, planned.contact_point)) < ITEMS_MIN:
        transaction.set_rollback(True)
        text = "The file holds too little to tell by who reads; let them answer in a call."
        return Refusal("PROOF_MISSING", text)
    link = SignLink.objects.create(offer=offer, planned=planned, at=at, actor=actor[:150])
    audit_write(
        at=at,
        actor=actor,
        action="agreement.link_planned",
        subject="offer",
        subject_id=offer.pk,
        data={"link": link.pk, "planned": planned.pk, "channel": planned.channel},
    )
    return link


def _refused(offer: Offer, moment: Moment, public_url: str) -> Refusal | None:
    if refusal := accept_refusal(offer, moment):
        return refusal
    types = load_agreement_rules().sign_types
    if offer.type not in types:
        return Refusal("NOT_SIGNABLE", f"Only these are signed by link: {', '.join(types)}.")
    if not public_url:
        return Refusal("NO_PUBLIC_PAGES", "Set FORBEAR_PUBLIC_URL to where the pages are reached.")
    return None


def _opens(last: SignLink) -> bool:
    """Say whether the latest link of an offer that can be signed left, and was not closed."""
    return last.planned.state in _LEFT and not last.steps.filter(kind="closed").exists()


def sign_link_last(offer_id: int) -> SignLink | None:
    """Return the latest link of an offer, which alone opens."""
    found = SignLink.objects.filter(offer_id=offer_id).select_related("planned")
    return found.order_by("-pk").first()


def sign_token(link_id: int) -> str:
    """Return the token of a link."""
    return token_of(_PURPOSE, link_id)


def sign_link_open(token: str) -> SignLink | None:
    """Return the link of a token with all that its page needs; ``None`` if it is none of ours."""
    number = token_number(_PURPOSE, token)
    if number is None:
        return None
    found = SignLink.objects.select_related(
        "offer__account__person__preference", "planned__contact_point"
    )
    return found.filter(pk=number).first()


def sign_link_state(link: SignLink, *, at: datetime) -> str:
    """Say what a link leads to: an offer that can be signed, one that cannot, or nothing.

    ``open``; ``signed`` by a link of it, while its copy can be fetched; ``agreed`` otherwise;
    ``declined``, ``withdrawn``, ``expired``, ``over`` for what ended; ``replaced`` by a later link;
    ``closed`` after too many wrong tries, or when a copy is no longer to be had.
    """
    offer = link.offer
    on = moment_of(offer.account, at, "").on
    if link.steps.filter(kind="closed").exists():
        return "closed"
    signed = SignedAgreement.objects.filter(offer=offer).first()
    if signed is not None:
        days = timedelta(days=load_agreement_rules().sign_copy_days)
        return "signed" if signed.link_id == link.pk and on <= signed.on + days else "closed"
    if SignLink.objects.filter(offer=offer, pk__gt=link.pk).exists():
        return "replaced"
    if offer.accepted_on is not None:
        return "agreed"
    if offer.state == "offered":
        return "open" if on <= offer.expires_on else "expired"
    return offer.state if offer.state in {"declined", "withdrawn", "expired"} else "over"
