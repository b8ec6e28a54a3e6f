"""One account and its cardholder, as the desk shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet, Sum

from forbear.core.tables import words as w
from forbear.store.models import (
    Account,
    Contact,
    ContactPoint,
    Debit,
    Decision,
    LedgerTransaction,
    Permit,
    Posting,
    Promise,
)

TIMELINE_KINDS = ("contacts", "money", "debits", "promises", "decisions")
TIMELINE_MAX = 200
SEE_CASES = "desk.see_cases"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. ``at`` is ``None`` where only the day is known."""

    kind: str
    on: date
    at: datetime | None
    row: Contact | LedgerTransaction | Promise | Decision | Debit
    amount_minor: int = 0

    @property
    def icon(self) -> str:
        """The picture that stands for it: a contact's channel, else its kind."""
        if isinstance(self.row, Contact):
            return self.row.channel
        return "money" if isinstance(self.row, Debit) else self.kind

    @property
    def order(self) -> datetime:
        """Where the event stands among others of its day; what has no hour comes first."""
        return self.at or datetime.combine(self.on, time.min, tzinfo=UTC)


def account_list_visible_to(user: User | AnonymousUser) -> QuerySet[Account]:
    """List the accounts that a user may see: all for a collector, none for a stranger."""
    found = Account.objects.select_related("person")
    return found if user.has_perm(SEE_CASES) else found.none()


def call_begun(permit_id: int, *, actor: str) -> Permit | None:
    """Return the permit of a call that ``actor`` began, logged or not."""
    return _calls_of(actor).filter(pk=permit_id).first()


def call_unlogged(account_id: int, *, actor: str) -> Permit | None:
    """Return the permit of the call that ``actor`` began on an account and has not logged yet."""
    return _calls_of(actor).filter(account_id=account_id, contact__isnull=True).first()


def _calls_of(actor: str) -> QuerySet[Permit]:
    found = Permit.objects.select_related("contact_point", "person", "account", "contact")
    return found.filter(actor=actor, channel="call", consumed_at__isnull=False)


def account_list_of(account: Account) -> list[Account]:
    """List every account of the same cardholder, the one that owes most first."""
    others = Account.objects.filter(person_id=account.person_id)
    return list(others.order_by("-overdue_minor", "pk"))


def contact_point_list(account: Account) -> list[ContactPoint]:
    """List the open contact points of an account's cardholder."""
    found = ContactPoint.objects.filter(person_id=account.person_id, state="open")
    return list(found.order_by("pk"))


def decision_of(account: Account, *, on: date) -> Decision | None:
    """Return the latest decision on an account up to ``on``."""
    found = Decision.objects.filter(account=account, on__lte=on)
    return found.select_related("run", "contact_point", "planned").order_by("-on").first()


def promise_open(account: Account) -> Promise | None:
    """Return the open promise on an account, or ``None``."""
    return Promise.objects.filter(account=account, state="open").order_by("pay_on").first()


def component_list(account: Account, *, on: date) -> list[tuple[str, int]]:
    """List what is owed by component on a day, from the postings; zero components left out."""
    rows = (
        Posting.objects.filter(account=account, side="cardholder", on__lte=on)
        .values_list("component")
        .annotate(total=Sum("amount_minor"))
    )
    totals = {component: total for component, total in rows if total}
    return [(component, totals[component]) for component in w.COMPONENTS if component in totals]


def timeline(account: Account, *, on: date, kinds: Sequence[str] = TIMELINE_KINDS) -> list[Event]:
    """List what happened on an account and to its cardholder, the latest first."""
    events: list[Event] = []
    if "contacts" in kinds:
        events += _contacts(account)
    if "money" in kinds:
        events += _money(account, on=on)
    if "debits" in kinds:
        debits = Debit.objects.filter(account=account).select_related("failure")
        events += [
            Event("debits", row.state_at.date(), row.state_at, row)
            for row in debits.order_by("-state_at")[:TIMELINE_MAX]
        ]
    if "promises" in kinds:
        promises = Promise.objects.filter(account=account).order_by("-made_at")
        events += [
            Event("promises", row.made_at.date(), row.made_at, row, row.amount_minor)
            for row in promises[:TIMELINE_MAX]
        ]
    if "decisions" in kinds:
        decisions = Decision.objects.filter(account=account, on__lte=on).order_by("-on")
        events += [Event("decisions", row.on, None, row) for row in decisions[:TIMELINE_MAX]]
    return sorted(events, key=lambda event: event.order, reverse=True)[:TIMELINE_MAX]


def _contacts(account: Account) -> list[Event]:
    rows = Contact.objects.filter(person_id=account.person_id)
    rows = rows.select_related("contact_point").order_by("-at")
    return [Event("contacts", row.at.date(), row.at, row) for row in rows[:TIMELINE_MAX]]


def _money(account: Account, *, on: date) -> list[Event]:
    rows = LedgerTransaction.objects.filter(account=account, on__lte=on).order_by("-on", "-pk")
    latest = list(rows[:TIMELINE_MAX])
    sums = (
        Posting.objects.filter(transaction__in=latest, side="cardholder")
        .values_list("transaction_id")
        .annotate(total=Sum("amount_minor"))
    )
    amounts = dict(sums)
    return [Event("money", row.on, None, row, amounts.get(row.pk, 0)) for row in latest]
