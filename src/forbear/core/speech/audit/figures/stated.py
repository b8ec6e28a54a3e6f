"""What is stated in figures: one figure, where it is looked for, and what may be said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from forbear.core.speech.audit.figures.amounts import sums

CONSISTENT, CONTRADICTED = "consistent", "contradicted"
UNVERIFIABLE, NOT_ASSERTED = "unverifiable", "not_asserted"
# a negation that reaches the figure behind it; "no fee other than $29" denies all but that
DENIED = re.compile(
    r"\b(?:not|never|no|don't|doesn't|isn't|won't|without)\b"
    r"(?:(?!until|unless|before|paid|settled|cleared|on top|other than|except|apart|besides)"
    r"[^,.;]){0,30}$|"
    r"(?:不是|并非|不会(?!再?[就因为对向])|无需|不用|没有(?!变化|错|问题)|不收|不欠|不需要|无须|"
    r"不存在)[^，。；]{0,10}$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the text, in normalised places, with its verdict."""

    kind: str
    role: str
    start: int
    end: int
    verdict: str
    minor: int | None = None
    currency: str | None = None
    rate: Decimal | None = None
    period: str | None = None
    on: date | None = None
    count: int | None = None
    is_deadline: bool = False
    # a word right beside it says what it is, so that it can be nothing else
    is_bound: bool = False


@dataclass(frozen=True)
class Whole:
    """A text whose sentences are read one by one, and what all of them ask of the whole of it."""

    text: str
    language: str

    @cached_property
    def round_sums(self) -> frozenset[int]:
        """The round sums of the text, in minor units; worked out when the first one asks."""
        return frozenset(
            one.minor for one in sums(self.text, self.language) if not is_odd(one.minor)
        )


# From so many minor units a sum is odd that is no multiple of so many.
_ODD_FROM = ((1_000_000, 50_000), (100_000, 5_000), (10_000, 500), (1_000, 100))


def is_odd(minor: int) -> bool:
    """Whether a sum is none that people propose: it claims to be read from the account."""
    return any(minor >= least and minor % step for least, step in _ODD_FROM)


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are looked for: a sentence of a text, and how it is said.

    What is asked of the sentence as a whole is answered once for all its figures: otherwise a long
    sentence of many figures would take quadratic time.
    """

    text: str
    start: int
    end: int
    language: str
    is_set_apart: bool
    whole: Whole | None = None
    _asked: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the text for itself where only this sentence of it is read."""
        if self.whole is None:
            object.__setattr__(self, "whole", Whole(self.text, self.language))

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether the sentence has the words of a pattern that this package keeps."""
        return self.ends_first(words) >= 0

    def ends_first(self, words: re.Pattern[str]) -> int:
        """Return where the first such words of the sentence end, in the text; -1: it has none."""
        known = self._asked.get(id(words))
        if known is None:
            match = words.search(self.text, self.start, self.end)
            known = self._asked[id(words)] = -1 if match is None else match.end()
        return known

    def before(self, words: re.Pattern[str], at: int, reach: int) -> re.Match[str] | None:
        """Return what a pattern finds in so many characters of the sentence before a place."""
        return words.search(self.text, max(self.start, at - reach), at)

    @property
    def round_sums(self) -> frozenset[int]:
        """The round sums of the whole text."""
        assert self.whole is not None, "a place is given its text or makes it"
        return self.whole.round_sums
