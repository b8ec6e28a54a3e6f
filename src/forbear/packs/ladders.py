"""The ladders that come with Forbear, and those that a manager keeps in a file."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from forbear.core.strategy import Ladder, LadderError, LadderRefused, read_ladder

DEFAULT = "default"


def load_ladder(path: Path | None = None) -> Ladder:
    """Load a ladder file; without a path, the default ladder.

    Raises ``LadderRefused`` with every error, and ``OSError`` where the file cannot be read.
    """
    if path is None:
        packaged = resources.files("forbear.packs") / "strategies" / f"{DEFAULT}.toml"
        return read_ladder(packaged.read_text(encoding="utf-8"), file=f"{DEFAULT}.toml")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fault = LadderError(str(path), 1, "this is not UTF-8 text; save it as UTF-8")
        raise LadderRefused((fault,)) from None
    return read_ladder(text, file=str(path))
