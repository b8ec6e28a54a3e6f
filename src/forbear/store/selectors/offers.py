"""Offers and plans as others need them: the auditor, what is written, the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Least

from forbear.core.agreements.offers import LIVE, STANDING
from forbear.core.agreements.waiving import Place
from forbear.core.speech.audit.values import Offer as OfferFact
from forbear.store.models import Account, Approval, Offer, Payment, Posting, Relief

_E10 = 10**10


def offer_list(account_id: int) -> QuerySet[Offer]:
    """List the offers on an account, the latest first."""
    return Offer.objects.filter(account_id=account_id).order_by("-pk")


def offers_standing(account_id: int, *, on: date) -> list[Offer]:
    """List the offers that stand on a day: open and not expired, or accepted and running."""
    found = Offer.objects.filter(account_id=account_id, state__in=STANDING).order_by("pk")
    return [row for row in found if row.state != "offered" or row.expires_on >= on]


def offers_shown(account_id: int, *, on: date) -> list[Offer]:
    """List what stands on a day or waits for approval, each with its plan, in one question."""
    found = Offer.objects.filter(account_id=account_id, state__in=LIVE).select_related("plan")
    open_states = {"asked", "offered"}
    return [
        row for row in found.order_by("pk") if row.state not in open_states or row.expires_on >= on
    ]


def reliefs_shown(account: Account, *, on: date) -> list[Relief]:
    """List the relief that runs for an account on a day, with what is of its cardholder."""
    running = Relief.objects.filter(person_id=account.person_id, until_on__gte=on)
    of_this = Q(account__isnull=True) | Q(account=account)
    return list(running.filter(of_this, ended_on__isnull=True).order_by("pk"))


def offer_facts(account_id: int, *, on: date) -> tuple[OfferFact, ...]:
    """Return what may be said to be on offer on a day: what the auditor holds a text against."""
    return tuple(
        OfferFact(
            type=row.type,
            amount_minor=row.amount_minor or None,
            months=row.months or None,
            monthly_minor=row.monthly_minor or None,
            apr=Decimal(row.yearly_rate_e10) / _E10 if row.type == "installment" else None,
            expires=row.expires_on if row.state == "offered" else row.pay_by,
        )
        for row in offers_standing(account_id, on=on)
    )


def approvals_open() -> QuerySet[Approval]:
    """List what waits for somebody's approval on an account, the oldest first."""
    found = approvals_waiting().filter(account__isnull=False).select_related("account__person")
    return found.order_by("pk")


def approvals_waiting() -> QuerySet[Approval]:
    """Every question that can still be answered: none of an offer that ended meanwhile."""
    asked = Offer.objects.filter(pk=OuterRef("subject_id"), state="asked")
    return Approval.objects.filter(~Q(subject="offer") | Exists(asked), answer__isnull=True)


def proposals_open() -> QuerySet[Approval]:
    """List the proposed limits that wait for somebody's approval, the oldest first."""
    return Approval.objects.filter(answer__isnull=True, kind="authority.limit").order_by("pk")


def owed_parts(account_id: int) -> dict[Place, int]:
    """Return what the ledger says is owed, by book, component and lot."""
    rows = (
        Posting.objects.filter(account_id=account_id, side="cardholder")
        .values_list("book", "component", "lot")
        .annotate(total=Sum("amount_minor"))
    )
    return {(book, component, lot): total for book, component, lot, total in rows if total}


def paid_since(account_id: int, since: date) -> list[tuple[date, int]]:
    """List what was paid from a day on, by the day from which it counts; not what went back."""
    rows = (
        Payment.objects.filter(account_id=account_id, state="posted")
        .annotate(counts_on=Least("booked_on", "value_on"))
        .filter(counts_on__gte=since)
        .order_by("counts_on", "pk")
    )
    return list(rows.values_list("counts_on", "amount_minor"))


def accounts_agreed(account_ids: Sequence[int] | None) -> list[int]:
    """List accounts with something agreed: of some, or of those whose payments were just booked.

    Fulfilled and broken offers are among it: money that goes back, or comes late, changes them.
    """
    of = "id IN (SELECT id FROM pay_accounts)" if account_ids is None else "id = ANY(%(ids)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM store_account a WHERE {of} AND EXISTS (SELECT FROM store_offer o"  # noqa: S608 - the words are ours
            " WHERE o.account_id = a.id AND o.state IN ('accepted', 'kept', 'fulfilled',"
            " 'broken'))"
            " ORDER BY id",
            {"ids": list(account_ids or [])},
        )
        return [row[0] for row in cursor.fetchall()]


def offers_live(states: Iterable[str] = LIVE) -> QuerySet[Offer]:
    """List offers of all accounts that are live, in the order of accounts."""
    return Offer.objects.filter(state__in=tuple(states)).order_by("account_id", "pk")
