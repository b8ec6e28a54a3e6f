"""The third reader: what a sentence means, whatever its words, in either language.

An encoder turns a sentence into numbers in one space for all languages; logistic regressions over
them say how much it sounds like each category. It reads only where the second reader leaves doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.readers.learned import Unit
from forbear.core.speech.audit.truth import STRANGERS
from forbear.core.speech.audit.values import WRITTEN

Floats = npt.NDArray[np.float32]
# One sentence, or two that follow each other.
Said = tuple[str, ...]
# Sentences in, one row of ``WIDTH`` numbers for each, of length one.
Encoder = Callable[[Sequence[Said]], Floats]
WIDTH = 512
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_LONGEST, _ASKED_MOST = 400, 160
# How much the parts of a row count beside each other.
_SENTENCE, _ASKED, _STRANGER, _ABOUT = 3.0, 1.5, 2.0, 1.5
_RECIPIENTS = ("cardholder", "family", "employer", "guarantor", "unknown")
INPUTS = 3 * WIDTH + len(_RECIPIENTS) + 2


@dataclass(frozen=True)
class Meaning:
    """The weights of each label over what the encoder says of a unit and of whom it speaks to."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def scores(
        self, units: Sequence[Unit], encoder: Encoder, recipient: str | None, channel: str
    ) -> Floats:
        """Return for each unit and label the logarithm of the odds."""
        if not units:
            return np.empty((0, len(self.labels)), dtype=np.float32)
        words = needed(units)
        known = dict(zip(words, encoder(words), strict=True)) if words else {}
        return self.scores_of(units, known, recipient, channel)

    def scores_of(
        self,
        units: Sequence[Unit],
        known: Mapping[Said, Floats],
        recipient: str | None,
        channel: str,
    ) -> Floats:
        """Return the same; ``known`` holds the encoder's answer for each of the units' words."""
        if not units:
            return np.empty((0, len(self.labels)), dtype=np.float32)
        rows = inputs(units, known, recipient, channel)
        result: Floats = rows @ self.weights + self.bias
        return result


def needed(units: Sequence[Unit]) -> list[Said]:
    """Return all that the encoder is to read of some units, each once."""
    return list(dict.fromkeys(said for unit in units for said in words_of(unit) if said))


def words_of(unit: Unit) -> tuple[Said, Said]:
    """Return what the encoder is to read of a unit: what is said, and what it may answer."""
    said = (_plain(part[:_LONGEST]) for part in unit.parts or (unit.text,))
    asked = _plain(unit.asked[-_ASKED_MOST:]) if unit.asked else ""
    return tuple(part for part in said if part), (asked,) if asked else ()


def _plain(text: str) -> str:
    return _FIGURES.sub("0", text).strip()


def inputs(
    units: Sequence[Unit],
    known: Mapping[Said, Floats],
    recipient: str | None,
    channel: str,
) -> Floats:
    """Return a row for each unit; ``known`` holds the encoder's answer for each of its words."""
    rows = np.zeros((len(units), INPUTS), dtype=np.float32)
    is_stranger = recipient in STRANGERS
    about = 3 * WIDTH
    to = recipient or "cardholder"
    rows[:, about + _RECIPIENTS.index(to if to in _RECIPIENTS else "unknown")] = _ABOUT
    rows[:, about + len(_RECIPIENTS)] = _ABOUT * (channel in WRITTEN)
    for row, unit in zip(rows, units, strict=True):
        said, asked = words_of(unit)
        if said:
            row[:WIDTH] = known[said] * _SENTENCE
            if is_stranger:
                row[2 * WIDTH : about] = known[said] * _STRANGER
        if asked:
            row[WIDTH : 2 * WIDTH] = known[asked] * _ASKED
            row[-1] = _ABOUT
    return rows
