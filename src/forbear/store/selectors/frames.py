"""The portfolio of the store as frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from adbc_driver_postgresql import dbapi
from django.db import connection

from forbear.core.tables import PORTFOLIO
from forbear.core.tables.frames import Portfolio
from forbear.store.selectors.statements import portfolio_statements


def portfolio(
    url: str,
    *,
    at: datetime,
    person_ids: Sequence[int] | None = None,
    since: datetime | None = None,
) -> Portfolio:
    """Read the portfolio from the database at ``url``, all tables as of one moment.

    Meant for bulk: rows travel as Arrow. Live permits are contacts of outcome ``pending``. A word
    that is on no list of ``forbear.core.tables`` raises ``polars.exceptions.PolarsError``.
    """
    statements = portfolio_statements(at=at, person_ids=person_ids, since=since)
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

    For few persons: a lock taken before holds for what is read here.
    """
    frames = {}
    with connection.cursor() as cursor:
        for name, statement in portfolio_statements(at=at, person_ids=person_ids).items():
            table = next(table for table in PORTFOLIO if table.name == name)
            cursor.execute(statement)
            frames[name] = pl.DataFrame(cursor.fetchall(), schema=table.schema, orient="row")
    return Portfolio(**frames)
