"""What is owed at the moment of agreeing, and a waiver of it booked."""

from __future__ import annotations

from datetime import date, datetime

from forbear.core.agreements.waiving import OF, waiver_parts
from forbear.core.ledger.books import Leg
from forbear.services.cards import products_known
from forbear.services.explaining import card_balance
from forbear.services.ledger import transaction_post
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Due, LedgerTransaction
from forbear.store.selectors.ledger import first_open_day
from forbear.store.selectors.offers import owed_parts


def owed_on(account: Account, *, on: date) -> int:
    """Return all that is owed on a day, in minor units, by our own books.

    Of an account that Forbear works out with the interest that has accrued and is not billed yet.
    """
    known = card_balance(account.pk, on=on, products=products_known())
    return known[1].pay_off if known else max(sum(owed_parts(account.pk).values()), 0)


def waiver_book(
    account: Account,
    *,
    amount_minor: int,
    of: str,
    key: str,
    reason: str,
    on: date,
    at: datetime,
    actor: str,
) -> LedgerTransaction | Refusal | None:
    """Waive up to an amount of what the ledger says is owed; none where nothing of it is owed.

    ``of`` is ``fees``, ``interest`` or ``all``. Once for a ``key``. The account's balance and what
    is overdue follow; see :func:`before_waiver` for what undoes that.
    """
    held = LedgerTransaction.objects.filter(idempotency_key=key).first()
    if held is not None:
        return held
    parts = waiver_parts(owed_parts(account.pk), amount_minor, OF[of])
    if not parts:
        return None
    legs = [
        leg
        for (book, component, lot), part in parts.items()
        for leg in (
            Leg(book, "cardholder", component, -part, lot),
            Leg("waiver_expense", "issuer", component, part, lot),
        )
    ]
    posted = transaction_post(
        key=key,
        kind="waiver",
        on=first_open_day(on),
        value_on=on,
        currency=account.currency,
        legs=legs,
        at=at,
        actor=actor,
        account_id=account.pk,
        note=reason[:200],
    )
    if not isinstance(posted, Refusal):
        balance_take_off(account, sum(parts.values()))
    return posted


def before_waiver(account: Account) -> dict[str, object]:
    """Return what a waiver changes of an account beside its ledger, to put it back."""
    oldest = account.oldest_unpaid_due_on
    return {
        "status": account.status,
        "overdue_minor": account.overdue_minor,
        "next_due_minor": account.next_due_minor,
        "oldest": oldest.isoformat() if oldest else None,
        "missed_statements": account.missed_statements,
        "dues": list(Due.objects.filter(account=account).values_list("pk", "paid_minor")),
    }


def balance_take_off(account: Account, amount_minor: int) -> None:
    """Let an account's balance, what is overdue and its dues follow what was taken off."""
    account.balance_minor -= amount_minor
    account.overdue_minor = min(account.overdue_minor, max(account.balance_minor, 0))
    rest = max(account.balance_minor - account.overdue_minor, 0)
    account.next_due_minor = min(account.next_due_minor, rest)
    if not account.overdue_minor:
        account.oldest_unpaid_due_on = None
        account.missed_statements = 0
    if account.balance_minor <= 0:
        for due in Due.objects.filter(account=account):
            Due.objects.filter(pk=due.pk).update(paid_minor=max(due.paid_minor, due.amount_minor))
    account.save()


def waiver_undone(account: Account, before: dict[str, object], amount_minor: int) -> None:
    """Put back what a waiver had changed of an account, beside its ledger."""
    account.balance_minor += amount_minor
    account.status = str(before["status"])
    account.overdue_minor = min(int(str(before["overdue_minor"])), max(account.balance_minor, 0))
    account.next_due_minor = int(str(before["next_due_minor"]))
    account.missed_statements = int(str(before["missed_statements"]))
    oldest = before["oldest"]
    account.oldest_unpaid_due_on = date.fromisoformat(str(oldest)) if oldest else None
    account.save()
    dues = before["dues"]
    assert isinstance(dues, list)
    for pk, paid_minor in dues:
        Due.objects.filter(pk=pk).update(paid_minor=paid_minor)
