"""Second readings: what waits for a second reader, and how far readers agree."""

from __future__ import annotations

from datetime import datetime

from forbear.core.speech.conduct import Agreement, agreement
from forbear.store.models import SecondReading


def readings_agreement(since: datetime, until: datetime, *, confidence: int) -> Agreement:
    """Return how far first and second readers agree on what was read a second time in a period."""
    rows = SecondReading.objects.filter(at__gte=since, at__lt=until)
    return agreement(list(rows.values_list("first", "verdict")), confidence=confidence)
