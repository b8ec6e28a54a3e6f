"""What follows from a validation notice: the account knows since when it has been out.

Until it is out an agency or a buyer may say nothing that needs it (12 CFR 1006.34(a)(1)); the
period to dispute is counted from it. One that comes back never went out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from forbear.core.calendar.zones import local_date
from forbear.store.models import Account, PlannedContact

_NOTICES = Q(purpose="validation") | Q(template="validation_notice")
_RETURNED = frozenset({"bounced_hard", "undelivered", "rejected", "expired"})


def notices_sent(planned_ids: Iterable[int], *, at: datetime) -> None:
    """Write on their accounts the day on which these messages went out, if they are notices.

    The day is that of the cardholder's likeliest zone. The first notice of an account counts.
    """
    rows = PlannedContact.objects.filter(_NOTICES, pk__in=list(planned_ids))
    for row in rows.select_related("person").order_by("account_id"):
        Account.objects.filter(pk=row.account_id, validation_sent_on=None).update(
            validation_sent_on=local_date(at, row.person.time_zones)
        )


def notice_returned(planned: PlannedContact, kind: str) -> None:
    """Take the day back if the notice that made it did not arrive and no other one is out."""
    if kind not in _RETURNED or not PlannedContact.objects.filter(_NOTICES, pk=planned.pk).exists():
        return
    others = PlannedContact.objects.filter(
        _NOTICES, account_id=planned.account_id, state="sent"
    ).exclude(Q(pk=planned.pk) | Q(delivery__in=_RETURNED))
    if not others.exists():
        Account.objects.filter(pk=planned.account_id).update(validation_sent_on=None)
