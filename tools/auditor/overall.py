"""What the reader of whole texts reads, and how it is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from tools.auditor.fitting import Fitted, Floats, fit

from forbear.core.speech.audit.readers.learned import BUCKETS, Unit
from forbear.core.speech.audit.readers.overall import RARITY_STEPS, counted

Bools = npt.NDArray[np.bool_]
# Chosen on what was left out, as was the weighing by rarity.
_RIDGE = 0.03
_BYTE = 255


@dataclass(frozen=True)
class Wholes:
    """The texts of a language as rows, its lines too, and how rare each piece is in the texts."""

    rows: csr_matrix
    lines: csr_matrix
    rarity: npt.NDArray[np.uint8]


def wholes(texts: Sequence[Sequence[Unit]], lines: Sequence[Unit]) -> Wholes:
    """Count the pieces of some texts, and of lines that are read as short ones."""
    within = np.zeros(BUCKETS)
    for units in texts:
        within[counted(units, np.ones(BUCKETS, dtype=np.uint8))[0]] += 1
    share = np.log((1 + len(texts)) / (1 + within))
    rarity = np.minimum(np.rint(share * RARITY_STEPS), _BYTE).astype(np.uint8)
    return Wholes(_rows(texts, rarity), _rows([[line] for line in lines], rarity), rarity)


def _rows(texts: Sequence[Sequence[Unit]], rarity: npt.NDArray[np.uint8]) -> csr_matrix:
    found = [counted(units, rarity) for units in texts]
    starts = np.cumsum([0, *(buckets.size for buckets, _ in found)])
    values = np.concatenate([values for _, values in found])
    buckets = np.concatenate([buckets for buckets, _ in found]).astype(np.int64)
    return csr_matrix((values, buckets, starts), shape=(len(texts), BUCKETS))


def fit_whole(found: Wholes, wanted: Bools, worth: Floats) -> Fitted:
    """Fit the reader on texts and then lines; ``worth`` is what each counts for, 0: left out."""
    here = np.flatnonzero(worth.any(axis=1))
    rows = vstack([found.rows, found.lines]).tocsr()
    return fit(rows[here], wanted[here].astype(float), worth[here], _RIDGE)


def scored_whole(found: Wholes, fitted: Fitted) -> Floats:
    """Return what it says of all texts: the logarithms of the odds."""
    result: Floats = found.rows @ fitted.weights + fitted.bias
    return result
