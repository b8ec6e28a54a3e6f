"""What the third reader reads, as rows of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.readers.learned import Unit
from forbear.core.speech.audit.readers.meaning import INPUTS, inputs, needed
from forbear.core.speech.audit.readers.meaning import Said as Words
from forbear.packs.speech.encoder import encode_anew, tokens_of

Rows = npt.NDArray[np.float32]
# More than the encoder keeps.
_TOKENS = 4096
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
    words = needed([one.unit for one in said])
    known: dict[Words, Rows] = {}
    for first in range(0, len(words), _AT_ONCE):
        part = words[first : first + _AT_ONCE]
        known.update(zip(part, encode_anew(part), strict=True))
    rows = np.empty((len(said), INPUTS), dtype=np.float32)
    for number, one in enumerate(said):
        rows[number] = inputs([one.unit], known, one.recipient, one.channel)[0]
    return rows


def common_tokens(units: Sequence[Unit]) -> npt.NDArray[np.int32]:
    """Return the tokens of some units, the commonest first."""
    found = Counter(token for said in needed(units) for part in tokens_of(said) for token in part)
    ordered = sorted(found, key=lambda token: (-found[token], token))
    return np.array(ordered[:_TOKENS], dtype=np.int32)
