"""Taking in what a bank says of debits and refunds: once, however often the file comes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.debits.reasons import DebitFailure as Failure
from forbear.interchange.sepa.results import Rejected, Results, read_results
from forbear.services.audit import audit_write
from forbear.services.debits.failing import debit_fail
from forbear.services.debits.locking import debits_lock
from forbear.services.refund_booking import refund_taken_back
from forbear.store.models import Debit, DebitFailure, DebitResultFile, Refund


@dataclass(frozen=True, slots=True)
class ResultsRead:
    """What became of a file: failures taken in, those known before, and what could not be used."""

    failures: tuple[DebitFailure, ...]
    refunds: tuple[Refund, ...]
    known: int
    entries: int
    problems: tuple[str, ...]
    # the very same file was read before, and nothing was done now
    is_repeat: bool = False


@dataclass(slots=True)
class _Taken:
    failures: list[DebitFailure]
    refunds: list[Refund]
    problems: list[str]
    known: int = 0


@transaction.atomic
def debits_read_results(
    content: bytes, *, name: str, on: date, at: datetime, actor: str = "system"
) -> ResultsRead:
    """Take in a pain.002, camt.053 or camt.054 file; good entries count, others are told.

    A failed debit is a fact of its account from that day on, and its mandate is left, suspended or
    cancelled as the reason asks. Nothing is posted here: a payment that was booked and is sent back
    is reversed where the bank's statement is imported. Raises ``SepaProblem`` for a file that is
    none of these.
    """
    debits_lock()
    sha256 = hashlib.sha256(content).hexdigest()
    if before := DebitResultFile.objects.filter(sha256=sha256).first():
        return ResultsRead(
            (), (), before.failures + before.known, before.entries, tuple(before.problems), True
        )
    found = read_results(content, on=on)
    file = DebitResultFile(at=at, file_name=name[:255], sha256=sha256, actor=actor)
    taken = _Taken([], [], [f"{problem.code}: {problem}" for problem in found.problems])
    for failure in _every(found, taken):
        _take(failure, taken, on=on, at=at, actor=actor)
    file.entries, file.known = found.entries, taken.known
    file.failures = len(taken.failures) + len(taken.refunds)
    file.problems = taken.problems
    file.save()
    for row in taken.failures:
        row.file = file
    DebitFailure.objects.bulk_create(taken.failures)
    audit_write(
        at=at,
        actor=actor,
        action="debits.answered",
        subject="debit_result_file",
        subject_id=file.pk,
        data={"sha256": sha256, "failures": file.failures, "problems": len(taken.problems)},
    )
    return ResultsRead(
        tuple(taken.failures),
        tuple(taken.refunds),
        taken.known,
        found.entries,
        tuple(taken.problems),
    )


def _every(found: Results, taken: _Taken) -> Iterator[Failure]:
    """Yield each failure; of a message or part that was rejected whole, one for each order."""
    yield from found.failures
    for part in found.rejected:
        ids = _orders_of(part)
        if not ids:
            taken.problems.append(
                f"MESSAGE_UNKNOWN: {part.place}: no file of ours has that message id. "
                "Is the answer for another system?"
            )
        for end_to_end_id in ids:
            yield Failure(end_to_end_id, part.code, "reject", part.on, place=part.place)


def _orders_of(part: Rejected) -> list[str]:
    debits = Debit.objects.filter(run__message_id=part.message_id)
    if part.payment_id:
        debits = debits.filter(payment_id=part.payment_id)
    found = list(debits.order_by("pk").values_list("end_to_end_id", flat=True))
    refunds = Refund.objects.filter(run__message_id=part.message_id).order_by("pk")
    return [*found, *refunds.values_list("end_to_end_id", flat=True)]


def _take(failure: Failure, taken: _Taken, *, on: date, at: datetime, actor: str) -> None:
    debit = (
        Debit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("mandate")
        .filter(end_to_end_id=failure.end_to_end_id)
        .first()
    )
    if debit is None:
        _take_refund(failure, taken, on=on, at=at, actor=actor)
    elif debit.state == "failed":
        taken.known += 1
    elif problem := _problem(debit, failure):
        taken.problems.append(f"{failure.place}: {failure.end_to_end_id}: {problem}")
    else:
        taken.failures.append(debit_fail(debit, failure, at=at, actor=actor))


def _problem(debit: Debit, failure: Failure) -> str:
    """Say why an answer does not fit the debit that it names; empty if it does."""
    if debit.sent_minor is None:
        return f"NOT_SENT: the debit is {debit.state}; no file with it went to the bank."
    told = (failure.amount_minor, failure.currency)
    if failure.amount_minor is not None and told != (debit.sent_minor, debit.currency):
        return (
            f"AMOUNT_DIFFERS: the bank speaks of {failure.amount_minor} minor units of "
            f"{failure.currency}, the debit was {debit.sent_minor} of {debit.currency}."
        )
    return ""


def _take_refund(failure: Failure, taken: _Taken, *, on: date, at: datetime, actor: str) -> None:
    refund = (
        Refund.objects.select_for_update(no_key=True)
        .filter(end_to_end_id=failure.end_to_end_id)
        .first()
    )
    if refund is None:
        taken.problems.append(
            f"{failure.place}: {failure.end_to_end_id}: UNKNOWN_ID: no debit or refund of ours has "
            "this end-to-end id. Nothing was done with it."
        )
    elif refund.state == "failed":
        taken.known += 1
    elif refund.state in {"sent", "booked"}:
        refund_taken_back(refund, on=on, at=at, actor=actor)
        refund.state, refund.state_at = "failed", at
        refund.save(update_fields=["state", "state_at"])
        taken.refunds.append(refund)
        audit_write(
            at=at,
            actor=actor,
            action="refund.failed",
            subject="refund",
            subject_id=refund.pk,
            data={"code": failure.code},
        )
    else:
        taken.problems.append(
            f"{failure.place}: {failure.end_to_end_id}: NOT_SENT: the refund is {refund.state}."
        )
