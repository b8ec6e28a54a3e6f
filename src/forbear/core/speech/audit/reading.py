"""A turn cut into sentences, with the concepts that stand in each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from forbear.core.speech.audit.lexicon import Lexicon
from forbear.core.speech.audit.normal import Normal

_ENDS = {
    "en": re.compile(
        # the sign comes first, so that the rest is asked only where one stands
        r"(?=[.!?])(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\bno)(?<!\binc)(?<!\bltd)(?<!\bco)"
        r"(?<!\brs(?=\. ?\d))(?<!\bkr(?=\. ?\d))(?<!\bdt(?=\. ?\d))(?<!\bmin)(?<!\bamt)"
        r"(?<!\b[a-z]\.[a-z])"
        # "Jun. 14", and the dots that lead to a number in a table
        r"(?<!\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?=\. ?\d))(?<!\bsept(?=\. ?\d))"
        r"(?<!\.)(?!\.{4})"
        r"[.!?]+[\"')]*(?=\s|$)|[。！？]+|[;\n]+"
    ),
    "zh": re.compile(
        r"[。！？!?…]+[\"'）)」』]*|[；;\n]+|(?<=[\u3400-\u9fff])\.(?=\s|$|[\u3400-\u9fff])"
    ),
}


class Hit(NamedTuple):
    """One concept found in the normalised text."""

    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A sentence: where it stands, and its concepts with their places."""

    start: int
    end: int
    hits: dict[str, list[Hit]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A turn as it was read."""

    normal: Normal
    sentences: Sequence[Sentence]

    def has(self, *concepts: str) -> bool:
        """Whether any of the concepts stands anywhere in the turn."""
        return not self._said.isdisjoint(concepts)

    @cached_property
    def _said(self) -> frozenset[str]:
        # worked out once: asked of each sentence, it would take quadratic time
        return frozenset(name for sentence in self.sentences for name in sentence.hits)

    def text_of(self, sentence: Sentence) -> str:
        """Return the normalised words of a sentence."""
        return self.normal.text[sentence.start : sentence.end]


def read(normal: Normal, lexicon: Lexicon) -> Reading:
    """Cut a text into sentences and find the lexicon's concepts in each."""
    text = normal.text
    sentences: list[Sentence] = []
    start = 0
    for end in _ENDS[lexicon.language].finditer(text):
        if end.end() > start:
            sentences.append(Sentence(start, end.end()))
            start = end.end()
    if start < len(text) or not sentences:
        sentences.append(Sentence(start, len(text)))
    starts = [sentence.start for sentence in sentences]
    last_start, last = 0, sentences[0]
    made, last_end, hits = tuple.__new__, last.end, last.hits
    for begin, stop, concepts in lexicon.find(text):
        if not last_start <= begin < last_end:
            last = sentences[bisect_right(starts, begin) - 1]
            last_start, last_end, hits = last.start, last.end, last.hits
        # as ``Hit(begin, stop)``, without a function between: it is made for every phrase
        hit = made(Hit, (begin, stop))
        for concept in concepts:
            if concept in hits:
                hits[concept].append(hit)
            else:
                hits[concept] = [hit]
    return Reading(normal, sentences)
