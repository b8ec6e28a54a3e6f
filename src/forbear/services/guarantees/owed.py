"""What a guarantor may be told, and what is due under the guarantee by the books."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Sum

from forbear.core.speech.facts import MessageFacts
from forbear.store.models import Account, Guarantee, Posting

_COLLECTABLE = ("open", "charged_off")


def owed_under(guarantee: Guarantee, account: Account) -> int | None:
    """Return what is due under a guarantee now, in minor units: what is overdue, up to its limit.

    ``None`` where the ledger does not come to the account's balance: then no sum is named.
    """
    if account.status not in _COLLECTABLE:
        return 0
    posted = Posting.objects.filter(account=account, side="cardholder")
    total = posted.aggregate(total=Sum("amount_minor"))["total"]
    if total is not None and total != account.balance_minor:
        return None
    return max(0, min(guarantee.limit_minor, account.overdue_minor, account.balance_minor))


def for_guarantor(
    facts: MessageFacts, guarantee: Guarantee | None, account: Account
) -> MessageFacts:
    """Return the facts for whoever stands guarantor: their own, and none of the cardholder's.

    Without a guarantee nothing is known but who writes.
    """
    bare = replace(
        facts,
        overdue_minor=None,
        balance_minor=None,
        minimum_minor=None,
        oldest_due_on=None,
        due_on=None,
        dpd=None,
        pay_way=None,
        pay_way_short=None,
        reason=None,
        legal_basis=None,
    )
    if guarantee is None:
        return bare
    return replace(
        bare,
        guarantor_name=guarantee.name,
        guarantee_kind=guarantee.kind,
        guarantee_limit_minor=guarantee.limit_minor,
        guarantee_owed_minor=owed_under(guarantee, account),
        guarantee_signed_on=guarantee.signed_on,
        guarantee_until=guarantee.ends_on,
    )
