"""What another person paid too much goes back to the account that it came from, and to no other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.core.debits.bank_accounts import compact
from forbear.services.payments.payers import payer_names, payers_money
from forbear.services.refunds import refund_request
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Refund

_UNDER_WAY = ("requested", "approved", "sent")


@transaction.atomic
def payers_refund(
    *, account_id: int, reason: str, at: datetime, actor: str
) -> list[Refund] | Refusal:
    """Ask for a refund to each payer's own account; somebody else approves them.

    Asked for again while one is under way, it asks for nothing more. Refusals:
    ``ACCOUNT_UNKNOWN``, ``NOTHING_TOO_MUCH``, and those of ``refund_request``.
    """
    account = Account.objects.select_for_update(no_key=True, of=("self",)).filter(pk=account_id)
    found = account.first()
    if found is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    owned = payers_money(found)
    names = payer_names(found, owned)
    made: list[Refund] = []
    for iban, minor in owned.items():
        before = Refund.objects.filter(account=found, iban=compact(iban))
        under_way = before.filter(state__in=_UNDER_WAY).values_list("amount_minor", flat=True)
        rest = minor - sum(under_way)
        if rest <= 0:
            continue
        done = refund_request(
            account_id=found.pk,
            amount_minor=rest,
            holder=names.get(iban, ""),
            iban=iban,
            reason=reason,
            key=f"P{before.count() + 1}-{compact(iban)[-4:]}",
            at=at,
            actor=actor,
        )
        if isinstance(done, Refusal):
            transaction.set_rollback(True)
            return done
        made.append(done)
    if not made:
        return Refusal("NOTHING_TOO_MUCH", "Of what other payers paid, nothing is too much.")
    return made
