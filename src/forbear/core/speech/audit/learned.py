"""The second reader: linear models over hashed pieces of words, one yes or no for each category.

It was trained on sentences and texts of this repository (`python -m tools.auditor.train`). It says
how much a sentence, or two that follow each other, sounds like each category; what that is worth
beside the rules and the facts is weighed in ``weighing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.reading import Reading
from forbear.core.speech.audit.values import CATEGORIES

Ints = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
BITS = 16
BUCKETS = 1 << BITS
_PRIME = 0x01000193
_SPREAD = 0x9E3779B1
_LENGTHS = {"en": (3, 4, 5), "zh": (1, 2, 3, 4)}
_WORD = re.compile(r"[a-z']+|[\u3400-\u9fff]")
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_LONGEST = 400
_SENTENCES_KEPT = 4096
_PAIR_MOST = 260
_ASKED_MOST = 160
# An answer to what the other side said is in the first sentences of a turn.
_ANSWER = 3
# What is exact is left to rules: disguises and numbers that must not be written.
LABELS = (
    *(name for name in CATEGORIES if name not in {"obfuscated_text", "privacy_leak_in_message"}),
    "any",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or two that follow each other, as the model reads it; places are normalised.

    ``asked`` is what the other side said, where the unit may answer it.
    """

    index: int
    start: int
    end: int
    buckets: Ints
    text: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Model:
    """Weights for each label, scaled to bytes, with their bias."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats

    def scores(self, units: Sequence[Unit]) -> Floats:
        """Return for each unit and label the logarithm of the odds."""
        result = np.empty((len(units), len(self.labels)), dtype=np.float32)
        for row, unit in enumerate(units):
            total = self.weights[unit.buckets].sum(axis=0, dtype=np.int32)
            result[row] = total / np.float32(np.sqrt(max(1, unit.buckets.size)))
        return result * self.scale + self.bias


def units(
    reading: Reading, language: str, before: str, about: Iterable[str], most: int
) -> list[Unit]:
    """Return what there is to read in a turn.

    ``before`` is what the other side said just before, ``about`` names who is spoken to and by
    whom; at most ``most`` sentences are read.
    """
    known = [f"a{name}" for name in about]
    asked = [*known, *(f"ctx{name}" for name in _context(before, language))]
    singles: list[Unit] = []
    pairs: list[Unit] = []
    last: tuple[int, str, set[str]] | None = None
    for index, sentence in enumerate(reading.sentences[:most]):
        said = reading.text_of(sentence)
        text = said.strip()
        if not text:
            continue
        start = sentence.start + len(said) - len(said.lstrip())
        end = start + len(text)
        names = set(sentence.hits)
        more = asked if index < _ANSWER else known
        found = pieces(text, language, [*names, *more])
        heard = before if index < _ANSWER else ""
        singles.append(Unit(index, start, end, found, text, heard))
        if last is not None and end - last[0] < _PAIR_MOST:
            both, more = f"{last[1]} {text}", asked if index <= _ANSWER else known
            found = pieces(both, language, [*(names | last[2]), *more])
            pairs.append(Unit(index, last[0], end, found, both))
        last = (start, text, names)
    return singles + pairs


def whole(reading: Reading, language: str, before: str, about: Iterable[str]) -> Ints:
    """Return a short text's pieces, read as one."""
    names = {name for sentence in reading.sentences for name in sentence.hits}
    more = [*(f"a{name}" for name in about), *(f"ctx{name}" for name in _context(before, language))]
    return pieces(reading.normal.text.strip(), language, [*names, *more])


def _context(before: str, language: str) -> Iterable[str]:
    text = before[-_ASKED_MOST:]
    if language == "en":
        return _WORD.findall(text)
    return (text[at : at + 2] for at in range(len(text) - 1))


def pieces(text: str, language: str, names: Iterable[str] = ()) -> Ints:
    """Return the buckets of a text's pieces: runs of characters, words, pairs, and names.

    Sums and days count as one sign, so a template's sentence is worked out once for all messages.
    """
    plain = " " + _FIGURES.sub("0", text[:_LONGEST]).strip(" .!?,。！？，") + " "
    return _pieces(plain, language, frozenset(names))


@lru_cache(maxsize=_SENTENCES_KEPT)
def _pieces(plain: str, language: str, names: frozenset[str]) -> Ints:
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
    found.append(np.array([_hash(f"<{name}>") for name in names], dtype=np.uint32))
    every = np.concatenate(found)
    every ^= every >> np.uint32(15)
    result = np.unique((every * np.uint32(_SPREAD)) >> np.uint32(32 - BITS))
    # shared by all who ask for the same
    result.setflags(write=False)
    return result


def _word_pieces(words: Sequence[str]) -> Ints:
    if not words:
        return np.empty(0, dtype=np.uint32)
    ones = np.array([_hash(word) for word in words], dtype=np.uint32)
    pairs = (ones[:-1] * np.uint32(_SPREAD)) ^ ones[1:]
    apart = (ones[:-2] * np.uint32(_PRIME)) ^ (ones[2:] * np.uint32(_SPREAD))
    return np.concatenate([ones, pairs, apart])


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
