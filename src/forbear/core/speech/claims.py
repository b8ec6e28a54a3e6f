"""Words by which a text would claim something of the case, found without understanding it.

The words are data. Each group names the conditions of which one must be declared by a template that
says such a word; how the conditions are asked stands in ``forbear.core.speech.conditions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forbear.core.speech.facts import Language


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """One kind of claim: the conditions that bear it out, and its words by language."""

    name: str
    needs: frozenset[str]
    words: Mapping[Language, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """A claim found: its kind, the words, and the sentence in which they stand."""

    group: ClaimWords
    words: str
    sentence: str


def pattern_of(words: Sequence[str], language: Language) -> re.Pattern[str]:
    """Return the pattern of some words; a star lets a word go on, in Chinese up to six signs.

    >>> bool(pattern_of(["sue", "garnish*"], "en").search("We may sue or garnishee."))
    True
    """
    gap = r"\w*" if language == "en" else r"[^。！？；\n]{0,6}?"
    alternatives = "|".join(gap.join(map(re.escape, word.split("*"))) for word in words)
    bound = r"\b" if language == "en" else ""
    return re.compile(f"{bound}(?:{alternatives}){bound}", re.IGNORECASE)


def claims_made(text: str, language: Language, groups: Sequence[ClaimWords]) -> Iterator[ClaimMade]:
    """Yield every claim in ``text``: one for each group and sentence."""
    for sentence in sentences_of(text):
        for group in groups:
            if found := group.words[language].search(sentence):
                yield ClaimMade(group, found[0], sentence)


def sentences_of(text: str) -> list[str]:
    """Cut a text into sentences; a line is one too."""
    pieces = re.split(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+", text)
    return [piece.strip() for piece in pieces if piece.strip()]
