"""What the case page says of disputes and complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser, User

from forbear.store.models import Account, Complaint, Dispute
from forbear.store.selectors.case_records import complaint_of_account, dispute_of_account
from forbear.store.selectors.kept import Kept
from forbear.web.cases.common import tone_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class CasePanel:
    """The latest disputes and complaints of an account, each with how near its day is."""

    disputes: list[tuple[Dispute, str]]
    complaints: list[tuple[Complaint, str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.disputes and not self.complaints


def panel_of(account: Account, user: User | AnonymousUser, *, today: date, kept: Kept) -> CasePanel:
    """Return the panel of an account; a complaint about the user themselves is not shown.

    ``kept`` says of what there is any row.
    """

    def tone(case: Dispute | Complaint) -> str:
        return tone_of(case.answer_due_on if case.is_open else None, today=today)

    disputes = dispute_of_account(account) if Dispute in kept else []
    complaints = (
        complaint_of_account(account, actor=user.get_username()) if Complaint in kept else []
    )
    return CasePanel(
        [(each, tone(each)) for each in disputes[:SHOWN]],
        [(each, tone(each)) for each in complaints[:SHOWN]],
    )
