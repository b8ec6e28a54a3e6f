"""Disputes and complaints as others read them: pages, texts, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from forbear.core.cases.lifecycle import COMPLAINT_OPEN, DISPUTE_OPEN
from forbear.store.models import Account, Complaint, Dispute

# open ones by their clock; what waits for four eyes; what is over; everything
VIEWS = ("open", "waits", "answered", "all")
_DISPUTE_VIEWS = {
    "open": Q(state__in=DISPUTE_OPEN),
    "waits": Q(state="proposed"),
    "answered": Q(state__in=("answered", "closed", "withdrawn")),
    "all": Q(),
}
_COMPLAINT_VIEWS = {
    "open": Q(state__in=(*COMPLAINT_OPEN, "escalated")),
    "waits": Q(state="proposed"),
    "answered": Q(state__in=("answered", "closed", "withdrawn")),
    "all": Q(),
}
REPORT_BY = ("cause", "team", "agency", "about", "nation", "channel")


def dispute_list(view: str = "open") -> QuerySet[Dispute]:
    """List disputes; open ones with the nearest answer day first, so that overdue ones lead."""
    found = Dispute.objects.filter(_DISPUTE_VIEWS[view]).select_related("account__person")
    if view in {"open", "waits"}:
        return found.order_by(F("answer_due_on").asc(nulls_last=True), "pk")
    return found.order_by("-pk")


def complaint_list(view: str = "open", *, actor: str = "") -> QuerySet[Complaint]:
    """List complaints by their clock; those about ``actor`` are not theirs to see."""
    found = Complaint.objects.filter(_COMPLAINT_VIEWS[view]).select_related("account__person")
    if actor:
        found = found.exclude(about=actor)
    if view in {"open", "waits"}:
        return found.order_by(F("answer_due_on").asc(nulls_last=True), "pk")
    return found.order_by("-pk")


def dispute_of_account(account: Account) -> list[Dispute]:
    """List the disputes of an account, the latest first."""
    return list(Dispute.objects.filter(account=account).order_by("-pk"))


def complaint_of_account(account: Account, *, actor: str = "") -> list[Complaint]:
    """List the complaints of an account that ``actor`` may see, the latest first."""
    found = Complaint.objects.filter(account=account).order_by("-pk")
    return list(found.exclude(about=actor) if actor else found)


def dispute_latest(account: Account, *, is_open: bool) -> Dispute | None:
    """Return the latest open dispute of an account, or the latest that was answered."""
    found = Dispute.objects.filter(account=account).order_by("-pk")
    if is_open:
        return found.filter(state__in=DISPUTE_OPEN).first()
    return found.exclude(outcome="").order_by("-answered_on", "-pk").first()


def complaint_latest(account: Account, *, is_open: bool) -> Complaint | None:
    """Return the latest open complaint of an account, or the latest that was answered."""
    found = Complaint.objects.filter(account=account).order_by("-pk")
    if is_open:
        return found.filter(state__in=(*COMPLAINT_OPEN, "escalated")).first()
    return found.exclude(outcome="").order_by("-answered_on", "-pk").first()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Complaints received in a period that have one thing in common; counts."""

    name: str
    received: int
    still_open: int
    upheld: int
    part_upheld: int
    rejected: int
    late: int


def complaint_report(by: str, *, since: date, until: date, today: date) -> list[ReportRow]:
    """Count the complaints that were received from ``since`` to ``until``, the most first.

    ``by`` is one of ``REPORT_BY``. ``late``: answered after its day, or open and past it.
    """
    field = "account__nation" if by == "nation" else by
    is_open = Q(state__in=(*COMPLAINT_OPEN, "escalated"), outcome="")
    late = Q(answered_on__gt=F("answer_due_on")) | (is_open & Q(answer_due_on__lt=today))
    rows = (
        Complaint.objects.filter(received_on__range=(since, until))
        .exclude(state="withdrawn")
        .values_list(field)
        .annotate(
            received=Count("pk"),
            still_open=Count("pk", filter=is_open),
            upheld=Count("pk", filter=Q(outcome="upheld")),
            part_upheld=Count("pk", filter=Q(outcome="part_upheld")),
            rejected=Count("pk", filter=Q(outcome="rejected")),
            late=Count("pk", filter=late),
        )
        .order_by("-received", field)
    )
    return [ReportRow(*row) for row in rows]
