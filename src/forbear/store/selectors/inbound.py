"""What people wrote, as the queue of replies shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from forbear.store.models import Complaint, Dispute, InboundMatch, InboundMessage

View = Literal["waiting", "acted", "read", "all"]
VIEWS: tuple[View, ...] = ("waiting", "acted", "read", "all")


@dataclass(frozen=True, slots=True)
class Reply:
    """A message as a person reads it: who may have written it, and how many more of a flood."""

    message: InboundMessage
    matches: list[InboundMatch]
    more: int
    disputes: list[Dispute]
    complaints: list[Complaint]


def inbound_list(view: View) -> QuerySet[InboundMessage]:
    """Return the messages of a view. Those that wait come oldest first, others newest first."""
    rows = InboundMessage.objects.filter(is_flood=False)
    if view == "waiting":
        return rows.filter(needs_person=True, verdict__isnull=True).order_by("at", "pk")
    if view == "acted":
        rows = rows.exclude(action="none")
    elif view == "read":
        rows = rows.filter(verdict__isnull=False)
    return rows.select_related("verdict", "call_back").order_by("-at", "-pk")


def replies(messages: list[InboundMessage], *, actor: str) -> list[Reply]:
    """Return the messages with whom they may be from, and the cases that ``actor`` may see."""
    matches = (
        InboundMatch.objects.filter(message__in=messages)
        .select_related("person", "account", "contact_point")
        .order_by("pk")
    )
    by_message: dict[int, list[InboundMatch]] = {}
    for match in matches:
        by_message.setdefault(match.message_id, []).append(match)
    flood = InboundMessage.objects.filter(
        is_flood=True,
        needs_person=True,
        verdict__isnull=True,
        sender__in={message.sender for message in messages},
    )
    counts: dict[tuple[str, str], int] = {}
    for key in flood.values_list("channel", "sender"):
        counts[key] = counts.get(key, 0) + 1
    verdicts = [one.verdict for one in messages if hasattr(one, "verdict")]
    named = Q(pk__in=[one.dispute_id for one in verdicts if one.dispute_id])
    disputes = list(Dispute.objects.filter(named | Q(inbound__in=messages)).order_by("pk"))
    named = Q(pk__in=[one.complaint_id for one in verdicts if one.complaint_id])
    complaints = list(
        Complaint.objects.filter(named | Q(inbound__in=messages))
        .exclude(about=actor)
        .order_by("pk")
    )
    return [
        Reply(
            message,
            by_message.get(message.pk, []),
            counts.get((message.channel, message.sender), 0),
            [one for one in disputes if _is_of(one, message, "dispute_id")],
            [one for one in complaints if _is_of(one, message, "complaint_id")],
        )
        for message in messages
    ]


def _is_of(case: Dispute | Complaint, message: InboundMessage, field: str) -> bool:
    verdict = getattr(message, "verdict", None)
    return case.inbound_id == message.pk or getattr(verdict, field, None) == case.pk
