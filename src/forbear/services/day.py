"""Storing a day: what was decided for every account, and the contacts that follow from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl
from django.db import connection, transaction

from forbear.core.law.sources import PackSource
from forbear.core.tables import DAY_CHANNELS, DECISIONS
from forbear.core.tables.frames import Portfolio
from forbear.engine.version import code_version
from forbear.ports.day import DayEngine
from forbear.services.answers import packs_keep
from forbear.services.audit import audit_write
from forbear.services.day_inputs import LADDER, inputs_keep
from forbear.services.desk.places import places_write
from forbear.store.models import DayRun, PlannedContact
from forbear.store.selectors.frames import portfolio

_DAY_LOCK = 0x466F_0001
_COPY_ROWS = 50_000
_MOMENT = "%Y-%m-%dT%H:%M:%S%.6fZ"
# The columns of a decision that are copied as they are.
COPIED = (
    "account_id",
    "person_id",
    "dpd",
    "bucket",
    "stage",
    "step",
    "step_on",
    "action",
    "because",
    "channel",
    "contact_point_id",
    "purpose",
    "template",
    "window_from",
    "window_to",
)
_PLAN = """
INSERT INTO store_plannedcontact (decision_id, person_id, account_id, contact_point_id, "on",
    channel, purpose, template, window_from, window_to, state, note, subject, body, artefact,
    provider_ref, sent_to)
SELECT id, person_id, account_id, contact_point_id, "on", channel, coalesce(purpose, 'collect'),
    coalesce(template, ''), window_from, window_to, 'planned', '', '', '', '', '', ''
FROM store_decision WHERE run_id = %s AND action = 'contact' ORDER BY id
"""
_STEP = """
UPDATE store_account AS a SET step = d.step, step_on = d.step_on
FROM store_decision AS d
WHERE d.run_id = %s AND d.account_id = a.id
    AND (a.step, a.step_on) IS DISTINCT FROM (d.step, d.step_on)
"""


@transaction.atomic
def day_run(
    *,
    on: date,
    at: datetime,
    decide: DayEngine,
    strategy: str,
    packs: Mapping[str, str],
    url: str,
    sources: Sequence[PackSource] = (),
    ladder: str = "",
    actor: str = "system",
) -> DayRun:
    """Decide the day ``on`` for the whole portfolio and store it, all or nothing.

    A day is decided once: a second call returns what is stored and changes nothing. ``url`` is the
    database, from which the portfolio is read in bulk. ``sources`` are the texts of the packs and
    of the ladder (of version ``ladder``): with the portfolio they are kept for replay. Raises
    ``ValueError`` if the engine's decisions do not have the documented columns.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_DAY_LOCK])
    if stored := DayRun.objects.filter(on=on).first():
        return stored
    # A new day decides anew: what an earlier one planned and did not do would be a second contact.
    PlannedContact.objects.filter(state="planned", on__lt=on).update(
        state="lapsed", state_at=at, note=f"superseded by {on}"
    )
    found = portfolio(url, at=at, on=on)
    result = decide(found)
    if result.decisions.schema != DECISIONS.schema:
        raise ValueError("the engine's decisions do not have the columns of DECISIONS")
    run = DayRun.objects.create(
        on=on,
        at=at,
        strategy=strategy,
        packs=dict(packs),
        summary=json.loads(json.dumps(dict(result.summary), default=str)),
        ladder=ladder,
        code=code_version(),
    )
    _keep(run, found, sources)
    _copy(run, result.decisions)
    planned = _plan(run)
    places_write(run)
    audit_write(
        at=at,
        actor=actor,
        action="day.ran",
        subject="day_run",
        subject_id=run.pk,
        data={"on": on.isoformat(), "decisions": result.decisions.height, "planned": planned},
    )
    return run


def _plan(run: DayRun) -> int:
    """Plan what was decided, and put each account on its step; return how many are planned."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE store_decision")  # or the planner takes the new rows for few
        cursor.execute(_PLAN, [run.pk])
        planned: int = cursor.rowcount
        # Each row's history trigger enters and leaves a subtransaction, which walks the list of
        # checks still to be made: without this the update takes the square of the portfolio.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_STEP, [run.pk])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return planned


def denied_json() -> pl.Expr:
    """Return the reasons of every denied channel as a JSON object of lists, as it is stored."""
    parts = [
        pl.concat_str(
            pl.lit(f'"{channel}":["'),
            pl.col(f"{channel}_denied").str.replace_all(" ", '","', literal=True),
            pl.lit('"]'),
        )
        for channel in DAY_CHANNELS
    ]
    return pl.concat_str(
        pl.lit("{"), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("}")
    ).alias("denied")


def _keep(run: DayRun, found: Portfolio, sources: Sequence[PackSource]) -> None:
    if sources:
        packs_keep(sources, {**run.packs, LADDER: run.ladder})
        inputs_keep(run, found)


def _copy(run: DayRun, decisions: pl.DataFrame) -> None:
    reasons = decisions.select(f"{channel}_denied" for channel in DAY_CHANNELS)
    odd = reasons.select(pl.any_horizontal(pl.all().str.contains(r'["\\]').fill_null(False).any()))
    assert not odd.item(), "ids of rules have neither quotes nor backslashes"
    rows = decisions.select(
        pl.lit(run.pk).alias("run_id"), pl.lit(run.on).alias("on"), *COPIED, denied_json()
    )
    names = ", ".join(f'"{name}"' for name in rows.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY store_decision ({names}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for chunk in rows.iter_slices(_COPY_ROWS):
            copy.write(
                chunk.write_csv(include_header=False, datetime_format="%Y-%m-%dT%H:%M:%S%.6fZ")
            )
