"""Every way to reach the cardholders of some accounts."""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio


def every_way(accounts: pl.DataFrame, portfolio: Portfolio) -> pl.DataFrame:
    """Return account x contact point x channel: the rows of ``accounts``, once for each way.

    In the order of ``accounts``, with a number ``ix``. ``person_id`` is used and not returned.
    """
    reach = pl.DataFrame(
        [(kind, channel) for kind, channels in w.CHANNELS_OF.items() for channel in channels],
        schema={"kind": w.words(w.POINT_KINDS), "channel": w.words(w.CHANNELS)},
        orient="row",
    )
    points = portfolio.contact_points.select("contact_point_id", "person_id", "kind")
    return (
        accounts.join(points, on="person_id", maintain_order="left")
        .join(reach, on="kind", maintain_order="left")
        .drop("kind", "person_id")
        .with_row_index("ix")
    )
