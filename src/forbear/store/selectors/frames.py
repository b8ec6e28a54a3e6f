"""The portfolio of the store as frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import polars as pl
from adbc_driver_postgresql import dbapi

from forbear.core.calendar.clocks import UTC_MOMENT
from forbear.core.tables import EVENTS, PORTFOLIO
from forbear.core.tables.frames import Portfolio
from forbear.store.prepared import question
from forbear.store.selectors.statements import (
    portfolio_questions,
    portfolio_statements,
    rare_question,
)


def portfolio(
    url: str,
    *,
    at: datetime,
    on: date | None = None,
    person_ids: Sequence[int] | None = None,
    since: datetime | None = None,
) -> Portfolio:
    """Read the portfolio from the database at ``url``, all tables as of one moment.

    ``on`` is the day that is decided, to which events are near; else that of ``at``. Meant for
    bulk: rows travel as Arrow. Live permits are contacts of outcome ``pending``. A word
    that is on no list of ``forbear.core.tables`` raises ``polars.exceptions.PolarsError``.
    """
    statements = portfolio_statements(at=at, on=on, person_ids=person_ids, since=since)
    frames = {}
    with dbapi.connect(url) as opened, opened.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in PORTFOLIO:
            cursor.execute(statements[table.name])
            found = pl.from_arrow(cursor.fetch_arrow_table())
            assert isinstance(found, pl.DataFrame)
            frames[table.name] = found.cast(dict(table.schema))  # type: ignore[arg-type]
    return Portfolio(**frames)


def portfolio_in_transaction(*, person_ids: Sequence[int], at: datetime) -> Portfolio:
    """Read the same frames through Django's connection, inside the caller's transaction.

    For few persons: a lock taken before holds for what is read here. Whoever waited for that lock
    asks with a moment that lies before what the one ahead wrote down, and clocks of two machines
    differ: a contact or a wish on record has happened, and is told as of ``at`` at the latest.
    What the day tells of events is not read: the gate asks nothing of it.
    """
    asked = {"at": at, "on": at.date(), "persons": [int(number) for number in person_ids]}
    # most persons told us nothing: one question for those tables, not one for each
    [there] = question(rare_question(_RARE), asked)
    empty = {name for name, is_there in zip(_RARE, there, strict=True) if not is_there}
    frames = {}
    for table in PORTFOLIO:
        if table.name == EVENTS.name or table.name in empty:
            continue
        found = question(portfolio_questions()[table.name], asked)
        frame = pl.DataFrame(found, schema=table.schema, orient="row")
        late = [
            _by(at, each) for each in _HAPPENED.get(table.name, ()) if _is_late(frame[each], at)
        ]
        frames[table.name] = frame.with_columns(late) if late else frame
    return Portfolio.of(**frames)


_RARE = ("opt_outs", "consents", "inconvenient", "dues")
# What someone recorded as it happened; consents are left alone, since they only loosen.
_HAPPENED = {"contacts": ("at",), "opt_outs": ("at",), "persons": ("cease_at",)}


def _is_late(told: pl.Series, at: datetime) -> bool:
    """Say whether some moment of a column lies after ``at``."""
    latest = told.max()
    return isinstance(latest, datetime) and latest > at


def _by(at: datetime, column: str) -> pl.Expr:
    """Return the moments of a column, those after ``at`` as ``at``; unknown stays unknown."""
    told = pl.col(column)
    latest = pl.lit(at.astimezone(UTC), dtype=UTC_MOMENT)
    return pl.when(told > latest).then(latest).otherwise(told).alias(column)
