"""Another person may pay of their own will, without being told of the debt (REQUIREMENTS D7).

A reference is given to the cardholder alone, who may pass it on. Whoever pays under it is never
stored as someone to reach, and never written to; the receipt is the cardholder's.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from forbear.core.payments.references import creditor_reference, normalised
from forbear.core.speech.codes import code_of
from forbear.packs.issuers import Issuer
from forbear.services.agreements.offers import account_locked
from forbear.services.agreements.writing import notice_plan
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.short_tokens import token_number, token_of
from forbear.store.models import Account, BankEntry, PayerPayment, Payment, PayReference

TEMPLATE = "pay_reference"
_PURPOSE = "payments.payer"
_OPEN = ("open", "charged_off")
_WAITS = ("planned", "queued", "sending")
# it reached them, or may have
_LEFT = ("sent", "unknown")


@dataclass(frozen=True, slots=True)
class PayTo:
    """All that a payer is told: whose account, where, under which reference, in which money."""

    name: str
    iban: str
    bic: str
    reference: str
    currency: str


@transaction.atomic
def pay_reference_give(
    *,
    account_id: int,
    issuer: Issuer,
    code_key: bytes,
    at: datetime,
    actor: str,
    is_own: bool = False,
) -> PayReference | Refusal:
    """Return the account's reference for other payers; it is made when it is first asked for.

    ``is_own``: that for the cardholder, who is told it where the account may not be named.
    Refusals: ``ACCOUNT_UNKNOWN``, ``PAY_ACCOUNT_CLOSED`` where nothing is asked of the account,
    ``PAY_TO_UNKNOWN`` where the profile names no bank account of the creditor, or the debt was
    sold to somebody else.
    """
    account = account_locked(account_id)
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    if account.status not in _OPEN:
        return Refusal("PAY_ACCOUNT_CLOSED", f"The account is {account.status}: nothing is owed.")
    if issuer.bank is None or account.collector_kind == "buyer":
        text = "The issuer's profile has no bank account to which this account is paid."
        return Refusal("PAY_TO_UNKNOWN", text)
    live = PayReference.objects.filter(account=account, is_own=is_own, ended_at__isnull=True)
    if (known := live.first()) is not None:
        return known
    made = PayReference.objects.create(account=account, is_own=is_own, at=at, actor=actor[:150])
    made.code = normalised(code_of(made.pk, hmac.digest(code_key, b"pay references", "sha256")))
    made.save(update_fields=["code"])
    _audit(made, "payer.reference_given", at=at, actor=actor)
    return made


@transaction.atomic
def pay_reference_send(
    *,
    account_id: int,
    issuer: Issuer,
    code_key: bytes,
    public_url: str,
    at: datetime,
    actor: str,
    is_again: bool = True,
) -> PayReference | Refusal:
    """Plan the message that tells the cardholder of the reference: them alone, the gate willing.

    While it waits, asking again is the same one; unless it ``is_again``, one that left is too.
    Refusals: those of :func:`pay_reference_give`, ``NO_PUBLIC_PAGES``, ``NO_LINK_ADDRESS``.
    """
    if not public_url:
        return Refusal("NO_PUBLIC_PAGES", "Set FORBEAR_PUBLIC_URL to where the pages are reached.")
    found = pay_reference_give(
        account_id=account_id, issuer=issuer, code_key=code_key, at=at, actor=actor
    )
    if isinstance(found, Refusal):
        return found
    same = _WAITS if is_again else (*_WAITS, *_LEFT)
    if found.planned is not None and found.planned.state in same:
        return found
    planned = notice_plan(found.account, TEMPLATE, at=at)
    if planned is None:
        transaction.set_rollback(True)
        return Refusal("NO_LINK_ADDRESS", "There is no open mailbox or mobile number of theirs.")
    found.planned = planned
    found.save(update_fields=["planned"])
    _audit(found, "payer.reference_sent", at=at, actor=actor)
    return found


@transaction.atomic
def pay_reference_end(*, account_id: int, at: datetime, actor: str) -> PayReference | Refusal:
    """End the reference of an account: its page shows nothing more. ``PAY_REFERENCE_NONE``."""
    account_locked(account_id)
    found = PayReference.objects.filter(account_id=account_id, is_own=False)
    live = found.filter(ended_at__isnull=True).first()
    if live is None:
        return Refusal("PAY_REFERENCE_NONE", "No reference for other payers is given.")
    live.ended_at = at
    live.save(update_fields=["ended_at"])
    _audit(live, "payer.reference_ended", at=at, actor=actor)
    return live


def pay_token(reference_id: int) -> str:
    """Return the token of a reference's page."""
    return token_of(_PURPOSE, reference_id)


def pay_open(token: str, *, issuer: Issuer) -> PayTo | None:
    """Return what a payer is told; ``None`` for no token of ours, or one that holds no more."""
    number = token_number(_PURPOSE, token)
    given = PayReference.objects.select_related("account").filter(pk=number or 0, is_own=False)
    found = given.first()
    if found is None or found.ended_at is not None:
        return None
    return pay_to(found, issuer=issuer)


def pay_to(found: PayReference, *, issuer: Issuer) -> PayTo | None:
    """Return what a payer is told of a reference; ``None`` where nothing is to be paid to us."""
    account = found.account
    if issuer.bank is None or account.status not in _OPEN or account.collector_kind == "buyer":
        return None
    bank, reference = issuer.bank, creditor_reference(found.code or "")
    return PayTo(bank.name, bank.iban, bank.bic, reference, account.currency)


def payers_note(texts: Mapping[str, tuple[int, str]], *, at: datetime) -> int:
    """Note which payments came under a reference for other payers; return how many.

    ``texts`` are, by the payment's key, its account and all that the bank's entry says.
    """
    accounts = {account for account, _ in texts.values()}
    given: dict[int, list[PayReference]] = {}
    for reference in PayReference.objects.filter(account__in=accounts, is_own=False):
        given.setdefault(reference.account_id, []).append(reference)
    if not given:
        return 0
    found = {
        key: reference
        for key, (account, text) in texts.items()
        for reference in given.get(account, ())
        if reference.code and reference.code in normalised(text)
    }
    payments = Payment.objects.filter(key__in=found, payer__isnull=True).order_by("pk")
    made = [PayerPayment(payment=one, reference=found[one.key], at=at) for one in payments]
    PayerPayment.objects.bulk_create(made)
    return len(made)


def payers_money(account: Account) -> dict[str, int]:
    """Return which part of a credit balance came from other payers, by their bank account.

    What was paid last is what was too much: the credit is traced back from the latest payment.
    """
    credit = max(-account.balance_minor, 0)
    payments = Payment.objects.filter(account=account, state="posted", amount_minor__gt=0)
    owned: dict[str, int] = {}
    for one in payments.select_related("entry", "payer__entry").order_by("-value_on", "-pk"):
        if credit <= 0:
            break
        part = min(one.amount_minor, credit)
        credit -= part
        came_by = one.payer.came_by if one.is_by_other and hasattr(one, "payer") else None
        if came_by is not None and came_by.party_account:
            owned[came_by.party_account] = owned.get(came_by.party_account, 0) + part
    return owned


def payer_names(account: Account, ibans: Iterable[str]) -> dict[str, str]:
    """Return the name that the bank gave for each account, for the transfer back alone."""
    entry = Coalesce("entry", "payment__entry")
    came_by = PayerPayment.objects.filter(payment__account=account).values(came=entry)
    wanted = BankEntry.objects.filter(pk__in=came_by, party_account__in=list(ibans))
    rows = wanted.order_by("pk").values_list("party_account", "party_name")
    return dict(rows)


def _audit(reference: PayReference, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="account",
        subject_id=reference.account_id,
        data={"pay_reference": reference.pk},
    )
