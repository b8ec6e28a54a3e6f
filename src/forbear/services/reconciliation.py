"""The ledger against the host's statements: every difference, with what most likely explains it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import transaction

from forbear.core.reconcile import VERDICTS, compared
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import ReconciliationRun
from forbear.store.selectors.reconciliation import reconciliation_inputs, statement_days

ROUNDING_MINOR = 1
DAYS_APART = 3


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared, and what came of it: see ``forbear.core.reconcile.RESULT``."""

    since: date
    until: date
    rows: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many of each verdict; all of them, also those of which there are none."""
        found = dict(self.rows["verdict"].value_counts().iter_rows())
        return {verdict: found.get(verdict, 0) for verdict in VERDICTS}

    @property
    def causes(self) -> dict[str, int]:
        """How many differences of each cause, the most frequent first."""
        counted = self.rows["cause"].drop_nulls().value_counts(sort=True)
        return dict(counted.iter_rows())

    @property
    def differences(self) -> pl.DataFrame:
        """Every row that does not agree."""
        return self.rows.filter(pl.col("verdict") != "matched")

    @property
    def agrees(self) -> bool:
        """Whether nothing differs, nothing is missing and nothing came twice."""
        return self.differences.is_empty()


def reconcile(
    *,
    since: date,
    until: date,
    rounding_minor: int = ROUNDING_MINOR,
    days_apart: int = DAYS_APART,
) -> Reconciliation | Refusal:
    """Compare the ledger with the statements from ``since`` to ``until``, both included.

    Nothing is changed. ``NO_STATEMENTS`` if there is no statement of those days.
    """
    if until < since:
        return Refusal("DAYS_REVERSED", f"{until} comes before {since}.")
    with transaction.atomic():
        inputs = reconciliation_inputs(since=since, until=until, days_apart=days_apart)
    if inputs.statements.is_empty():
        return Refusal("NO_STATEMENTS", _without(since, until))
    return Reconciliation(since, until, compared(inputs, rounding_minor=rounding_minor))


@transaction.atomic
def reconciliation_keep(
    found: Reconciliation,
    *,
    rounding_minor: int = ROUNDING_MINOR,
    days_apart: int = DAYS_APART,
    at: datetime,
    actor: str,
) -> ReconciliationRun:
    """Keep what a comparison found, for ever, with the digest of its differences."""
    run = ReconciliationRun.objects.create(
        at=at,
        actor=actor[:150],
        since=found.since,
        until=found.until,
        rounding_minor=rounding_minor,
        days_apart=days_apart,
        counts=found.counts,
        causes=found.causes,
        differences_sha256=hashlib.sha256(found.differences.write_csv().encode()).hexdigest(),
    )
    audit_write(
        at=at,
        actor=actor,
        action="ledger.reconciled",
        subject="reconciliation_run",
        subject_id=run.pk,
        data={
            "since": found.since.isoformat(),
            "until": found.until.isoformat(),
            "differences": found.differences.height,
        },
    )
    return run


def _without(since: date, until: date) -> str:
    days = f"of {since}" if since == until else f"from {since} to {until}"
    held = statement_days()
    if held is None:
        return f"There are no statements {days}: import the table `statements` first."
    return f"There are no statements {days}; there are some from {held[0]} to {held[1]}."
