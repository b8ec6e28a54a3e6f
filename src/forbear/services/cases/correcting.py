"""What was wrong in the books is put right in the books: by reversal or waiver, never a number."""

from __future__ import annotations

from dataclasses import dataclass

from forbear.services.agreements.owed import balance_take_off, waiver_book
from forbear.services.agreements.steps import Moment
from forbear.services.cases.disputes import charged_by
from forbear.services.ledger import transaction_reverse
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Dispute, DisputeStep, LedgerTransaction
from forbear.store.selectors.ledger import first_open_day
from forbear.store.selectors.offers import owed_parts

# of these nothing may have to change in the books: the payment is found elsewhere, the person is
# not the one who owes
_MAY_STAND = ("paid", "not_mine", "other")


@dataclass(frozen=True, slots=True)
class Correction:
    """How the ledger is put right: ``reverse`` the disputed line, or take ``amount_minor`` off."""

    kind: str
    amount_minor: int


def correction_fault(
    dispute: Dispute, account: Account, correction: Correction, outcome: str
) -> Refusal | None:
    """Return why a correction cannot be.

    ``CORRECTION_MISSING``, ``TRANSACTION_UNKNOWN``, ``ALREADY_REVERSED``,
    ``AMOUNT_NOT_ABOVE_ZERO``, ``CORRECTION_ABOVE_DISPUTED``, ``NOTHING_TO_CORRECT``.
    """
    if correction.kind == "none":
        is_right = dispute.ground in _MAY_STAND
        missing = Refusal("CORRECTION_MISSING", "Say how the books are put right.")
        return None if is_right else missing
    if correction.kind == "reverse":
        return _refused_reversal(dispute, outcome)
    return _refused_amount(dispute, account, correction, outcome)


def _refused_amount(
    dispute: Dispute, account: Account, correction: Correction, outcome: str
) -> Refusal | None:
    if correction.amount_minor <= 0:
        return Refusal("AMOUNT_NOT_ABOVE_ZERO", "Write how much is taken off, above zero.")
    if outcome == "part_upheld" and correction.amount_minor >= dispute.amount_minor:
        text = "Less than what is disputed is taken off in part; uphold it for all of it."
        return Refusal("CORRECTION_ABOVE_DISPUTED", text)
    if sum(owed_parts(account.pk).values()) <= 0:
        text = "The ledger says that nothing is owed here: there is nothing to take off."
        return Refusal("NOTHING_TO_CORRECT", text)
    return None


def _refused_reversal(dispute: Dispute, outcome: str) -> Refusal | None:
    line = dispute.transaction
    if line is None or outcome != "upheld":
        text = "Only a disputed line that is upheld whole is taken back; take an amount off."
        return Refusal("TRANSACTION_UNKNOWN", text)
    if LedgerTransaction.objects.filter(reverses=line).exists():
        return Refusal("ALREADY_REVERSED", "That line was taken back already.")
    return None


def corrected(
    dispute: Dispute, account: Account, correction: Correction, moment: Moment
) -> tuple[LedgerTransaction | None, int] | Refusal:
    """Book a correction; return what was booked and how much it took off, in minor units."""
    turn = DisputeStep.objects.filter(dispute=dispute, step="reopened").count()
    key = f"dispute:{dispute.pk}:{turn}"
    reason = f"{dispute.reference}: {dispute.ground}"
    if correction.kind == "reverse":
        assert dispute.transaction is not None, "looked at before"
        taken_off = charged_by(dispute.transaction)
        done = transaction_reverse(
            transaction_id=dispute.transaction.pk,
            key=key,
            on=first_open_day(moment.on),
            at=moment.at,
            actor=moment.actor,
            reason=reason,
            value_on=moment.on,
        )
        if not isinstance(done, Refusal):
            balance_take_off(account, taken_off)
        return done if isinstance(done, Refusal) else (done, taken_off)
    booked = waiver_book(
        account,
        amount_minor=correction.amount_minor,
        of=correction.kind,
        key=key,
        reason=reason,
        on=moment.on,
        at=moment.at,
        actor=moment.actor,
    )
    if isinstance(booked, Refusal):
        return booked
    if booked is None:
        text = "The ledger holds nothing of that kind: choose another."
        return Refusal("NOTHING_TO_CORRECT", text)
    return booked, -charged_by(booked)
