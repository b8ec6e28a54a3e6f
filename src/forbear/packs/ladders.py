"""The ladders that come with Forbear, and those that a manager keeps in a file."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from forbear.core.strategy import Ladder, read_ladder

DEFAULT = "default"


def load_ladder(path: Path | None = None) -> Ladder:
    """Load a ladder file; without a path, the default ladder.

    Raises ``LadderRefused`` with every error, and ``OSError`` where the file cannot be read.
    """
    if path is None:
        packaged = resources.files("forbear.packs") / "strategies" / f"{DEFAULT}.toml"
        return read_ladder(packaged.read_text(encoding="utf-8"), file=f"{DEFAULT}.toml")
    return read_ladder(path.read_text(encoding="utf-8"), file=str(path))
