"""What bank statements say of debits. The money itself is posted and reversed by the payments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from forbear.core.debits.reasons import NO_REASON
from forbear.core.debits.reasons import DebitFailure as Failure
from forbear.services.debits.failing import debit_fail
from forbear.services.debits.locking import debits_lock
from forbear.store.models import Debit, DebitFailure

# a reason code of ISO 20022, in whatever the bank writes around it
_CODE = re.compile(r"\b(?:[A-Z]{2}[0-9]{2}|FOCR|CNOR|DNOR)\b")


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


@transaction.atomic
def debits_sent_back(
    entries: Iterable[tuple[str, str, date, str]], *, at: datetime, actor: str
) -> list[DebitFailure]:
    """Mark debits as failed that a bank statement shows as taken back; return the new failures.

    ``entries`` are end-to-end id, the bank's reason, day and place. One that failed before stays as
    it is.
    """
    debits_lock()
    failures = []
    for end_to_end_id, reason, on, place in entries:
        debit = (
            Debit.objects.select_related("mandate")
            .filter(end_to_end_id=end_to_end_id, state__in=("sent", "booked"))
            .first()
        )
        if debit is not None:
            code = next(iter(_CODE.findall(reason.upper())), NO_REASON)
            failure = Failure(end_to_end_id, code, "return", on, place=place)
            failures.append(debit_fail(debit, failure, at=at, actor=actor))
    return DebitFailure.objects.bulk_create(failures)
