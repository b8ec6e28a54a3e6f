"""Writing down what became of a message; called inside the use case's transaction."""

from __future__ import annotations

from datetime import datetime

from forbear.ports.channels import Receipt
from forbear.services.audit import audit_write
from forbear.services.contacts import contact_append
from forbear.services.outbox.receipts import receipts_apply_early
from forbear.store.models import Contact, Permit, PlannedContact


def settle_receipt(
    planned: PlannedContact, permit: Permit, receipt: Receipt, *, at: datetime, actor: str
) -> None:
    """Write down what the provider answered, and the contact.

    The caller has locked the provider's number, then the message.
    """
    has_left = receipt.status in {"delivered", "accepted"}
    planned.state = "sent" if has_left else "failed"
    planned.state_at = at
    planned.provider_ref = receipt.provider_ref[:120]
    planned.note = receipt.detail[:400]
    planned.save(update_fields=["state", "state_at", "provider_ref", "note"])
    receipts_apply_early([planned])
    # Another worker may have taken this one for dead and written the contact already.
    if not Contact.objects.filter(permit=permit).exists():
        contact_append(permit, outcome="delivered" if has_left else "bounced", actor=actor)
    _audit(planned, permit, at=at, actor=actor)


def settle_unknown(planned: PlannedContact, *, at: datetime, actor: str) -> None:
    """Close a message that was handed over and never answered for. It is not sent again."""
    permit = planned.permits.latest("pk")
    planned.state = "failed"
    planned.state_at = at
    planned.note = "UNKNOWN The worker stopped while sending. It may have left; it is not repeated."
    planned.save(update_fields=["state", "state_at", "note"])
    if permit.consumed_at is not None and not Contact.objects.filter(permit=permit).exists():
        contact_append(permit, outcome=None, actor=actor)
    _audit(planned, permit, at=at, actor=actor)


def settle_failed(planned: PlannedContact, permit: Permit, *, note: str, at: datetime) -> None:
    """Close a message that certainly did not leave."""
    planned.state = "failed"
    planned.state_at = at
    planned.note = note[:400]
    planned.save(update_fields=["state", "state_at", "note"])
    _audit(planned, permit, at=at, actor="system")


def _audit(planned: PlannedContact, permit: Permit, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=f"message.{planned.state}",
        subject="planned_contact",
        subject_id=planned.pk,
        data={"permit": permit.pk, "note": planned.note},
    )
