"""Keeping a file of orders as it was written for the bank, and who had it written."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from forbear.interchange.sepa import SepaFile
from forbear.services.audit import audit_write
from forbear.store.models import DebitRun, RefundRun

Run = TypeVar("Run", DebitRun, RefundRun)
# how the messages of each kind begin, and how the audit names the act and its object
_NAMES = {
    DebitRun: ("FBD", "debits.written", "debit_run"),
    RefundRun: ("FBT", "refunds.written", "refund_run"),
}


def next_run(model: type[Run], on: date) -> tuple[int, str]:
    """Return the number of the next file of a day, and the id that its message bears."""
    number = model.objects.filter(on=on).count() + 1
    return number, f"{_NAMES[model][0]}-{on:%Y%m%d}-{number}"


def run_keep(
    model: type[Run],
    made: SepaFile,
    *,
    on: date,
    number: int,
    version: str,
    at: datetime,
    actor: str,
) -> Run:
    """Keep the ``number``-th file of a day byte for byte, with its sums, and audit it."""
    prefix, action, subject = _NAMES[model]
    run = model.objects.create(
        on=on,
        number=number,
        at=at,
        message_id=f"{prefix}-{on:%Y%m%d}-{number}",
        version=version,
        content=made.content,
        sha256=made.sha256,
        count=made.count,
        sum_minor=made.sum_minor,
        told=list(made.told),
        actor=actor,
    )
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        subject_id=run.pk,
        data={"count": made.count, "sum_minor": made.sum_minor, "sha256": made.sha256},
    )
    return run
