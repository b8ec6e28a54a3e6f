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
from itertools import chain, pairwise
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

    ``asked`` is what the other side said, where the unit may answer it; ``parts`` are the two
    sentences of a pair.
    """

    index: int
    start: int
    end: int
    buckets: Ints
    text: str = ""
    asked: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """Weights for each label, scaled to bytes, with their bias."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats

    def scores(self, units: Sequence[Unit]) -> Floats:
        """Return for each unit and label the logarithm of the odds."""
        if not units:
            return np.empty((0, len(self.labels)), dtype=np.float32)
        sizes = [max(1, unit.buckets.size) for unit in units]
        every = np.concatenate([unit.buckets for unit in units])
        given = self.weights.take(every, axis=0).astype(np.float32)
        starts = np.cumsum([0, *(unit.buckets.size for unit in units[:-1])])
        # sums of whole numbers: exact, in whatever order
        totals = np.add.reduceat(given, starts, axis=0).astype(np.float64)
        result = (totals / np.sqrt(sizes).astype(np.float32)[:, None]).astype(np.float32)
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
    singles: list[tuple[int, int, int, str, str, tuple[str, ...]]] = []
    pairs: list[tuple[int, int, int, str, str, tuple[str, ...]]] = []
    names_of: list[list[frozenset[str]]] = [[], []]
    last: tuple[int, str, set[str]] | None = None
    for index, sentence in enumerate(reading.sentences[:most]):
        said = reading.text_of(sentence)
        text = said.strip()
        if not text:
            continue
        start = sentence.start + len(said) - len(said.lstrip())
        end = start + len(text)
        names = set(sentence.hits)
        heard = before if index < _ANSWER else ""
        singles.append((index, start, end, text, heard, ()))
        names_of[0].append(frozenset((*names, *(asked if index < _ANSWER else known))))
        if last is not None and end - last[0] < _PAIR_MOST:
            pairs.append((index, last[0], end, f"{last[1]} {text}", "", (last[1], text)))
            more = asked if index <= _ANSWER else known
            names_of[1].append(frozenset((*names, *last[2], *more)))
        last = (start, text, names)
    rows = [*singles, *pairs]
    found = _kept_pieces(
        [(_plain(row[3]), names) for row, names in zip(rows, chain(*names_of), strict=True)],
        language,
    )
    return [
        Unit(index, start, end, buckets, text, heard, parts)
        for (index, start, end, text, heard, parts), buckets in zip(rows, found, strict=True)
    ]


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
    return _kept_pieces([(_plain(text), frozenset(names))], language)[0]


def _plain(text: str) -> str:
    return " " + _FIGURES.sub("0", text[:_LONGEST]).strip(" .!?,。！？，") + " "


_Asked = tuple[str, frozenset[str]]
_kept: dict[tuple[str, _Asked], Ints] = {}


def _kept_pieces(asked: Sequence[_Asked], language: str) -> list[Ints]:
    """Return the buckets of each text with its names; what was met before is not worked out."""
    here = {one: _kept.get((language, one)) for one in asked}
    new = [one for one, found in here.items() if found is None]
    if new:
        read = dict(zip(new, _buckets(new, language), strict=True))
        if len(_kept) + len(read) > _SENTENCES_KEPT:
            _kept.clear()
        _kept.update({(language, one): found for one, found in read.items()})
        here |= read
    return [found for one in asked if (found := here[one]) is not None]


def forget() -> None:
    """Forget the texts met before, as if the process had just begun."""
    _kept.clear()


def _buckets(asked: Sequence[_Asked], language: str) -> list[Ints]:
    """Work out some texts side by side."""
    texts = [plain for plain, _ in asked]
    parts = [_runs(texts, _LENGTHS[language]), _names(names for _, names in asked)]
    if language == "en":
        parts.append(_words(texts))
    every = np.concatenate([mixed for mixed, _ in parts])
    owners = np.concatenate([owner for _, owner in parts])
    every ^= every >> np.uint32(15)
    every *= np.uint32(_SPREAD)
    every >>= np.uint32(32 - BITS)
    every |= owners << np.uint32(BITS)
    every.sort()
    is_new = np.ones(every.size, dtype=bool)
    np.not_equal(every[1:], every[:-1], out=is_new[1:])
    every = every[is_new]
    ends = np.searchsorted(every, np.arange(1, len(asked) + 1, dtype=np.uint32) << np.uint32(BITS))
    every &= np.uint32(BUCKETS - 1)
    # shared by all who ask for the same
    every.setflags(write=False)
    return [every[start:end] for start, end in pairwise((0, *ends.tolist()))]


def _runs(texts: Sequence[str], lengths: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Return the runs of characters of each length (growing), mixed, and the text of each."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    sizes = np.array([len(text) for text in texts])
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), sizes)
    # how many characters of its text stand from each one on
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(codes.size)
    padded = np.zeros(codes.size + lengths[-1], dtype=np.uint32)
    padded[: codes.size] = codes
    seeds = [length * 0x85EBCA6B & 0xFFFFFFFF for length in lengths]
    mixed = np.empty((len(lengths), codes.size), dtype=np.uint32)
    mixed[:] = np.array(seeds, dtype=np.uint32)[:, None]
    for offset in range(lengths[-1]):
        # the lengths that reach so far
        rows = mixed[sum(length <= offset for length in lengths) :]
        rows ^= padded[offset : offset + codes.size]
        rows *= np.uint32(_PRIME)
    is_whole = left >= np.array(lengths)[:, None]
    return mixed[is_whole], np.broadcast_to(owners, is_whole.shape)[is_whole]


def _names(names: Iterable[frozenset[str]]) -> tuple[Ints, Ints]:
    every = list(names)
    found = np.array([_of_name(name) for own in every for name in own], dtype=np.uint32)
    return found, np.repeat(np.arange(len(every), dtype=np.uint32), [len(own) for own in every])


def _words(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the words of some texts, pairs that follow each other, and pairs with one between."""
    words = [_WORD.findall(text) for text in texts]
    ones = np.array([_hash(word) for own in words for word in own], dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(own) for own in words])
    pairs = (ones[:-1] * np.uint32(_SPREAD)) ^ ones[1:]
    apart = (ones[:-2] * np.uint32(_PRIME)) ^ (ones[2:] * np.uint32(_SPREAD))
    near, far = owners[:-1] == owners[1:], owners[:-2] == owners[2:]
    return (
        np.concatenate([ones, pairs[near], apart[far]]),
        np.concatenate([owners, owners[:-1][near], owners[:-2][far]]),
    )


@lru_cache(maxsize=1 << 14)
def _of_name(name: str) -> int:
    return _hash(f"<{name}>")


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
