"""One step of a guarantee: the line of its history, and the audit's entry."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from forbear.services.audit import audit_write
from forbear.store.models import Account, ContactPoint, Guarantee, GuaranteeStep, PlannedContact
from forbear.store.selectors.guarantees import points_of

NOTE_MAX = 400
_WAITING = ("planned", "queued")
STOPPED = "GUARANTEE_ENDED Nobody stands guarantor there any more; stopped before it left."


def guarantee_step(
    found: Guarantee,
    step: str,
    *,
    at: datetime,
    actor: str,
    note: str = "",
    point: ContactPoint | None = None,
) -> GuaranteeStep:
    """Append a step, and let whoever was asked about the account before be asked again.

    A message whose permit was given before a guarantee ended must not leave: the account's row is
    written anew, and the sender sees that what the gate answered from has changed.
    """
    made = GuaranteeStep.objects.create(
        guarantee=found,
        account_id=found.account_id,
        step=step,
        contact_point=point,
        at=at,
        actor=actor[:150],
        note=note.strip()[:NOTE_MAX],
    )
    Account.objects.filter(pk=found.account_id).update(status=F("status"))
    audit_write(
        at=at,
        actor=actor,
        action=f"guarantee.{step}",
        subject="guarantee",
        subject_id=found.pk,
        data={"account": found.account_id, "document": found.document_sha256},
    )
    return made


def guarantee_stop(found: Guarantee, *, at: datetime) -> int:
    """Refuse what waits for the guarantor about the account; return how many.

    What is being released at this moment is left alone: the gate is asked again before it leaves.
    """
    waiting = PlannedContact.objects.filter(
        account_id=found.account_id, contact_point__in=points_of(found), state__in=_WAITING
    ).order_by("pk")
    held = waiting.select_for_update(no_key=True, skip_locked=True, of=("self",))
    return PlannedContact.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(
        state="refused", state_at=at, note=STOPPED
    )
