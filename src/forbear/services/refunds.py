"""Refunds of credit balances: asked for by one, approved by another, written for the bank."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from forbear.core.calendar.settlement import settlement_day_from
from forbear.core.debits.bank_accounts import bic_objection, compact, iban_objection
from forbear.core.debits.deciding import CURRENCY
from forbear.core.debits.words import OBJECTIONS
from forbear.interchange.sepa import Party, Transfer
from forbear.interchange.sepa.charset import is_writable
from forbear.interchange.sepa.orders import is_id
from forbear.interchange.sepa.writing import TransferVersion, transfers_file
from forbear.packs.issuers import IssuerBank
from forbear.services.audit import audit_write
from forbear.services.debits.locking import debits_lock
from forbear.services.order_files import next_run, run_keep
from forbear.services.payments.payers import payers_money
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Posting, Refund, RefundRun

# Of these the money is still with us, or may come back to us.
_OPEN = ("requested", "approved", "sent")
_TEXT = "Refund of your card's credit balance {reference}"


def refund_credit(account: Account, *, but: Refund | None = None) -> int:
    """Return what may still be refunded: the credit balance, without refunds under way.

    Where the host's balance and our postings differ, the smaller credit counts.
    """
    credit = -account.balance_minor
    owed = Posting.objects.filter(account=account, side="cardholder")
    total = owed.aggregate(total=Sum("amount_minor"))["total"]
    if total is not None:
        credit = min(credit, -int(total))
    others = Refund.objects.filter(account=account, state__in=_OPEN)
    if but is not None:
        others = others.exclude(pk=but.pk)
    taken = others.aggregate(total=Sum("amount_minor"))["total"] or 0
    return max(credit - int(taken), 0)


@transaction.atomic
def refund_request(
    *,
    account_id: int,
    amount_minor: int,
    holder: str,
    iban: str,
    reason: str,
    key: str,
    at: datetime,
    actor: str,
    bic: str = "",
) -> Refund | Refusal:
    """Ask for a refund. ``key`` names the request: the same one twice is one."""
    debits_lock()
    end_to_end_id = f"FBR{account_id}-{key}"
    if known := Refund.objects.filter(end_to_end_id=end_to_end_id).first():
        asked = (amount_minor, " ".join(holder.split()), compact(iban), compact(bic), reason[:200])
        if (known.amount_minor, known.holder, known.iban, known.bic, known.reason) == asked:
            return known
        return Refusal("KEY_USED", f"The key {key} names another refund of this account.")
    account = Account.objects.select_for_update(no_key=True).get(pk=account_id)
    refund = Refund(
        account=account,
        amount_minor=amount_minor,
        currency=account.currency,
        holder=" ".join(holder.split()),
        iban=compact(iban),
        bic=compact(bic),
        reason=reason[:200],
        end_to_end_id=end_to_end_id,
        state_at=at,
        requested_by=actor,
        requested_at=at,
    )
    if refusal := _bad_payee(refund) or _bad_amount(refund):
        return refusal
    refund.save()
    _audit(refund, "refund.requested", at=at, actor=actor)
    return refund


@transaction.atomic
def refund_decide(
    *, refund_id: int, is_approved: bool, at: datetime, actor: str
) -> Refund | Refusal:
    """Approve or refuse a refund that somebody else asked for."""
    debits_lock()
    refund = Refund.objects.select_for_update(no_key=True).get(pk=refund_id)
    wanted = "approved" if is_approved else "refused"
    if refund.state == wanted:
        return refund
    if refund.state != "requested":
        return Refusal("REFUND_STATE", f"The refund is {refund.state}; it was decided already.")
    if refund.requested_by == actor:
        return Refusal("FOUR_EYES", "Whoever asked for a refund cannot decide on it.")
    if is_approved and refund.amount_minor > refund_credit(refund.account, but=refund):
        return Refusal("ABOVE_CREDIT", "The credit balance no longer covers the refund.")
    refund.state, refund.state_at, refund.decided_by = wanted, at, actor
    refund.save(update_fields=["state", "state_at", "decided_by"])
    _audit(refund, f"refund.{wanted}", at=at, actor=actor)
    return refund


@transaction.atomic
def refunds_write_file(
    *,
    on: date,
    bank: IssuerBank,
    at: datetime,
    version: TransferVersion = "pain.001.001.09",
    actor: str = "system",
) -> list[RefundRun]:
    """Write the approved refunds for the bank; return every file of that day, earlier ones too.

    A refund that the credit balance no longer covers is refused. Raises ``SepaProblem`` if a file
    cannot be written: then nothing has changed.
    """
    debits_lock()
    ready: list[Refund] = []
    approved = Refund.objects.select_for_update(no_key=True, of=("self",)).filter(state="approved")
    for refund in approved.select_related("account").order_by("pk"):
        if refund.amount_minor > refund_credit(refund.account, but=refund):
            refund.state, refund.state_at = "refused", at
            refund.save(update_fields=["state", "state_at"])
            _audit(refund, "refund.refused", at=at, actor=actor)
        else:
            ready.append(refund)
    if ready:
        _write(ready, on, bank, version, at=at, actor=actor)
    return list(RefundRun.objects.filter(on=on).order_by("number"))


def _write(
    ready: list[Refund],
    on: date,
    bank: IssuerBank,
    version: TransferVersion,
    *,
    at: datetime,
    actor: str,
) -> None:
    number, message_id = next_run(RefundRun, on)
    orders = [
        Transfer(
            end_to_end_id=refund.end_to_end_id,
            amount_minor=refund.amount_minor,
            execute_on=settlement_day_from(on),
            creditor=Party(refund.holder, refund.iban, refund.bic),
            text=_TEXT.format(reference=refund.account.reference),
        )
        for refund in ready
    ]
    made = transfers_file(
        Party(bank.name, bank.iban, bank.bic), orders, message_id=message_id, at=at, version=version
    )
    run = run_keep(RefundRun, made, on=on, number=number, version=version, at=at, actor=actor)
    for refund in ready:
        refund.state, refund.state_at, refund.run = "sent", at, run
        refund.save(update_fields=["state", "state_at", "run"])


def _bad_amount(refund: Refund) -> Refusal | None:
    if refund.currency != CURRENCY:
        return Refusal(
            "WRONG_CURRENCY",
            f"The account is in {refund.currency}; refunds go out in euro only. Use your bank's "
            "own way.",
        )
    if refund.amount_minor <= 0:
        return Refusal("AMOUNT_INVALID", "A refund needs an amount above zero.")
    if refusal := _payers_refused(refund):
        return refusal
    if refund.amount_minor > (credit := refund_credit(refund.account)):
        return Refusal(
            "ABOVE_CREDIT", f"The amount is above what may be refunded, {credit} minor units."
        )
    return None


def _payers_refused(refund: Refund) -> Refusal | None:
    """Say if a refund would send what another payer paid too much to somebody else."""
    owned = {compact(iban): minor for iban, minor in payers_money(refund.account).items()}
    if not owned:
        return None
    under_way = Refund.objects.filter(account=refund.account, state__in=_OPEN)
    for iban, minor in under_way.values_list("iban", "amount_minor"):
        if iban in owned:
            owned[iban] = max(owned[iban] - minor, 0)
    rest = refund_credit(refund.account) - sum(owned.values())
    if refund.amount_minor <= max(owned.get(refund.iban, rest), 0):
        return None
    ends = ", ".join(f"{minor} to …{iban[-4:]}" for iban, minor in owned.items() if minor)
    text = f"Another person paid this: it goes back to where it came from ({ends})."
    return Refusal("PAYER_MONEY", text)


def _bad_payee(refund: Refund) -> Refusal | None:
    if objection := iban_objection(refund.iban) or bic_objection(refund.bic):
        return Refusal(objection.code, objection.text)
    if not is_writable(refund.holder):
        return Refusal("NAME_UNWRITABLE", OBJECTIONS["NAME_UNWRITABLE"][0])
    if not is_id(refund.end_to_end_id):
        return Refusal(
            "KEY_INVALID", "The key of a refund is a few letters, digits and hyphens. Shorten it."
        )
    return None


def _audit(refund: Refund, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="refund",
        subject_id=refund.pk,
        data={"account": refund.account_id, "amount_minor": refund.amount_minor},
    )
