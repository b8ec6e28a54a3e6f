"""Fit many yes-or-no questions over the same sparse pieces at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from forbear.core.speech.audit.readers.learned import BUCKETS, Ints

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
_STEPS = 40
_DENSE_STEPS = 50
_KEPT = 6


@dataclass(frozen=True)
class Fitted:
    """Weights by bucket and label, and the bias of each label."""

    weights: Floats
    bias: Floats


def table(rows: list[Ints]) -> csr_matrix:
    """Return the pieces of the rows, each row of length one."""
    starts = np.cumsum([0, *(row.size for row in rows)])
    values = np.concatenate([np.full(row.size, 1 / np.sqrt(max(1, row.size))) for row in rows])
    return csr_matrix(
        (values.astype(np.float32), np.concatenate(rows).astype(np.int64), starts),
        shape=(len(rows), BUCKETS),
    )


def fit(pieces: csr_matrix, yes: Floats, weight: Floats, ridge: float) -> Fitted:
    """Fit one logistic regression for each column of ``yes``; ``weight`` 0 leaves a row out."""
    used = np.unique(pieces.indices)
    here = pieces[:, used].astype(np.float32)
    found = _fitted(here, here.T.tocsr(), yes, weight, ridge, _STEPS)
    weights = np.zeros((BUCKETS, yes.shape[1]))
    weights[used] = found[:-1]
    return Fitted(weights, found[-1])


def fit_dense(values: Rows, yes: npt.NDArray[np.bool_], weight: Floats, ridge: float) -> Fitted:
    """Fit the same over rows of numbers."""
    found = _fitted(values, np.ascontiguousarray(values.T), yes, weight, ridge, _DENSE_STEPS)
    return Fitted(found[:-1], found[-1])


def _fitted(  # noqa: PLR0917 - one call for each kind of rows
    rows: csr_matrix | Rows,
    turned: csr_matrix | Rows,
    yes: npt.NDArray[np.generic],
    weight: Floats,
    ridge: float,
    steps: int,
) -> Floats:
    sign = (2 * yes.astype(np.float32) - 1).astype(np.float32)
    share = weight.astype(np.float32)
    shape = (rows.shape[1] + 1, yes.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(shape).astype(np.float32)
        margin = sign * (rows @ both[:-1] + both[-1])
        pull = -sign * share / (1 + np.exp(np.clip(margin, -30, 30)))
        slope = np.vstack([turned @ pull + ridge * both[:-1], pull.sum(axis=0)[None]])
        value = (share * np.logaddexp(0, -margin)).sum() + ridge / 2 * (both[:-1] ** 2).sum()
        return float(value), slope.ravel().astype(np.float64)

    found: Floats = minimize(
        loss,
        np.zeros(shape[0] * shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": _KEPT},
    ).x.reshape(shape)
    return found
