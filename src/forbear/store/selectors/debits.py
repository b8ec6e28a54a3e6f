"""What debits are decided from, and what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet, Sum

from forbear.core.calendar.settlement import settlement_days_after
from forbear.core.debits import mandates as core
from forbear.core.debits.deciding import Standing, Tried
from forbear.store.models import (
    Account,
    Debit,
    Due,
    Mandate,
    Payment,
    Refund,
)

# A debit that a bank has not sent back by so many settlement days after its day has been paid, as
# far as what is due next is concerned (AM04 and the like come within two, EPC016-06 4.3.4).
ANSWERED_DAYS = 5
# from a statement to its due date at the most: due_days and grace days of a card's terms
STATEMENT_DAYS = 27
_OPEN = ("planned", "announced", "sent")


def mandate_value(row: Mandate) -> core.Mandate:
    """Return a mandate as the core knows it."""
    return core.Mandate(
        reference=row.reference,
        signed_on=row.signed_on,
        sequence=row.sequence,
        scheme=row.scheme,
        creditor_id=row.creditor_id,
        iban=row.iban,
        bic=row.bic,
        holder=row.holder,
        amount=row.amount,
        fixed_minor=row.fixed_minor,
        notice_days=row.notice_days,
        state=row.state,
        last_used_on=row.last_used_on,
    )


def mandate_list_active(first: int = 0, *, limit: int = 1000) -> list[Mandate]:
    """List active mandates with all that is decided from, by number after ``first``."""
    found = Mandate.objects.filter(state="active", pk__gt=first).order_by("pk")
    return list(with_standing(found)[:limit])


def with_standing(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Read along what ``standing_of`` looks at."""
    return mandates.select_related("account__person").prefetch_related(
        Prefetch("account__dues", Due.objects.order_by("due_on")),
        Prefetch(
            "account__debits",
            Debit.objects.select_related("failure").order_by("due_on", "attempt"),
        ),
    )


def standing_of(
    account: Account, *, on: date, but: Debit | None = None, collects: str = "minimum"
) -> Standing:
    """Return what is true of an account on a day; ``but`` is a debit that is looked at itself.

    ``collects`` is what the mandate says: the statement is looked for only if it is collected.

    Of a debit that is looked at, its own due counts, else the one that comes next.
    """
    person = account.person
    dues = list(account.dues.all())
    debits = [debit for debit in account.debits.all() if but is None or debit.pk != but.pk]
    due_on, due_minor = _due(account, dues, on, but.due_on if but else None)
    statement, paid_since = _statement(account, due_on) if collects == "statement" else (None, 0)
    return Standing(
        nation=account.nation,
        currency=account.currency,
        status=account.status,
        balance_minor=account.balance_minor,
        due_on=due_on,
        due_minor=due_minor,
        statement_minor=statement,
        paid_since_minor=paid_since,
        dispute=account.dispute,
        plan=account.plan,
        hardship_until=account.hardship_until,
        breathing_space_until=person.breathing_space_until,
        is_deceased=person.is_deceased,
        bankruptcy=person.bankruptcy,
        under_way_minor=_under_way(debits, on),
        tried=tuple(_tried(debit) for debit in debits if debit.due_on == due_on)
        if but is None
        else (),
    )


def debit_next(account: Account, *, on: date) -> Debit | None:
    """Return the next debit that is planned or sent for an account, from a day on."""
    found = Debit.objects.filter(account=account, state__in=_OPEN, collection_on__gte=on)
    return found.order_by("collection_on").first()


def mandate_shown(account: Account) -> Mandate | None:
    """Return the mandate that counts for an account: the active one, else the latest."""
    rows = sorted(account.mandates.all(), key=lambda row: (row.state == "active", row.pk))
    return rows[-1] if rows else None


def debit_list(*, account: str | None = None, limit: int = 50) -> list[Debit]:
    """List debits, the latest first; of one account by its reference."""
    found = Debit.objects.order_by("-collection_on", "-pk")
    return list((found.filter(account__reference=account) if account else found)[:limit])


def mandate_list(*, state: str | None = None, limit: int = 50) -> list[Mandate]:
    """List mandates with their accounts, the latest first."""
    found = Mandate.objects.select_related("account").order_by("-pk")
    return list((found.filter(state=state) if state else found)[:limit])


def refund_list(*, state: str | None = None, limit: int = 50) -> list[Refund]:
    """List refunds with their accounts, the latest first."""
    found = Refund.objects.select_related("account").order_by("-pk")
    return list((found.filter(state=state) if state else found)[:limit])


def _due(
    account: Account, dues: Sequence[Due], on: date, wanted: date | None
) -> tuple[date | None, int]:
    """Return the due that is asked about, and what is unpaid of it with all that is past due.

    Where host and dues differ, the smaller amount counts. A payment takes from both.
    """
    day = wanted or account.next_due_on
    if day is None:
        day = next((due.due_on for due in dues if due.due_on >= on and _open_minor(due)), None)
    known = [due for due in dues if day is not None and due.due_on <= day]
    unpaid = sum(map(_open_minor, known))
    if day is None or day != account.next_due_on:
        return day, unpaid
    has_row = any(due.due_on == day for due in known)
    return day, min(account.next_due_minor, unpaid) if has_row else account.next_due_minor


def _open_minor(due: Due) -> int:
    return max(due.amount_minor - due.paid_minor, 0)


def _statement(account: Account, due_on: date | None) -> tuple[int | None, int]:
    """Return the whole balance of the statement that asked for a due, and what was paid since it.

    The statement is our own, else the host's, else what the host says of it with the account; of
    that the day is not known, so it is taken as early as it can be.
    """
    if due_on is None:
        return None, 0
    own = account.card_statements.filter(due_on=due_on).order_by("-statement_on").first()
    host = account.host_statements.filter(due_on=due_on).order_by("-statement_on").first()
    found = own or host
    balance = found.balance_minor if found else account.statement_minor
    if balance is None or (found is None and due_on != account.next_due_on):
        return None, 0
    since = found.statement_on if found else due_on - timedelta(days=STATEMENT_DAYS)
    paid = Payment.objects.filter(account=account, state="posted", value_on__gt=since)
    return balance, int(paid.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _under_way(debits: Iterable[Debit], on: date) -> int:
    """Sum the debits that are not yet answered for."""
    return sum(
        debit.sent_minor or debit.amount_minor
        for debit in debits
        if debit.state in _OPEN and on <= settlement_days_after(debit.collection_on, ANSWERED_DAYS)
    )


def _tried(debit: Debit) -> Tried:
    failure = getattr(debit, "failure", None)
    amount = debit.sent_minor or debit.amount_minor
    if failure is None:
        return Tried(debit.state, amount)
    return Tried(debit.state, amount, failure.code, failure.on)
