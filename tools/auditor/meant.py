"""What the third reader reads, as rows of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.learned import Unit
from forbear.core.speech.audit.meaning import INPUTS, inputs, words_of
from forbear.packs.speech.encoder import encode_anew

Rows = npt.NDArray[np.float32]
_AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """A unit with whom it speaks to."""

    unit: Unit
    recipient: str | None
    channel: str


@dataclass(frozen=True)
class Tables:
    """The rows of a language: those of lines, and those of the units of whole texts."""

    lines: Rows
    units: Rows


def rows_of(said: Sequence[Said]) -> Rows:
    """Return a row for each unit."""
    words = sorted({word for one in said for word in words_of(one.unit) if word})
    known: dict[str, Rows] = {}
    for first in range(0, len(words), _AT_ONCE):
        part = words[first : first + _AT_ONCE]
        known.update(zip(part, encode_anew(part), strict=True))
    rows = np.empty((len(said), INPUTS), dtype=np.float32)
    for number, one in enumerate(said):
        rows[number] = inputs([one.unit], known, one.recipient, one.channel)[0]
    return rows
