"""What waits in the outbox."""

from __future__ import annotations

from django.db.models import Count

from forbear.store.models import PlannedContact


def outbox_counts() -> dict[tuple[str, str], int]:
    """Return how many planned contacts there are by channel and state."""
    rows = PlannedContact.objects.values_list("channel", "state").annotate(many=Count("pk"))
    return {(channel, state): many for channel, state, many in rows.order_by()}
