"""Events on their way: spread to those who want them, delivered, tried again, given up.

An event has one number for ever: who gets it twice, because an answer was lost, knows it by that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from forbear.core.webhooks import PAUSES, webhook_keys, webhook_signature
from forbear.ports.webhooks import PostAnswer, WebhookPost
from forbear.services.audit import audit_write
from forbear.services.keeping import Keeper
from forbear.services.refusals import Refusal
from forbear.services.webhooks.endpoints import endpoint_end, owner
from forbear.store.models import (
    Account,
    AcrossAppeal,
    FindingAppeal,
    MessageEvent,
    Offer,
    OptOut,
    Relief,
    Representative,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

_BATCH = 500
# a job that was lost is made again after this
_LEASE = timedelta(minutes=15)
_KEPT = timedelta(days=30)
_GONE = 410
_OK = range(200, 300)
Enqueue = Callable[[list[int]], None]


@transaction.atomic
def webhooks_spread(*, at: datetime, enqueue: Enqueue) -> int:
    """Give what was noted to those who want it, and make jobs of all that is due; count these."""
    events = list(
        WebhookEvent.objects.select_for_update(skip_locked=True)
        .filter(spread_at=None)
        .order_by("pk")[:_BATCH]
    )
    endpoints = list(WebhookEndpoint.objects.filter(ended_at=None))
    bodies = _bodies(events)
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(endpoint=endpoint, event=event, body=bodies[event.pk], due_at=at)
            for event in events
            for endpoint in endpoints
            if event.type in endpoint.events
        ],
        ignore_conflicts=True,
    )
    WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).update(spread_at=at)
    due = list(
        WebhookDelivery.objects.select_for_update(skip_locked=True)
        .filter(state="waiting", due_at__lte=at)
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)[:_BATCH]
    )
    WebhookDelivery.objects.filter(pk__in=due).update(due_at=at + _LEASE)
    if due:
        enqueue(due)
    return len(due)


def webhook_deliver(
    *, delivery_id: int, post: WebhookPost, keeper: Keeper, now: Callable[[], datetime]
) -> WebhookDelivery | None:
    """Try one delivery; ``None`` if it does not wait any more. Twice at once is once."""
    with transaction.atomic():
        found = (
            WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("endpoint", "event")
            .filter(pk=delivery_id, state="waiting")
            .first()
        )
        if found is None:
            return None
        # held while the request is under way: another worker passes by
        answer = post(
            found.endpoint.url,
            headers=_headers(found, keeper, at=now()),
            body=found.body.encode(),
        )
        return _noted(found, answer, now())


@transaction.atomic
def webhook_redrive(*, delivery_id: int, at: datetime, actor: str) -> WebhookDelivery | Refusal:
    """Try a delivery that was given up from the beginning, under its old number.

    ``DELIVERY_UNKNOWN``, ``ENDPOINT_UNKNOWN`` where its address has ended.
    """
    found = (
        WebhookDelivery.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .filter(pk=delivery_id, state="dead")
        .first()
    )
    if found is None:
        return Refusal("DELIVERY_UNKNOWN", f"No delivery {delivery_id} was given up.")
    if found.endpoint.ended_at is not None:
        return Refusal("ENDPOINT_UNKNOWN", "Its address has ended.")
    found.state, found.tries, found.due_at = "waiting", 0, at
    found.save(update_fields=["state", "tries", "due_at"])
    audit_write(
        at=at,
        actor=actor,
        action="webhook.redriven",
        subject="webhook",
        subject_id=found.endpoint_id,
        data={"delivery": found.pk},
    )
    return found


def webhooks_forget(*, at: datetime) -> int:
    """Remove what was delivered, or wanted by nobody, a month ago; what was given up stays."""
    old = WebhookEvent.objects.filter(spread_at__lt=at - _KEPT)
    gone, _ = old.exclude(deliveries__state__in=("waiting", "dead")).delete()
    return gone


def _noted(found: WebhookDelivery, answer: PostAnswer, at: datetime) -> WebhookDelivery:
    found.tries += 1
    found.tried_at, found.status, found.said = at, answer.status or None, answer.said[:200]
    if answer.status in _OK:
        found.state = "delivered"
    elif answer.is_barred or answer.status == _GONE or found.tries > len(PAUSES):
        found.state = "dead"
    else:
        found.due_at = at + PAUSES[found.tries - 1]
    found.save(update_fields=["tries", "tried_at", "status", "said", "state", "due_at"])
    if answer.status == _GONE:
        # the specification: whoever says Gone wants no more
        why = "It answered 410 Gone."
        endpoint_end(endpoint_id=found.endpoint_id, at=at, actor="system", why=why)
    return found


def _headers(found: WebhookDelivery, keeper: Keeper, *, at: datetime) -> Mapping[str, str]:
    endpoint = found.endpoint
    kept = [endpoint.secret]
    if endpoint.secret_before and endpoint.before_until and at < endpoint.before_until:
        kept.append(endpoint.secret_before)
    timestamp = int(at.timestamp())
    signatures = [
        webhook_signature(
            key, message_id=found.event.key, timestamp=timestamp, body=found.body.encode()
        )
        for secret in kept
        for key in webhook_keys(keeper.read(secret, of=owner(endpoint)))
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Forbear-Webhooks/1",
        "webhook-id": found.event.key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _bodies(events: list[WebhookEvent]) -> dict[int, str]:
    """Return what is told: references and a state, nothing of a person."""
    about = {event.pk: _about(event) for event in events}
    accounts = dict(
        Account.objects.filter(pk__in={one for one in about.values() if one}).values_list(
            "pk", "reference"
        )
    )
    return {
        event.pk: json.dumps(
            {
                "type": event.type,
                "timestamp": event.noted_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "data": {
                    "account": accounts.get(about[event.pk] or 0),
                    "subject": event.subject,
                    "id": event.subject_id,
                    **({"state": event.state} if event.state else {}),
                },
            },
            separators=(",", ":"),
        )
        for event in events
    }


# of which account something is that has no such column itself
_ACCOUNT_OF: Mapping[str, tuple[type[Model], str]] = {
    "message_event": (MessageEvent, "planned__account_id"),
    "offer": (Offer, "account_id"),
    "appeal": (FindingAppeal, "finding__audit__text__account_id"),
    "case_appeal": (AcrossAppeal, "finding__account_id"),
}
_PERSON_OF: Mapping[str, type[Model]] = {
    "opt_out": OptOut,
    "relief": Relief,
    "representative": Representative,
}


def _about(event: WebhookEvent) -> int | None:
    """Return the account that an event is about; the oldest of a person where it is of a person."""
    if event.subject == "account":
        return event.subject_id
    if event.account_id is not None:
        return event.account_id
    if event.subject in _ACCOUNT_OF:
        kind, column = _ACCOUNT_OF[event.subject]
        found = kind._default_manager.filter(pk=event.subject_id)  # noqa: SLF001 - Django's documented name
        return found.values_list(column, flat=True).first()
    if event.subject in _PERSON_OF:
        owner = _PERSON_OF[event.subject]._default_manager.filter(pk=event.subject_id)  # noqa: SLF001 - the same
        return _oldest_of(owner.values("person_id"))
    return None


def _oldest_of(person: QuerySet[Any, Any]) -> int | None:
    owned = Account.objects.filter(person_id__in=person).order_by("pk")
    return owned.values_list("pk", flat=True).first()
