"""Counting requests of the public: one statement, right for any number of processes."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from forbear.store.models import PublicRequest

_COUNT = """
INSERT INTO store_publicrequest (key, window_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key, window_at) DO UPDATE SET count = store_publicrequest.count + 1
RETURNING count
"""


def throttle_count(key: str, window_at: datetime) -> int:
    """Count one more request of ``key`` in the stretch that began at ``window_at``."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, window_at])
        (count,) = cursor.fetchone()
    return int(count)


def throttle_forget(before: datetime) -> None:
    """Remove the counts of stretches that began before a moment."""
    PublicRequest.objects.filter(window_at__lt=before).delete()
