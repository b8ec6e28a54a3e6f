"""Where Forbear keeps its own files: the embedded database, letters, the signing key."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the data folder (``FORBEAR_HOME``), made if it is missing, closed to other users."""
    given = os.environ.get("FORBEAR_HOME")
    folder = Path(given) if given else Path.home() / ".local" / "share" / "forbear"
    folder = folder.expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
