"""A text as it would be read aloud, with the way back to every original code point.

Width, case, accents, look-alike letters and traditional characters are made one; what cannot be
seen is left out. Each step is linear in the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

# Letters of other alphabets that look Latin.
LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁһвнкмтгпԛԝԍӏАЕОРСУХІЈЅВНКМТαοενικρτυχβηγΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑɡıℓ",
        "aeopcyxijsdhbhkmtrnqwglaeopcyxijsbhkmtaoevikptuxbnyabezhikmnoptyxagil",
        strict=True,
    )
)
_SAME = dict(
    zip(
        "‘’‛ʼ`´“”„‟–—−‐‑‒―．％￥＄－～•‧・∙⋅",
        "'" * 6 + '"' * 4 + "-" * 7 + ".%¥$-~" + "·" * 5,
        strict=True,
    )
)
# Full-width punctuation ends sentences in Chinese and stays as it is.
_KEPT = frozenset("，。；：！？（）、“”《》【】「」『』…￥")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cs", "Co"})
_BLANK = {"Zs": " ", "Zl": "\n", "Zp": "\n"}
SPECIAL = "\ue000"


def _folded(char: str, simplified: Mapping[str, str]) -> str:
    kind = unicodedata.category(char)
    if char in _KEPT and char not in _SAME:
        read = char
    elif (known := _SAME.get(char) or LOOKALIKES.get(char) or simplified.get(char)) is not None:
        read = known
    elif kind in _UNSEEN or (kind == "Cc" and char not in "\n\t\r"):
        read = ""
    elif kind in _BLANK:
        read = _BLANK[kind]
    else:
        whole = unicodedata.normalize("NFKC", char)
        if len(whole) == 1 and (base := unicodedata.normalize("NFD", whole)[0]).isascii():
            whole = base
        parts = (LOOKALIKES.get(part) or simplified.get(part, part) for part in whole)
        read = "".join(parts).lower()
    return read


class Folding(dict[int, str]):
    """How each code point is read; worked out when first met.

    What becomes nothing or several characters is ``SPECIAL``, and its reading is in ``special``.
    """

    def __init__(self, simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._simplified = simplified
        self.special: dict[str, str] = {}

    def __missing__(self, point: int) -> str:
        """Work out one code point."""
        char = chr(point)
        read = _folded(char, self._simplified)
        if len(read) != 1:
            self.special[char] = read
            read = SPECIAL
        self[point] = read
        return read


@dataclass(frozen=True)
class Normal:
    """A normalised text. ``places`` gives the original index of each character; None: the same."""

    original: str
    text: str
    places: Sequence[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of the original that a stretch of the text stands for."""
        if self.places is None:
            return start, end
        if start >= len(self.places):
            return len(self.original), len(self.original)
        last = self.places[max(start, end - 1)]
        return self.places[start], max(self.places[start], last) + 1

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Normal:
        """Return the text with stretches replaced; edits are in order and do not overlap."""
        parts: list[str] = []
        places: list[int] = []
        old = self.places if self.places is not None else range(len(self.text))
        at = 0
        for start, end, new in edits:
            parts.append(self.text[at:start])
            places.extend(old[at:start])
            parts.append(new)
            width = max(1, end - start)
            places.extend(
                old[min(end - 1, start + n * width // max(1, len(new)))] for n in range(len(new))
            )
            # the last new character reaches to the end of what it replaces
            if new and end > start:
                places[-1] = old[end - 1]
            at = end
        parts.append(self.text[at:])
        places.extend(old[at:])
        return Normal(self.original, "".join(parts), places)

    @cached_property
    def is_same(self) -> bool:
        """Whether every character stands where it stood."""
        return self.places is None


def normalise(text: str, folding: Folding) -> Normal:
    """Return the text as it is read."""
    if text.isascii():
        plain = text.lower()
        if plain.isprintable() or not _has_controls(plain):
            return Normal(text, plain)
    read = text.translate(folding)
    if SPECIAL not in read:
        return Normal(text, read)
    parts: list[str] = []
    places: list[int] = []
    special = folding.special
    for index, (char, new) in enumerate(zip(text, read, strict=True)):
        if new != SPECIAL:
            parts.append(new)
            places.append(index)
        elif whole := special.get(char):
            parts.append(whole)
            places.extend([index] * len(whole))
    return Normal(text, "".join(parts), places)


_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def _has_controls(text: str) -> bool:
    return len(text.translate(_CONTROLS)) != len(text)
