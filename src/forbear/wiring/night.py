"""Running the night over the database, with the products that are given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from forbear.packs.loader import load_charges
from forbear.packs.products import ROOT, load_products
from forbear.services.night import BATCH, NightSummary, night_run
from forbear.store.models import NightWork
from forbear.wiring import clock


def database_night(
    *,
    on: date,
    products: Path | None = None,
    batch: int = BATCH,
    tell: Callable[[NightWork], None] | None = None,
) -> NightSummary:
    """Work out the day ``on`` and those missed before it; ``products`` is a folder of one's own.

    Raises ``ProductError`` for a product that cannot be used, ``OSError`` for one unreadable.
    """
    terms = load_products(products or ROOT)
    return night_run(
        on=on, at=clock.now(), products=terms, charges=load_charges(), batch=batch, tell=tell
    )
