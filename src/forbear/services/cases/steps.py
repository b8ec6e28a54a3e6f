"""One step of a dispute or a complaint: its state, the line of its history, the audit's entry."""

from __future__ import annotations

from forbear.core.cases.lifecycle import COMPLAINT, DISPUTE, Lifecycle
from forbear.services.agreements.steps import Moment
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Complaint, Dispute, LedgerTransaction
from forbear.store.models.cases import REASONS_MAX

NOTE_MAX = REASONS_MAX
KEY_MAX = 100


def subject_of(case: Dispute | Complaint) -> str:
    """Return the word by which approvals and the audit know a case."""
    return "dispute" if isinstance(case, Dispute) else "complaint"


def text_fault(text: str, most: int, *, is_needed: bool = False) -> Refusal | None:
    """Return why a text is not kept: ``NOTE_MISSING``, ``TEXT_TOO_LONG``, ``TEXT_UNREADABLE``."""
    if is_needed and not text.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    if len(text) > most:
        return Refusal("TEXT_TOO_LONG", f"Write at most {most} characters.")
    if "\x00" in text:
        return Refusal("TEXT_UNREADABLE", "The text holds a character that cannot be kept.")
    return None


def case_may(case: Dispute | Complaint, step: str, *, actor: str) -> Refusal | None:
    """Return why a step cannot be taken now, or not by this person."""
    if isinstance(case, Complaint) and case.about and case.about == actor:
        text = "Nobody handles a complaint about themselves: somebody else has to."
        return Refusal("COMPLAINT_OWN", text)
    if _life(case).after(case.state, step) is not None:
        return None
    answered, not_so = _NOT_NOW[subject_of(case)]
    code = answered if case.outcome and not case.is_open else not_so
    return Refusal(code, f"{case.reference} is {case.state}: look at it as it stands now.")


# what a refused step is called: where the case was answered, and otherwise
_NOT_NOW = {
    "dispute": ("DISPUTE_ANSWERED", "DISPUTE_NOT_SO"),
    "complaint": ("COMPLAINT_ANSWERED", "COMPLAINT_NOT_SO"),
}


def _life(case: Dispute | Complaint) -> Lifecycle:
    return DISPUTE if isinstance(case, Dispute) else COMPLAINT


def case_step(
    case: Dispute | Complaint,
    step: str,
    moment: Moment,
    *,
    note: str = "",
    amount_minor: int = 0,
    posted: LedgerTransaction | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """Append a step; the case goes where it leads, which :func:`case_may` has allowed."""
    after = _life(case).after(case.state, step)
    assert after is not None, (case.state, step)
    if after != case.state:
        case.state_at = moment.at
    case.state = after
    case.save()
    case.steps.create(
        step=step,
        at=moment.at,
        on=moment.on,
        actor=moment.actor[:150],
        note=note.strip()[:NOTE_MAX],
        amount_minor=amount_minor,
        transaction=posted,
        data=data or {},
    )
    subject = subject_of(case)
    audit_write(
        at=moment.at,
        actor=moment.actor,
        action=f"{subject}.{step}",
        subject=subject,
        subject_id=case.pk,
        data={"account": case.account_id, "state": case.state},
    )
