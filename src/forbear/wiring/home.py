"""Where Forbear keeps its own files: the embedded database, letters, the signing key."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the data folder (``FORBEAR_HOME``), made if it is missing, closed to other users.

    Raises ``OSError``, with a sentence that names the cure, where there can be no such folder.
    """
    given = os.environ.get("FORBEAR_HOME")
    folder = Path(given) if given else Path.home() / ".local" / "share" / "forbear"
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OSError(
            f"The data folder {folder} cannot be made ({error.strerror}). "
            "Set FORBEAR_HOME to a folder of your own."
        ) from error
    return folder
