"""A database of one's own for a bench: empty, below a folder, stopped and removed afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Start an empty database, with all tables; the settings of this process are for it."""
    os.environ["FORBEAR_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    os.environ.pop("DATABASE_URL", None)
    # the settings are read when these are first asked for
    from forbear.wiring import embedded  # noqa: PLC0415
    from forbear.wiring.database import ensure_database  # noqa: PLC0415
    from forbear.wiring.home import data_folder  # noqa: PLC0415

    try:
        ensure_database(migrate=True)
        yield
    finally:
        where = embedded.places(data_folder())
        embedded.stop(where)
        for left in (where.base, where.sockets):
            shutil.rmtree(left, ignore_errors=True)
