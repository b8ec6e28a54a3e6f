"""Disputes and complaints on accounts that owe something by the ledger."""

from __future__ import annotations

import hashlib
from itertools import count

from forbear.ports.case_files import CaseFileError
from forbear.services.cases.answering import Answer, dispute_answer
from forbear.services.cases.complaint_answers import ComplaintAnswer, complaint_answer
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_open
from forbear.services.cases.statements import dispute_statement
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseFile, Complaint, Dispute
from tests.services.agreements.make import AT

EVERYONE = ("collector", "hardship", "team_lead", "compliance")
_NUMBERS = count(1)


class Shelf:
    """Files in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return sha256

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.kept:
            raise CaseFileError("FILE_MISSING", "gone")
        return self.kept[sha256]


def dispute(of: Account, *, key: str = "", actor: str = "chen", **given: object) -> Dispute:
    found = try_dispute(of, key=key, actor=actor, **given)
    assert isinstance(found, Dispute), found
    return found


def try_dispute(
    of: Account, *, key: str = "", actor: str = "chen", **given: object
) -> Dispute | Refusal:
    wish = DisputeWish(**{"ground": "amount", "channel": "call", **given})  # type: ignore[arg-type]
    key = key or f"d{next(_NUMBERS)}"
    return dispute_open(account_id=of.pk, wish=wish, key=key, at=AT, actor=actor)


def answer(
    of: Dispute,
    outcome: str,
    *,
    roles: tuple[str, ...] = EVERYONE,
    actor: str = "wu",
    reasons: str = "We looked at every line.",
    **given: object,
) -> Dispute | Refusal:
    made = Answer(outcome, reasons, **given)  # type: ignore[arg-type]
    return dispute_answer(dispute_id=of.pk, answer=made, roles=roles, at=AT, actor=actor)


def with_statement(of: Dispute) -> Dispute:
    found = dispute_statement(dispute_id=of.pk, store=Shelf(), at=AT, actor="wu")
    assert isinstance(found, CaseFile), found
    return of


def complaint(of: Account, *, key: str = "", actor: str = "chen", **given: object) -> Complaint:
    wish = ComplaintWish(**{"channel": "call", "said": "They called me nine times.", **given})  # type: ignore[arg-type]
    key = key or f"c{next(_NUMBERS)}"
    found = complaint_log(account_id=of.pk, wish=wish, key=key, at=AT, actor=actor)
    assert isinstance(found, Complaint), found
    return found


def answer_complaint(
    of: Complaint,
    outcome: str,
    *,
    roles: tuple[str, ...] = EVERYONE,
    actor: str = "wu",
    reasons: str = "Nine calls came on one day.",
    **given: object,
) -> Complaint | Refusal:
    made = ComplaintAnswer(outcome, reasons, **given)  # type: ignore[arg-type]
    return complaint_answer(complaint_id=of.pk, answer=made, roles=roles, at=AT, actor=actor)


def code(found: object) -> str | None:
    return found.code if isinstance(found, Refusal) else None
