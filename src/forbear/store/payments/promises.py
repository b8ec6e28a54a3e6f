"""Promises with what was paid towards them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from forbear.store.selectors.local_days import local_day


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise, and what was paid from its making to its day, in minor units.

    A payment counts from the earlier of its booking and its value day; a returned one does not.
    """

    promise_id: int
    amount_minor: int
    pay_on: date
    state: str
    paid_minor: int


# the day of its making is where the cardholder most likely is, as when it was recorded
_QUERY = f"""
SELECT pr.id, pr.amount_minor, pr.pay_on, pr.state, coalesce(paid.total, 0)::bigint
FROM store_promise pr
JOIN store_account a ON a.id = pr.account_id
JOIN store_person p ON p.id = a.person_id
CROSS JOIN LATERAL (
    SELECT sum(y.amount_minor) AS total FROM store_payment y
    WHERE y.account_id = pr.account_id AND y.state = 'posted'
        AND least(y.booked_on, y.value_on) <= pr.pay_on
        AND least(y.booked_on, y.value_on) >= {local_day("pr.made_at", "p.time_zones")}
) paid
WHERE pr.state = ANY(%(states)s)
    AND (%(before)s::date IS NULL OR pr.pay_on < %(before)s::date)
    AND (%(over_at)s::timestamptz IS NULL
        OR pr.pay_on < {local_day("%(over_at)s::timestamptz", "p.time_zones")})
    AND {{of}}
ORDER BY pr.id FOR NO KEY UPDATE OF pr
"""  # noqa: S608 - the words are ours
_OF_BOOKED = "pr.account_id IN (SELECT id FROM pay_accounts)"
_OF_NAMED = "pr.account_id = ANY(%(accounts)s)"


def promises_standing(
    *,
    states: tuple[str, ...],
    account_ids: list[int] | None = None,
    before: date | None = None,
    over_at: datetime | None = None,
) -> list[Standing]:
    """List promises in some states, locked.

    Those of named accounts, or those whose day lies ``before`` a day (and is over at an instant
    where the cardholder is); without either, those of the accounts whose payments were just booked.
    """
    of = "true" if before else _OF_BOOKED if account_ids is None else _OF_NAMED
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.format(of=of),
            {
                "states": list(states),
                "before": before,
                "over_at": over_at,
                "accounts": account_ids or [],
            },
        )
        return [Standing(*row) for row in cursor.fetchall()]
