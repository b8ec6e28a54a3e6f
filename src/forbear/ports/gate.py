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


def asked_frame(rows: Sequence[tuple[int, int, str, str]]) -> pl.DataFrame:
    """Return proposed contacts, each account, contact point, channel and purpose, as a frame.

    Whoever asks where the cardholder is speaks from the limited screen, which has no word of the
    debt: of those contacts it is said that they do not state it.
    """
    frame = pl.DataFrame(rows, schema=ASKED, orient="row")
    is_question = pl.col("purpose") == "locate"
    if not frame.select(is_question.any()).item():
        return frame
    unsaid = pl.lit(None, dtype=pl.Boolean)
    return frame.with_columns(
        states_debt=pl.when(is_question).then(pl.lit(False)).otherwise(unsaid)
    )


class Gate(Protocol):
    """Says whether contacts may be made."""

    def __call__(
        self, portfolio: Portfolio, contacts: pl.DataFrame, at: datetime, /
    ) -> Sequence[Answer]:
        """Return one answer a row of ``contacts`` (schema ``ASKED``), in their order."""
        ...
