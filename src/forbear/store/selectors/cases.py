"""One account and its cardholder, as the desk shows them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet, Sum

from forbear.core.tables import words as w
from forbear.store.models import (
    Account,
    ContactPoint,
    Decision,
    Permit,
    Posting,
    Promise,
)
from forbear.store.prepared import Prepared, Slot

SEE_CASES = "desk.see_cases"


def account_list_visible_to(user: User | AnonymousUser) -> QuerySet[Account]:
    """List the accounts that a user may see: all for a collector, none for a stranger."""
    found = Account.objects.select_related("person")
    return found if user.has_perm(SEE_CASES) else found.none()


def account_of(account_id: int) -> Account:
    """Return one account with its person; raises ``Account.DoesNotExist``."""
    found = _ACCOUNT.first(account=account_id)
    if found is None:
        raise Account.DoesNotExist
    return found


def account_shown_to(user: User | AnonymousUser, account_id: int) -> Account | None:
    """Return one account with its person, if the user may see it."""
    return _ACCOUNT.first(account=account_id) if user.has_perm(SEE_CASES) else None


def call_begun(permit_id: int, *, actor: str) -> Permit | None:
    """Return the permit of a call that ``actor`` began, logged or not."""
    return _calls_of(actor).filter(pk=permit_id).first()


def call_unlogged(account_id: int, *, actor: str) -> Permit | None:
    """Return the permit of the call that ``actor`` began on an account and has not logged yet."""
    return _UNLOGGED.first(actor=actor, account=account_id)


def _calls_of(actor: str | Slot) -> QuerySet[Permit]:
    found = Permit.objects.select_related("contact_point", "person", "account", "contact")
    return found.filter(actor=actor, channel="call", consumed_at__isnull=False)


def account_list_of(account: Account) -> list[Account]:
    """List every account of the same cardholder, the one that owes most first."""
    return _ACCOUNTS.all(person=account.person_id)


def contact_point_list(account: Account) -> list[ContactPoint]:
    """List the open contact points of an account's cardholder, who is known to each."""
    points = _POINTS.all(person=account.person_id)
    for point in points:
        point.person = account.person
    return points


def decision_of(account: Account, *, on: date) -> Decision | None:
    """Return the latest decision on an account up to ``on``."""
    return _DECISION.first(account=account.pk, on=on)


def promise_open(account: Account) -> Promise | None:
    """Return the open promise on an account, or ``None``."""
    return _PROMISE.first(account=account.pk)


def component_list(account: Account, *, on: date) -> list[tuple[str, int]]:
    """List what is owed by component on a day, from the postings; zero components left out."""
    rows = (
        Posting.objects.filter(account=account, side="cardholder", on__lte=on)
        .values_list("component")
        .annotate(total=Sum("amount_minor"))
    )
    totals = {component: total for component, total in rows if total}
    return [(component, totals[component]) for component in w.COMPONENTS if component in totals]


_ACCOUNT = Prepared(lambda: Account.objects.select_related("person").filter(pk=Slot("account")))
_ACCOUNTS = Prepared(
    lambda: Account.objects.filter(person_id=Slot("person")).order_by("-overdue_minor", "pk")
)
_POINTS = Prepared(
    lambda: ContactPoint.objects.filter(person_id=Slot("person"), state="open").order_by("pk")
)
_UNLOGGED = Prepared(
    lambda: (
        _calls_of(Slot("actor"))
        .filter(account_id=Slot("account"), contact__isnull=True)
        .order_by("pk")[:1]
    )
)
_DECISION = Prepared(
    lambda: (
        Decision.objects.filter(account=Slot("account"), on__lte=Slot("on"))
        .select_related("run", "contact_point", "planned")
        .order_by("-on")[:1]
    )
)
_PROMISE = Prepared(
    lambda: Promise.objects.filter(account=Slot("account"), state="open").order_by("pay_on")[:1]
)
