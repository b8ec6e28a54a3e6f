"""Train the auditor's second reader: `python -m tools.auditor.train [--check]`.

``--check`` trains on four fifths of the patterns and measures on the rest, five times; without it the
weights are written. Patterns, not sentences, are split: no wording stands on both sides.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from forbear.core.speech.audit.learned import BUCKETS, Model, pieces, scores
from tools.auditor.corpus import Example, examples

TARGET = Path(__file__).resolve().parents[2] / "src" / "forbear" / "packs" / "speech"
LANGUAGES = ("en", "zh")
FOLDS = 5


def matrix(texts: Sequence[str], language: str) -> csr_matrix:
    """Return the pieces of the texts, each row of length one."""
    rows = [pieces(text, language) for text in texts]
    starts = np.cumsum([0, *(row.size for row in rows)])
    values = np.concatenate([np.full(row.size, 1 / np.sqrt(row.size)) for row in rows])
    return csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), BUCKETS))


def trained(found: Sequence[Example], language: str) -> Model:
    """Fit one classifier for each act."""
    table = matrix([one.text for one in found], language)
    acts = tuple(sorted({one.act for one in found} - {"lawful"}))
    columns, biases = [], []
    for act in acts:
        wanted = np.array([one.act == act for one in found])
        weight = {True: min(6.0, (~wanted).sum() / wanted.sum() / 3), False: 1.0}
        fitted = LogisticRegression(C=30, solver="liblinear", class_weight=weight, random_state=1)
        fitted.fit(table, wanted)
        columns.append(fitted.coef_[0])
        biases.append(fitted.intercept_[0])
    weights = np.stack(columns, axis=1)
    scale = np.abs(weights).max(axis=0) / 127
    return Model(
        acts,
        np.rint(weights / scale).astype(np.int8),
        scale.astype(np.float32),
        np.array(biases, dtype=np.float32),
    )


def check(language: str) -> None:
    """Print how the model does on patterns that it has not seen."""
    found = list(examples(language))
    families = sorted({one.family for one in found})
    fold = {family: number % FOLDS for number, family in enumerate(families)}
    rows: list[tuple[str, str, np.ndarray]] = []
    for part in range(FOLDS):
        model = trained([one for one in found if fold[one.family] != part], language)
        for one in found:
            if fold[one.family] == part and (certain := scores(one.text, language, model)) is not None:
                rows.append((one.act, one.text, certain))
    table = np.stack([certain for _, _, certain in rows])
    truth = np.array([act for act, _, _ in rows])
    for level in (0.5, 0.6, 0.7, 0.8):
        lawful = table[truth == "lawful"].max(axis=1) >= level
        print(f"{language} at {level}: lawful flagged {lawful.mean():.3f}")
        for number, act in enumerate(model.acts):
            own, other = table[truth == act, number], table[(truth != act), number]
            caught, wrong = (own >= level).sum(), (other >= level).sum()
            print(f"   {act:16} recall {caught / own.size:.2f} precision {caught / max(1, caught + wrong):.2f}")


def main() -> None:
    """Train and write the weights, or check."""
    parser = argparse.ArgumentParser(prog="python -m tools.auditor.train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on patterns left out")
    given = parser.parse_args()
    for language in LANGUAGES:
        if given.check:
            check(language)
            continue
        model = trained(list(examples(language)), language)
        np.savez_compressed(
            TARGET / f"model_{language}.npz",
            acts=np.array(model.acts),
            weights=model.weights,
            scale=model.scale,
            bias=model.bias,
        )
        print(f"{language}: {len(model.acts)} acts written")


if __name__ == "__main__":
    main()
