"""Which words and which model the auditor read with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@cache
def words_version() -> str:
    """Return the SHA-256 of all words, rules and sentences, in hexadecimal."""
    return _digest(path for path in HERE.iterdir() if path.suffix in {".toml", ".csv"})


@cache
def model_hash() -> str:
    """Return the SHA-256 of the weights of every language, in hexadecimal."""
    return _digest(HERE.glob("model_*.npz"))


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
