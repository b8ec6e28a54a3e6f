"""Which program answers: its version, a hash of what decides, and what it reckons with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import forbear

_PACKAGE = Path(forbear.__file__).resolve().parent
_SHOWN = 16
# Expressions are worked out by the one, local times by the other.
_PARTS = ("polars", "tzdata")


@cache
def code_version() -> str:
    """Return the version of the code that decides, as ``0.1.0+sha256:… polars 2.1.0 tzdata …``.

    Two programs of the same text answer alike; where the texts differ, this shows it.
    """
    digest = hashlib.sha256()
    for path in sorted([*(_PACKAGE / "core").rglob("*.py"), _PACKAGE / "engine" / "gate.py"]):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    parts = " ".join(f"{name} {version(name)}" for name in _PARTS)
    return f"{forbear.__version__}+sha256:{digest.hexdigest()[:_SHOWN]} {parts}"
