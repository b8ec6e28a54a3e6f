"""Which words and which model the auditor read with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What `python -m tools.auditor.train` writes.
_WEIGHTS = ("*.npz", "weighing.toml")


@cache
def words_version() -> str:
    """Return the SHA-256 of all words, rules and sentences, in hexadecimal."""
    return words_of(HERE)


@cache
def model_hash() -> str:
    """Return the SHA-256 of all weights that were learned, in hexadecimal."""
    return weights_of(HERE)


def words_of(folder: Path) -> str:
    """Return the SHA-256 of the words, rules and sentences of a folder."""
    learned = set(_learned(folder))
    return _digest(
        path
        for path in folder.iterdir()
        if path.suffix in {".toml", ".csv"} and path not in learned
    )


def weights_of(folder: Path) -> str:
    """Return the SHA-256 of the learned weights of a folder."""
    return _digest(_learned(folder))


def _learned(folder: Path) -> Iterable[Path]:
    return (path for pattern in _WEIGHTS for path in folder.glob(pattern))


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
