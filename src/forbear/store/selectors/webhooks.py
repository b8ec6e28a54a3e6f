"""Addresses that are told what happens, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from forbear.store.models import WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """An address, and how many events wait for it or were given up."""

    endpoint: WebhookEndpoint
    waiting: int
    dead: int


def endpoint_list(*, with_ended: bool = False) -> list[EndpointRow]:
    """List the addresses by number."""
    found = WebhookEndpoint.objects.order_by("pk")
    if not with_ended:
        found = found.filter(ended_at=None)
    counted = found.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
        dead=Count("deliveries", filter=Q(deliveries__state="dead")),
    )
    return [EndpointRow(row, row.waiting, row.dead) for row in counted]


def deliveries_dead() -> QuerySet[WebhookDelivery]:
    """Return what was given up, of addresses that are still told, the newest first."""
    found = WebhookDelivery.objects.filter(state="dead", endpoint__ended_at=None)
    return found.select_related("endpoint", "event").order_by("-pk")
