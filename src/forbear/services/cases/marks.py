"""How reports to credit bureaus are marked: what is disputed is not reported as if it were sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from forbear.packs.cases import load_case_rules
from forbear.store.models import Account, Dispute


@dataclass(frozen=True, slots=True)
class CreditMark:
    """How a report of an account to a credit bureau has to be marked, and by which rule."""

    account: str
    state: str
    code: str
    means: str
    means_zh: str
    cite: str
    confidence: str


def credit_mark(account: Account, disputes: Sequence[Dispute]) -> CreditMark | None:
    """Return the mark that an account's report needs; none where nothing is to be marked.

    An open dispute counts before one that was answered. A flag that only the host's file holds
    counts as an open one.
    """
    latest = max((each for each in disputes if each.outcome), key=_answered_at, default=None)
    if account.dispute == "open":
        state = "open"
    elif latest is not None:
        state = "upheld" if latest.outcome == "upheld" else "rejected"
    else:
        return None
    mark = load_case_rules().mark_of(account.nation, state)
    if mark is None:
        return None
    return CreditMark(
        account.reference, state, mark.code, mark.en, mark.zh, mark.cite, mark.confidence
    )


def _answered_at(dispute: Dispute) -> tuple[date, int]:
    return (dispute.answered_on or date.min, dispute.pk)


def credit_marks() -> Iterator[CreditMark]:
    """Give the mark of every account that needs one, in the order of accounts."""
    meant = Account.objects.filter(Q(dispute="open") | Q(disputes__isnull=False)).distinct()
    for account in meant.order_by("pk").prefetch_related("disputes").iterator(chunk_size=1000):
        mark = credit_mark(account, list(account.disputes.all()))
        if mark is not None:
            yield mark
