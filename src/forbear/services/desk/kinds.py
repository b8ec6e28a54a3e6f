"""The four kinds of customer, from what they did and said (REQUIREMENTS C2, C4).

Behaviour only: promises, payments, hardship told, whether they can be reached. Who they are is no
input.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from forbear.store.models import Account, Promise

Kind = Literal["ordinary", "lost_contact", "unwilling", "unable"]
# so many broken promises in so long a time, with nothing paid meanwhile (house values)
_BROKEN, _WITHIN = 2, timedelta(days=180)


def customer_kind(account: Account, *, on: date) -> Kind:
    """Return the kind of customer for the guide of a call on the day ``on``.

    Inability that was told comes before unwillingness that is only guessed.
    """
    person = account.person
    if person.is_lost_contact:
        return "lost_contact"
    if (
        (account.hardship_until and account.hardship_until >= on)
        or (person.breathing_space_until and person.breathing_space_until >= on)
        or person.is_vulnerable
    ):
        return "unable"
    since = on - _WITHIN
    broken = Promise.objects.filter(account=account, state="broken", pay_on__gte=since).count()
    has_paid = account.last_payment_on is not None and account.last_payment_on >= since
    return "unwilling" if broken >= _BROKEN and not has_paid else "ordinary"
