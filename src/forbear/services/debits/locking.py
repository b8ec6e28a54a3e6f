"""One lock for everything that changes debits, so that two runs at once do the work of one."""

from __future__ import annotations

from django.db import connection

_DEBITS_LOCK = 0x466F_0015


def debits_lock() -> None:
    """Wait until no other transaction changes debits; held until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_DEBITS_LOCK])
