"""Putting found facts beside the candidates."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def beside(frame: pl.DataFrame, found: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """Return ``frame`` with the other columns of ``found`` beside it, null where nothing is found.

    ``found`` has each key once. Only the keys travel through the join: candidates have dozens of
    columns, and a join of the whole frame would copy every one of them.
    """
    keys = list(on)
    joined = frame.select(keys).join(found, on=keys, how="left", maintain_order="left")
    assert joined.height == frame.height, "each key is found once"
    return frame.hstack(joined.drop(keys).get_columns())
