"""Keeping our word: what an accepted offer promises is done by the system, once, when it is due."""

from __future__ import annotations

from forbear.core.agreements.authority import BASIS_POINTS
from forbear.services.agreements.owed import before_waiver, waiver_book, waiver_undone
from forbear.services.agreements.steps import Moment, offer_step
from forbear.services.ledger import transaction_reverse
from forbear.services.refusals import Refusal
from forbear.store.models import Account, LedgerTransaction, Offer, OfferStep, Posting
from forbear.store.selectors.ledger import first_open_day
from forbear.store.selectors.offers import owed_parts, paid_since


def paid_in_time(offer: Offer) -> int:
    """Return what was paid from the day of acceptance to the offer's last day, in minor units."""
    if offer.accepted_on is None:
        return 0
    paid = paid_since(offer.account_id, offer.accepted_on)
    return sum(amount for day, amount in paid if offer.pay_by is None or day <= offer.pay_by)


def condition_of(offer: Offer) -> int:
    """Return what has to be paid for an offer to be due, in minor units."""
    return offer.amount_minor if offer.type == "settlement" else offer.condition_minor


def waiver_judge(offer: Offer, account: Account, moment: Moment) -> str:
    """Judge a settlement or a fee waiver, and do our part if its condition is met.

    Returns its state: ``kept`` if it is met and the ledger could not book it yet; the morning
    tries again.
    """
    is_met = paid_in_time(offer) >= condition_of(offer)
    is_over = offer.pay_by is not None and moment.on > offer.pay_by
    if offer.state == "fulfilled":
        if not is_met:
            _undo(offer, account, moment, to="broken" if is_over else "accepted")
    elif is_met:
        # also of one that was called broken: what was paid in time and came late still counts
        if offer.state == "accepted":
            offer_step(offer, "kept", moment)
        _waive(offer, account, moment)
    elif is_over and offer.state != "broken":
        offer_step(offer, "broken", moment, note=f"{paid_in_time(offer)} paid in time")
    elif offer.state == "kept":
        offer_step(offer, "accepted", moment, note="money went back")
    return offer.state


def _waive(offer: Offer, account: Account, moment: Moment) -> None:
    """Waive what the offer says; of a settlement all that is left, whatever was added since."""
    is_all = offer.type == "settlement"
    owed = sum(owed_parts(account.pk).values())
    before = before_waiver(account)
    done = waiver_book(
        account,
        amount_minor=owed if is_all else offer.amount_minor,
        of="all" if is_all else offer.component,
        key=f"offer:{offer.pk}:{OfferStep.objects.filter(offer=offer, step='undone').count()}",
        reason=f"Offer {offer.pk}: {offer.type}",
        on=moment.on,
        at=moment.at,
        actor=moment.actor,
    )
    if isinstance(done, Refusal):
        offer_step(offer, "waits", moment, note=f"{done.code}: {done.text}")
        return
    if is_all:
        account.status = "settled"
        account.save()
    amount = _owed_change(done)
    offer_step(offer, "fulfilled", moment, amount_minor=amount, posted=done, before=before)


def _owed_change(posted: LedgerTransaction | None) -> int:
    if posted is None:
        return 0
    legs = Posting.objects.filter(transaction=posted, side="cardholder")
    return -sum(legs.values_list("amount_minor", flat=True))


def _undo(offer: Offer, account: Account, moment: Moment, *, to: str) -> None:
    """Take back what was waived for money that went back: the condition is not met after all."""
    done = OfferStep.objects.filter(offer=offer, step="fulfilled").order_by("-pk").first()
    assert done is not None
    if done.transaction_id is not None:
        reversal = transaction_reverse(
            transaction_id=done.transaction_id,
            key=f"offer:{offer.pk}:undo:{done.pk}",
            on=first_open_day(moment.on),
            at=moment.at,
            actor=moment.actor,
            reason=f"Offer {offer.pk}: what was paid for it went back",
            value_on=moment.on,
        )
        if isinstance(reversal, Refusal):
            offer_step(offer, "waits", moment, note=f"{reversal.code}: {reversal.text}")
            return
        waiver_undone(account, done.before, done.amount_minor)
        offer_step(offer, "undone", moment, amount_minor=-done.amount_minor, posted=reversal)
    offer_step(offer, to, moment)


def rate_judge(offer: Offer, account: Account, moment: Moment) -> str:
    """Waive the offered share of interest that was charged since; fulfilled when its time is up."""
    assert offer.until_on is not None
    assert offer.accepted_on is not None
    charged = Posting.objects.filter(
        account=account,
        side="cardholder",
        component__in=("interest", "compound_interest"),
        transaction__kind="interest",
        transaction__value_on__range=(offer.accepted_on, offer.until_on),
        amount_minor__gt=0,
        transaction__reversed_by__isnull=True,
    )
    for transaction_id in sorted(set(charged.values_list("transaction_id", flat=True))):
        _share(offer, account, transaction_id, moment)
    if moment.on > offer.until_on:
        offer_step(offer, "fulfilled", moment)
    return offer.state


def _share(offer: Offer, account: Account, transaction_id: int, moment: Moment) -> None:
    key = f"offer:{offer.pk}:interest:{transaction_id}"
    if LedgerTransaction.objects.filter(idempotency_key=key).exists():
        return
    legs = Posting.objects.filter(transaction_id=transaction_id, side="cardholder")
    charged = sum(legs.values_list("amount_minor", flat=True))
    done = waiver_book(
        account,
        amount_minor=-(-charged * offer.rate_share_bp // BASIS_POINTS),
        of="interest",
        key=key,
        reason=f"Offer {offer.pk}: rate reduction",
        on=moment.on,
        at=moment.at,
        actor=moment.actor,
    )
    if isinstance(done, LedgerTransaction):
        offer_step(offer, "waived", moment, amount_minor=_owed_change(done), posted=done)


def tail_waive(offer: Offer, account: Account, moment: Moment) -> None:
    """Waive interest and fees that came after a settlement was fulfilled: nothing more is asked."""
    for of in ("fees", "interest"):
        done = waiver_book(
            account,
            amount_minor=sum(owed_parts(account.pk).values()),
            of=of,
            key=f"offer:{offer.pk}:after:{of}:{moment.on.isoformat()}",
            reason=f"Offer {offer.pk}: settled, nothing more is asked",
            on=moment.on,
            at=moment.at,
            actor=moment.actor,
        )
        is_new = isinstance(done, LedgerTransaction) and not hasattr(done, "offer_step")
        if isinstance(done, LedgerTransaction) and is_new:
            offer_step(offer, "waived", moment, amount_minor=_owed_change(done), posted=done)
