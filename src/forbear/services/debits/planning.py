"""Planning debits: for each active mandate the next due, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.debits.deciding import DueDebit, decide
from forbear.core.debits.rules import DebitRules
from forbear.core.debits.words import Objection
from forbear.services.audit import audit_write
from forbear.services.debits.locking import debits_lock
from forbear.store.models import Debit, Mandate
from forbear.store.selectors.debits import mandate_list_active, mandate_value, standing_of


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned: the debits, and how many accounts have none, by reason."""

    debits: tuple[Debit, ...]
    without: Mapping[str, int]

    @property
    def sum_minor(self) -> int:
        """All that is planned, in minor units."""
        return sum(debit.amount_minor for debit in self.debits)


@transaction.atomic
def debits_plan(
    *, on: date, rules: DebitRules, creditor_id: str, at: datetime, actor: str = "system"
) -> Planned:
    """Plan on ``on`` what can still be announced in time; a due that was planned stays as it is.

    ``creditor_id`` is the issuer's own: a mandate given to another is not ours to use.
    """
    debits_lock()
    made: list[Debit] = []
    without: Counter[str] = Counter()
    first = 0
    while mandates := mandate_list_active(first):
        first = mandates[-1].pk
        rows = []
        for mandate in mandates:
            found = _decided(mandate, rules, creditor_id, on)
            if isinstance(found, DueDebit):
                rows.append(_row(mandate, found, at))
            else:
                without.update(sorted({one.code for one in found}))
        made += Debit.objects.bulk_create(rows)
    if made:
        audit_write(
            at=at,
            actor=actor,
            action="debits.planned",
            subject="debit",
            data={
                "on": on.isoformat(),
                "debits": len(made),
                "sum_minor": sum(debit.amount_minor for debit in made),
                "without": dict(without),
            },
        )
    return Planned(tuple(made), dict(sorted(without.items())))


def _decided(
    mandate: Mandate, rules: DebitRules, creditor_id: str, on: date
) -> DueDebit | tuple[Objection, ...]:
    found = decide(
        mandate_value(mandate),
        standing_of(mandate.account, on=on, collects=mandate.amount),
        rules,
        on=on,
    )
    objections = () if isinstance(found, DueDebit) else found.objections
    if mandate.creditor_id != creditor_id:
        return (*objections, Objection("OTHER_CREDITOR", mandate.creditor_id))
    return found if isinstance(found, DueDebit) else objections


def _row(mandate: Mandate, found: DueDebit, at: datetime) -> Debit:
    return Debit(
        mandate=mandate,
        account_id=mandate.account_id,
        due_on=found.due_on,
        attempt=found.attempt,
        amount_minor=found.amount_minor,
        currency=mandate.account.currency,
        collection_on=found.collection_on,
        announce_by=found.announce_by,
        end_to_end_id=end_to_end_id(mandate.account_id, found.due_on, found.attempt),
        planned_at=at,
        state_at=at,
    )


def end_to_end_id(account_id: int, due_on: date, attempt: int) -> str:
    """Return the name by which every bank on the way knows a debit; at most 33 signs.

    >>> end_to_end_id(9223372036854775807, date(2026, 4, 2), 1)
    'FB9223372036854775807-20260402-1'
    """
    return f"FB{account_id}-{due_on:%Y%m%d}-{attempt}"
