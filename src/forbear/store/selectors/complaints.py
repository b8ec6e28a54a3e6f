"""Complaints and disputes as a team lead needs them: about whom, and which clocks run out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from forbear.core.cases.lifecycle import COMPLAINT_OPEN, DISPUTE_OPEN
from forbear.store.models import Complaint, Dispute

# withdrawn or found wrong: nothing stands between the two any more
_OVER = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class Clock:
    """An answer that is due: of a dispute or a complaint, on an account, by a day."""

    kind: str
    reference: str
    account_id: int
    name: str
    due_on: date
    handler: str


def clocks_near(*, until: date, limit: int, viewer: str) -> tuple[int, list[Clock]]:
    """Count the answers due up to a day, late ones too, and return those that are due first.

    A complaint about ``viewer`` is not theirs to see.
    """
    disputes = Dispute.objects.filter(state__in=DISPUTE_OPEN, answer_due_on__lte=until)
    complaints = Complaint.objects.filter(
        state__in=COMPLAINT_OPEN, answer_due_on__lte=until
    ).exclude(about=viewer)
    first: list[Clock] = []
    for kind, found in (("dispute", disputes), ("complaint", complaints)):
        rows = found.select_related("account__person").order_by("answer_due_on", "pk")
        first += [
            Clock(
                kind,
                row.reference,
                row.account_id,
                row.account.person.name,
                row.answer_due_on,
                row.handler,
            )
            for row in rows[:limit]
            if row.answer_due_on is not None
        ]
    first.sort(key=lambda clock: (clock.due_on, clock.reference))
    return disputes.count() + complaints.count(), first[:limit]


def accounts_complained(*, since: datetime) -> QuerySet[Complaint, int]:
    """Return the accounts on which somebody complained since a moment."""
    found = Complaint.objects.filter(opened_at__gte=since).exclude(state__in=_OVER)
    return found.values_list("account_id", flat=True)


def persons_complained(person_ids: Collection[int], username: str) -> set[int]:
    """Return the cardholders who complained about somebody, and did not take it back.

    Also where the complaint was rejected: they need not speak to each other again.
    """
    found = Complaint.objects.filter(person_id__in=person_ids, about=username)
    return set(found.exclude(state__in=_OVER).values_list("person_id", flat=True))
