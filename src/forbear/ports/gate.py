"""What the gate is to those who ask it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import polars as pl

from forbear.core.gate.answers import Answer
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio

# One row a proposed contact.
ASKED = pl.Schema(
    {
        "account_id": pl.Int64(),
        "contact_point_id": pl.Int64(),
        "channel": w.words(w.CHANNELS),
        "purpose": w.words(w.PURPOSES),
    }
)


class Gate(Protocol):
    """Says whether contacts may be made."""

    def __call__(
        self, portfolio: Portfolio, contacts: pl.DataFrame, at: datetime, /
    ) -> Sequence[Answer]:
        """Return one answer a row of ``contacts`` (schema ``ASKED``), in their order."""
        ...
