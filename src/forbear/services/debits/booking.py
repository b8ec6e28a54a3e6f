"""Taking note that the bank has credited debits. The money itself is posted by the payments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from forbear.services.debits.locking import debits_lock
from forbear.store.models import Debit


@transaction.atomic
def debits_booked(booked: Mapping[str, date], *, at: datetime) -> int:
    """Mark debits as booked, by end-to-end id and day; return how many became so by it.

    What is no debit of ours, or was booked or sent back already, is left as it is.
    """
    debits_lock()
    rows = list(Debit.objects.filter(end_to_end_id__in=booked, state="sent"))
    for debit in rows:
        debit.state, debit.state_at = "booked", at
        debit.booked_on = booked[debit.end_to_end_id]
    Debit.objects.bulk_update(rows, ["state", "state_at", "booked_on"])
    return len(rows)
