"""How a table is described: every column with its type, its meaning and what a null means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

MOMENT = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a documented table.

    ``null_means`` says what a missing value stands for. ``"refused"`` means that the column must be
    filled; ``"unknown"`` means that a rule which needs it denies.
    """

    name: str
    dtype: pl.DataType
    meaning: str
    null_means: str = "refused"
    default: bool | int | str | None = None
    unit: str = ""

    @property
    def is_required(self) -> bool:
        """Whether a file without this column is refused."""
        return self.null_means == "refused" and self.default is None

    @property
    def values(self) -> tuple[str, ...]:
        """The words this column may hold; empty when it is not a closed list."""
        return tuple(self.dtype.categories) if isinstance(self.dtype, pl.Enum) else ()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A documented table: what the engine reads or writes. There is one object of each."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_optional: bool = False

    def __getitem__(self, name: str) -> Column:
        """Return the column called ``name``; ``KeyError`` if there is none."""
        return next(column for column in self.columns if column.name == name)

    @property
    def schema(self) -> pl.Schema:
        """The table as a Polars schema, columns in their documented order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return _empty(self)

    def frame(self, rows: Sequence[dict[str, object]]) -> pl.DataFrame:
        """Build a frame from plain rows; a column that a row leaves out takes its default."""
        filled = [
            {column.name: row.get(column.name, column.default) for column in self.columns}
            for row in rows
        ]
        return pl.DataFrame(filled, schema=self.schema)


@cache
def _empty(table: Table) -> pl.DataFrame:
    """Make an empty table once: every condition of a pack is tried on one."""
    return pl.DataFrame(schema=table.schema)
