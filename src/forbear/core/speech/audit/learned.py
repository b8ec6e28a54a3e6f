"""The second reader: a small linear model over hashed pieces of words.

It was trained on sentences of this repository (`python -m tools.auditor.train`). It is never surer
than the rules: what it finds alone goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.uint32]
BITS = 15
BUCKETS = 1 << BITS
_PRIME = 0x01000193
_SPREAD = 0x9E3779B1
_LENGTHS = {"en": (3, 4, 5), "zh": (1, 2, 3, 4)}
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_LONGEST = 400
_SHORTEST = {"en": 9, "zh": 4}


@dataclass(frozen=True)
class Model:
    """Weights for each act that the model knows, scaled to bytes, with bias and threshold."""

    acts: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]


def pieces(text: str, language: str) -> Ints:
    """Return the buckets of a sentence's pieces: runs of characters, words and pairs of words."""
    plain = " " + _FIGURES.sub("0", text[:_LONGEST]).strip(" .!?,。！？，") + " "
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint32)
    found = []
    for length in _LENGTHS[language]:
        if codes.size < length:
            continue
        count = codes.size - length + 1
        mixed = np.full(count, length * 0x85EBCA6B & 0xFFFFFFFF, dtype=np.uint32)
        for offset in range(length):
            mixed = (mixed ^ codes[offset : offset + count]) * np.uint32(_PRIME)
        found.append(mixed)
    if language == "en":
        found.append(_word_pieces(_WORD.findall(plain)))
    every = np.concatenate(found) if found else np.empty(0, dtype=np.uint32)
    every ^= every >> np.uint32(15)
    return np.unique((every * np.uint32(_SPREAD)) >> np.uint32(32 - BITS))


def _word_pieces(words: Sequence[str]) -> Ints:
    if not words:
        return np.empty(0, dtype=np.uint32)
    ones = np.array([_hash(word) for word in words], dtype=np.uint32)
    pairs = (ones[:-1] * np.uint32(_SPREAD)) ^ ones[1:]
    apart = (ones[:-2] * np.uint32(_PRIME)) ^ (ones[2:] * np.uint32(_SPREAD))
    return np.concatenate([ones, pairs, apart])


def _hash(word: str) -> int:
    mixed = 0x811C9DC5
    for byte in word.encode():
        mixed = (mixed ^ byte) * _PRIME & 0xFFFFFFFF
    return mixed


def scores(text: str, language: str, model: Model) -> npt.NDArray[np.float32] | None:
    """Return the model's certainty for each act between 0 and 1; ``None`` for a scrap of text."""
    if len(text) < _SHORTEST[language]:
        return None
    buckets = pieces(text, language)
    if not buckets.size:
        return None
    total = model.weights[buckets].sum(axis=0, dtype=np.int32)
    raw = total * model.scale / np.float32(np.sqrt(buckets.size)) + model.bias
    result: npt.NDArray[np.float32] = 1 / (1 + np.exp(-raw, dtype=np.float32))
    return result
