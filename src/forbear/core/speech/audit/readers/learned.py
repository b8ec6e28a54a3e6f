"""The second reader: linear models over hashed pieces of words, one yes or no for each category.

It was trained on sentences and texts of this repository (`python -m tools.auditor.train`). It says
how much a sentence, or two that follow each other, sounds like each category; what that is worth
beside the rules and the facts is weighed in ``weighing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
# So many characters are hashed side by side.
_AT_ONCE = 8192
_PAIR_MOST = 260
_ASKED_MOST = 160
# An answer to what the other side said is in the first sentences of a turn.
_ANSWER = 3
# What is exact is left to rules: disguises and numbers that must not be written.
LABELS = (
    *(name for name in CATEGORIES if name not in {"obfuscated_text", "privacy_leak_in_message"}),
    "any",
)


class Pieces:
    """What a model reads of a text: its buckets, or words that are hashed when first asked for.

    It keeps what a model made of it, so that a sentence met again costs nothing.
    """

    __slots__ = ("_buckets", "_known", "_scored_by", "language", "names", "plain")

    def __init__(self, plain: str, names: frozenset[str], language: str) -> None:
        self.plain, self.names, self.language = plain, names, language
        self._buckets: Ints | None = None
        self._scored_by: Model | None = None
        self._known: Floats | None = None

    @classmethod
    def of(cls, buckets: Ints) -> Pieces:
        """Take buckets as they are."""
        made = cls("", frozenset(), "en")
        made._buckets = buckets
        return made

    @property
    def buckets(self) -> Ints:
        """The buckets, each once, in order."""
        if self._buckets is None:
            every, starts = _buckets([self])
            self.take(every[starts[0] :])
        assert self._buckets is not None
        return self._buckets

    def take(self, buckets: Ints) -> None:
        """Keep the buckets that were worked out."""
        # shared by all who ask for the same
        buckets.setflags(write=False)
        self._buckets = buckets

    @property
    def is_hashed(self) -> bool:
        """Whether its buckets are known already."""
        return self._buckets is not None

    def scores(self, model: Model) -> Floats | None:
        """Return what this model made of it before."""
        return self._known if self._scored_by is model else None

    def keep(self, model: Model, scores: Floats) -> None:
        """Keep what a model makes of it."""
        self._known, self._scored_by = scores, model


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or two that follow each other, as the model reads it; places are normalised.

    ``asked`` is what the other side said, where the unit may answer it; ``parts`` are the two
    sentences of a pair.
    """

    index: int
    start: int
    end: int
    pieces: Pieces
    text: str = ""
    asked: str = ""
    parts: tuple[str, ...] = ()

    @property
    def buckets(self) -> Ints:
        """The buckets of its pieces."""
        return self.pieces.buckets


@dataclass(frozen=True, eq=False)
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
        new = [one.pieces for one in units if one.pieces.scores(self) is None]
        for group in _groups(dict.fromkeys(new)):
            for pieces_, row in zip(group, self._anew(group), strict=True):
                pieces_.keep(self, row)
        return np.array([one.pieces.scores(self) for one in units])

    def _anew(self, group: Sequence[Pieces]) -> Floats:
        """Work out the scores of some pieces side by side."""
        if any(one.is_hashed for one in group):
            sizes = [one.buckets.size for one in group]
            every = np.concatenate([one.buckets for one in group])
            starts = np.cumsum([0, *sizes[:-1]])
        else:
            every, starts = _buckets(group)
            for one, buckets in zip(group, np.split(every, starts[1:]), strict=True):
                one.take(buckets)
        counts = np.maximum(1, np.diff(np.append(starts, every.size)))
        # sums of whole numbers, exact in whatever order; a label's numbers side by side add fastest
        given = np.ascontiguousarray(self.weights.take(every, axis=0).T, dtype=np.float32)
        totals = np.add.reduceat(given, starts, axis=1).T.astype(np.float64)
        result = (totals / np.sqrt(counts).astype(np.float32)[:, None]).astype(np.float32)
        scores: Floats = result * self.scale + self.bias
        return scores


def _groups(every: Iterable[Pieces]) -> Iterator[list[Pieces]]:
    """Yield pieces that are worked out together: not more than a processor holds at hand."""
    group: list[Pieces] = []
    size = 0
    for one in every:
        group.append(one)
        size += len(one.plain) + 1
        if size > _AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def units(
    reading: Reading, language: str, before: str, about: Iterable[str], most: int
) -> list[Unit]:
    """Return what there is to read in a turn.

    ``before`` is what the other side said just before, ``about`` names who is spoken to and by
    whom; at most ``most`` sentences are read.
    """
    known = frozenset([f"a{name}" for name in about])
    asked = known.union([f"ctx{name}" for name in _context(before, language)])
    singles: list[tuple[int, int, int, str, str, tuple[str, ...]]] = []
    pairs: list[tuple[int, int, int, str, str, tuple[str, ...]]] = []
    names_of: list[list[frozenset[str]]] = [[], []]
    last: tuple[int, str, Iterable[str]] | None = None
    for index, sentence in enumerate(reading.sentences[:most]):
        said = reading.text_of(sentence)
        text = said.strip()
        if not text:
            continue
        start = sentence.start + len(said) - len(said.lstrip())
        end = start + len(text)
        names = sentence.hits
        heard = before if index < _ANSWER else ""
        singles.append((index, start, end, text, heard, ()))
        names_of[0].append((asked if index < _ANSWER else known).union(names))
        if last is not None and end - last[0] < _PAIR_MOST:
            pairs.append((index, last[0], end, f"{last[1]} {text}", "", (last[1], text)))
            more = asked if index <= _ANSWER else known
            names_of[1].append(more.union(names, last[2]))
        last = (start, text, names)
    return [
        Unit(index, start, end, _kept_pieces(_plain(text), names, language), text, heard, parts)
        for rows, own in zip((singles, pairs), names_of, strict=True)
        for (index, start, end, text, heard, parts), names in zip(rows, own, strict=True)
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
    return _kept_pieces(_plain(text), frozenset(names), language).buckets


def _plain(text: str) -> str:
    return " " + _FIGURES.sub("0", text[:_LONGEST]).strip(" .!?,。！？，") + " "


_kept: dict[tuple[str, frozenset[str], str], Pieces] = {}


def _kept_pieces(plain: str, names: frozenset[str], language: str) -> Pieces:
    """Return the pieces of a text with its names; what was met before is not worked out again."""
    asked = (plain, names, language)
    found = _kept.get(asked)
    if found is None:
        if len(_kept) >= _SENTENCES_KEPT:
            _kept.clear()
        found = _kept[asked] = Pieces(*asked)
    return found


def forget() -> None:
    """Forget the texts met before, as if the process had just begun."""
    _kept.clear()


def _buckets(asked: Sequence[Pieces]) -> tuple[Ints, npt.NDArray[np.intp]]:
    """Hash some texts of one language side by side; return their buckets, and where each begins."""
    language = asked[0].language
    texts = [one.plain for one in asked]
    parts = [_runs(texts, _LENGTHS[language]), _names(one.names for one in asked)]
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
    starts = np.searchsorted(every, np.arange(len(asked), dtype=np.uint32) << np.uint32(BITS))
    every &= np.uint32(BUCKETS - 1)
    return every, starts


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
