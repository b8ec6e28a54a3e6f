"""What a day was decided from, kept by ranges of persons so that one of them is found again."""

from __future__ import annotations

import hashlib
import io

import polars as pl

from forbear.core.tables import PORTFOLIO, Table
from forbear.core.tables.frames import Portfolio
from forbear.store.models import DayInput, DayRun

# Under this key the text of the ladder is kept beside those of the packs.
LADDER = "ladder"
_PERSONS = 10_000
_BY_ACCOUNT = "dues"


class InputAltered(Exception):  # noqa: N818 - it says what was found
    """What is kept of a day's portfolio was changed later."""

    code = "RECORD_ALTERED"


def inputs_keep(run: DayRun, portfolio: Portfolio) -> None:
    """Append the portfolio of a day: one Parquet text a table and range of persons."""
    persons = portfolio.persons["person_id"].sort()
    firsts = persons.gather_every(_PERSONS).to_list()
    lasts = [*(first - 1 for first in firsts[1:]), persons[-1] if len(persons) else 0]
    for first, last in zip(firsts, lasts, strict=True):
        part = _part(portfolio, first, last)
        DayInput.objects.bulk_create(
            DayInput(
                run=run,
                table=name,
                first_person=first,
                last_person=last,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for name, content in ((name, _parquet(frame)) for name, frame in part.items())
        )


def inputs_of(run: DayRun, person_id: int) -> Portfolio | None:
    """Return what a day knew of one person; ``None`` where nothing is kept.

    Raises ``InputAltered`` if it was changed after it was written.
    """
    frames = {}
    for kept in run.inputs.filter(first_person__lte=person_id, last_person__gte=person_id):
        content = bytes(kept.content)
        if hashlib.sha256(content).hexdigest() != kept.sha256:
            raise InputAltered(
                f"what is kept of {run.on} ({kept.table}) was changed after it was written: "
                "its hash does not fit. Take the row from a backup"
            )
        frames[kept.table] = pl.read_parquet(io.BytesIO(content))
    if not frames:
        return None
    tables = {table.name: table for table in PORTFOLIO}
    whole = Portfolio.of(
        **{name: _as_documented(frame, tables[name]) for name, frame in frames.items()}
    )
    return Portfolio.of(**_part(whole, person_id, person_id))


def _as_documented(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the columns as they are documented now; one that was not yet kept has its default."""
    missing = [
        pl.lit(column.default, dtype=column.dtype).alias(column.name)
        for column in table.columns
        if column.name not in frame.columns
    ]
    whole = frame.with_columns(missing).select(table.schema.names())
    return whole.cast(dict(table.schema))  # type: ignore[arg-type]


def _part(portfolio: Portfolio, first: int, last: int) -> dict[str, pl.DataFrame]:
    """Return the rows of some persons, of each table that has any."""
    parts = {
        table.name: getattr(portfolio, table.name).filter(
            pl.col("person_id").is_between(first, last)
        )
        for table in PORTFOLIO
        if table.name != _BY_ACCOUNT
    }
    accounts = parts["accounts"]["account_id"].implode()
    parts[_BY_ACCOUNT] = portfolio.dues.filter(pl.col("account_id").is_in(accounts))
    return {name: frame for name, frame in parts.items() if not frame.is_empty()}


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()
