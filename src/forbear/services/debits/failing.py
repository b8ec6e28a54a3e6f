"""A debit that the bank did not pay or sent back: what it does to debit, account and mandate."""

from __future__ import annotations

from datetime import datetime

from forbear.core.debits.reasons import DebitFailure as Failure
from forbear.services.audit import audit_write
from forbear.services.debits.mandates import mandate_set
from forbear.store.models import Account, Debit, DebitFailure


def debit_fail(debit: Debit, failure: Failure, *, at: datetime, actor: str) -> DebitFailure:
    """Mark a debit as failed; return the row that keeps why, not yet written.

    Called inside a use case's transaction, under the lock of debits.
    """
    reason = failure.reason
    debit.state, debit.state_at, debit.note = "failed", at, failure.code
    debit.save(update_fields=["state", "state_at", "note"])
    account = Account.objects.select_for_update(no_key=True).get(pk=debit.account_id)
    if account.last_debit_failed_on is None or account.last_debit_failed_on < failure.on:
        account.last_debit_failed_on = failure.on
        account.save(update_fields=["last_debit_failed_on"])
    mandate = debit.mandate
    if reason.effect == "cancel" and mandate.state != "cancelled":
        mandate_set(mandate, "cancelled", note=failure.code, at=at, actor=actor)
    elif reason.effect == "suspend" and mandate.state == "active":
        mandate_set(mandate, "suspended", note=failure.code, at=at, actor=actor)
    audit_write(
        at=at,
        actor=actor,
        action="debit.failed",
        subject="debit",
        subject_id=debit.pk,
        data={
            "account": debit.account_id,
            "code": failure.code,
            "kind": failure.kind,
            "on": failure.on.isoformat(),
            "effect": reason.effect,
        },
    )
    return DebitFailure(
        debit=debit,
        at=at,
        on=failure.on,
        kind=failure.kind,
        code=failure.code,
        place=failure.place[:120],
    )
