"""The portfolio as frames: one object that travels from the store or the files to the engine."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from forbear.core.tables import portfolio as tables


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every table of ``PORTFOLIO`` as a frame of its documented schema; some may be empty."""

    persons: pl.DataFrame
    accounts: pl.DataFrame
    contact_points: pl.DataFrame
    contacts: pl.DataFrame
    opt_outs: pl.DataFrame
    consents: pl.DataFrame
    inconvenient: pl.DataFrame
    dues: pl.DataFrame
    events: pl.DataFrame

    @classmethod
    def of(cls, **frames: pl.DataFrame) -> Portfolio:
        """Build a portfolio from the frames given; a table that is left out is empty."""
        return cls(
            **{table.name: frames.get(table.name, table.empty()) for table in tables.PORTFOLIO}
        )
