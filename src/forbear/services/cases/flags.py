"""The facts that the gate and the texts read of an account: derived from its open cases."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from forbear.core.cases.lifecycle import COMPLAINT_OPEN, DISPUTE_OPEN
from forbear.store.models import Account, Complaint, Dispute

# what lies with the ombudsman is not over either
_WAITING = (*COMPLAINT_OPEN, "escalated")


def dispute_flags_set(account: Account) -> None:
    """Let an account's facts say what its disputes come to; the account is held.

    The whole account rests while any part of it is disputed: no text of ours can name an overdue
    sum without the disputed part, so that asking for the rest would ask for that too.
    """
    found = list(Dispute.objects.filter(account=account).order_by("pk"))
    live = [each for each in found if each.is_open]
    account.dispute_in_validation_period = any(each.is_in_validation for each in live)
    if live:
        account.dispute = "open"
    elif any(each.outcome and each.state != "withdrawn" for each in found):
        account.dispute = "answered"
    else:
        account.dispute = "none"
    account.save(update_fields=["dispute", "dispute_in_validation_period"])


def complaint_flags_set(account: Account) -> None:
    """Let an account say whether a complaint about it is open; the account is held."""
    live = Complaint.objects.filter(account=account, state__in=_WAITING)
    account.complaint_open = live.exists()
    account.save(update_fields=["complaint_open"])


def flags_restore() -> int:
    """Put the flags of open cases back where an import of the host's facts took them."""
    open_disputes = Dispute.objects.filter(account_id=OuterRef("pk"), state__in=DISPUTE_OPEN)
    lost = Account.objects.filter(Exists(open_disputes)).exclude(dispute="open")
    count = lost.update(dispute="open")
    in_writing = open_disputes.filter(is_in_validation=True)
    lost = Account.objects.filter(Exists(in_writing), dispute_in_validation_period=False)
    return count + lost.update(dispute_in_validation_period=True)
