"""Train the auditor's second reader: `python -m tools.auditor.train [--check]`.

``--check`` trains on two thirds of the patterns and measures on the rest, three times; without it
the weights are written. Patterns, not sentences, are split: no wording stands on both sides.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from tools.auditor.corpus import Example, examples

from forbear.core.speech.audit.learned import BUCKETS, Model, pieces, shares
from forbear.packs.speech import load_auditor

TARGET = Path(__file__).resolve().parents[2] / "src" / "forbear" / "packs" / "speech"
LANGUAGES = ("en", "zh")
FOLDS = 3
COPIES = 3


def concepts_of(text: str, language: str) -> list[str]:
    """Return the lexicon's concepts in a sentence."""
    reading, _ = load_auditor().read(text, language, is_spoken=True)
    return sorted({name for sentence in reading.sentences for name in sentence.hits})


def matrix(texts: Sequence[str], language: str) -> csr_matrix:
    """Return the pieces of the texts, each row of length one."""
    rows = [pieces(text, language, concepts_of(text, language)) for text in texts]
    starts = np.cumsum([0, *(row.size for row in rows)])
    values = np.concatenate([np.full(row.size, 1 / np.sqrt(row.size)) for row in rows])
    return csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), BUCKETS))


def trained(found: Sequence[Example], language: str) -> Model:
    """Fit one classifier over all acts, of which one is to be lawful."""
    table = matrix([one.text for one in found], language)
    fitted = LogisticRegression(C=30, max_iter=300)
    fitted.fit(table, [one.act for one in found])
    weights = fitted.coef_.T
    scale = np.abs(weights).max(axis=0) / 127
    return Model(
        tuple(map(str, fitted.classes_)),
        np.rint(weights / scale).astype(np.int8),
        scale.astype(np.float32),
        fitted.intercept_.astype(np.float32),
    )


def check(language: str) -> None:
    """Print how the model does on patterns that it has not seen."""
    found = list(examples(language, copies=COPIES))
    families = sorted({one.family for one in found})
    fold = {family: number % FOLDS for number, family in enumerate(families)}
    truth, rows = [], []
    for part in range(FOLDS):
        model = trained([one for one in found if fold[one.family] != part], language)
        for one in found:
            concepts = concepts_of(one.text, language)
            if fold[one.family] == part:
                share = shares(one.text, language, model, concepts)
                if share is not None:
                    truth.append(one.act)
                    rows.append(share)
    table, acts = np.stack(rows), np.array(truth)
    lawful = model.acts.index("lawful")
    best = np.array(model.acts)[table.argmax(axis=1)]
    for level in (0.1, 0.2, 0.3, 0.5):
        bad = table[:, lawful] < level
        wrong = bad[acts == "lawful"].mean()
        right = bad[acts != "lawful"].mean()
        named = (best == acts)[(acts != "lawful") & bad].mean()
        print(
            f"{language} {level}: lawful flagged {wrong:.3f} caught {right:.3f} named {named:.3f}"
        )


def main() -> None:
    """Train and write the weights, or check."""
    parser = argparse.ArgumentParser(prog="python -m tools.auditor.train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on patterns left out")
    given = parser.parse_args()
    for language in LANGUAGES:
        if given.check:
            check(language)
            continue
        model = trained(list(examples(language, copies=COPIES)), language)
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
