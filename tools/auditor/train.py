"""Train the auditor's second reader and its weighing: `python -m tools.auditor.train [--check]`.

The second reader learns from lines and from whole texts: of a text that is at fault only the
sentences are believed to be so that the reader of the round before found worst. The weighing
learns on whole texts which neither the rules nor that reader had seen: they are left out batch by
batch. ``--check`` prints how both do on what was left out and writes nothing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from tools.auditor.corpus import BATCHES, Known, Line, from_lines, from_patterns, short_texts, texts
from tools.auditor.fitting import Fitted, Floats, fit, table

from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.learned import LABELS, Ints, Model, units, whole
from forbear.core.speech.audit.values import CATEGORIES
from forbear.core.speech.audit.weighing import (
    SURE,
    Evidence,
    Weights,
    features,
    is_closed,
    is_settled,
    share_of,
    text_features,
    told,
)
from forbear.packs.speech import load_auditor

TARGET = Path(__file__).resolve().parents[2] / "src" / "forbear" / "packs" / "speech"
LANGUAGES = ("en", "zh")
ROUNDS = 2
RIDGE = 0.1
LATE = -2
_AT_FAULT = 2.0
_SHARP = 1.5
_FAINT = 0.1
_READ_MOST = 200
# Chosen on what was left out (`--check` prints the others): when a text is flagged at all, and from
# which share a category of a flagged text is told.
TEXT_LEAST = {"en": 0.5, "zh": 0.6}
CATEGORY_LEAST = 0.25
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Corpus:
    """All rows of a language: first those of lines, then the units of the texts."""

    language: str
    known: list[Known]
    evidence: list[Evidence]
    rows: list[Ints]
    answers: Bools
    batches: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    wanted: Bools
    open: Bools
    ruled: Bools


def corpus(auditor: Auditor, language: str) -> Corpus:
    """Read all that may be learned from in a language."""
    rows: list[Ints] = []
    answers: list[list[bool]] = []
    batches: list[int] = []
    for line in (*from_patterns(language), *from_lines(language)):
        for row in _line_rows(auditor, language, line):
            rows.append(row)
            answers.append(_labels(line.categories))
            batches.append(LATE if line.is_late else line.batch)
    known = [*texts(language), *short_texts(language)]
    evidence = [_evidence(auditor, one) for one in known]
    rows.extend(unit.buckets for one in evidence for unit in one.units)
    owner = [number for number, one in enumerate(evidence) for _ in one.units]
    ruled = np.zeros((len(owner), len(LABELS)), dtype=bool)
    first = 0
    for one in evidence:
        for rule in one.rules:
            if rule.objects is not None and rule.unit is not None and rule.category in LABELS:
                ruled[first + rule.unit, [LABELS.index(rule.category), -1]] = True
        first += len(one.units)
    return Corpus(
        language,
        known,
        evidence,
        rows,
        np.array(answers),
        np.array(batches),
        np.array(owner),
        np.array([_labels(one.categories) for one in known]),
        np.array([[not is_closed(name, one.message.facts) for name in LABELS] for one in known]),
        ruled,
    )


def _evidence(auditor: Auditor, known: Known) -> Evidence:
    found = auditor.evidence(known.message)
    return replace(found, exact=found.exact - known.unasked)


def _labels(categories: frozenset[str]) -> list[bool]:
    return [name in categories or (name == "any" and bool(categories)) for name in LABELS]


def _line_rows(auditor: Auditor, language: str, line: Line) -> list[Ints]:
    """A line is one row; what is lawful is so in each of its sentences as well."""
    reading, _ = auditor.read(line.text, language, is_spoken=line.channel == "call")
    about = [f"r:{line.recipient}", f"ch:{line.channel}"] if line.channel else []
    rows = [whole(reading, language, line.asked, about)]
    if not line.categories and len(reading.sentences) > 1:
        rows.extend(
            unit.buckets for unit in units(reading, language, line.asked, about, _READ_MOST)
        )
    return rows


def reader(found: Corpus, pieces: csr_matrix, but: int | None = None) -> Fitted:
    """Fit the second reader on the lines and on the whole texts, without one batch of each."""
    count = found.answers.shape[0]
    kept = np.array([one.worth == 1 and (but is None or one.batch != but) for one in found.known])
    here = kept[found.owner]
    lines = (
        np.ones(count, dtype=bool)
        if but is None
        else (found.batches != but) & (found.batches != LATE)
    )
    yes = found.wanted[found.owner] & here[:, None]
    no = ~found.wanted[found.owner] & found.open[found.owner] & here[:, None]
    rows = np.flatnonzero(np.concatenate([lines, here]))
    belief = _first_belief(found, yes)
    for again in range(ROUNDS):
        weight = np.vstack([np.ones(found.answers.shape), _AT_FAULT * belief + no])
        fitted = fit(
            pieces[rows], np.vstack([found.answers, yes])[rows].astype(float), weight[rows], RIDGE
        )
        if again < ROUNDS - 1:
            belief = _belief(found, yes, scored(fitted, pieces[count:]))
    return fitted


def _first_belief(found: Corpus, yes: Bools) -> Floats:
    """Believe the rules where they speak, and else every sentence alike."""
    spoken = yes & found.ruled
    count = len(found.known)
    any_spoken = np.zeros((count, yes.shape[1]), dtype=bool)
    np.logical_or.at(any_spoken, found.owner, spoken)
    chosen = np.where(any_spoken[found.owner], spoken, yes).astype(float)
    total = np.zeros((count, yes.shape[1]))
    np.add.at(total, found.owner, chosen)
    return chosen / np.maximum(total[found.owner], 1)


def _belief(found: Corpus, yes: Bools, scores: Floats) -> Floats:
    """Believe of each text the sentences that sound worst."""
    for faint in (0.0, _FAINT):
        best = np.full((len(found.known), yes.shape[1]), -np.inf)
        np.maximum.at(best, found.owner, scores)
        power = np.exp((scores - best[found.owner]) * _SHARP) * yes
        total = np.zeros(best.shape)
        np.add.at(total, found.owner, power)
        share = power / np.maximum(total[found.owner], 1e-9)
        if faint:
            share[share < faint] = 0
            total[:] = 0
            np.add.at(total, found.owner, share)
            share /= np.maximum(total[found.owner], 1e-9)
    return share


def scored(fitted: Fitted, pieces: csr_matrix) -> Floats:
    """Return the logarithms of the odds of rows."""
    result: Floats = pieces @ fitted.weights + fitted.bias
    return result


@dataclass
class Unseen:
    """A text with what a reader that never saw it says of its units."""

    known: Known
    evidence: Evidence
    scores: npt.NDArray[np.float32]

    @cached_property
    def table(self) -> dict[str, dict[str, float]]:
        """The evidence for each category that the facts leave open."""
        return {
            name: features(self.evidence, self.scores, label)
            for label, name in enumerate(LABELS[:-1])
            if not is_settled(self.evidence, name)
        }

    def shares(self, weights: dict[str, float]) -> dict[str, float]:
        """Return how likely each category is."""
        return {
            name: share_of(self.table[name], weights) if name in self.table else 0.0
            for name in LABELS[:-1]
        }


def unseen(found: Corpus, pieces: csr_matrix) -> list[Unseen]:
    """Read each text of a batch with a reader that was fitted without that batch."""
    batch = np.array([-1 if one.batch is None else one.batch for one in found.known])
    count = found.answers.shape[0]
    result = []
    for part in range(BATCHES):
        scores = scored(reader(found, pieces, part), pieces[count:])
        result.extend(
            Unseen(
                found.known[number],
                found.evidence[number],
                scores[found.owner == number].astype(np.float32),
            )
            for number in np.flatnonzero(batch == part)
        )
    return result


def weighed(texts: list[Unseen]) -> tuple[dict[str, float], dict[str, float]]:
    """Fit the weighing of categories; and that of whole texts on shares weighed without them."""
    found, wanted, worth = [], [], []
    for part in sorted({one.known.batch or 0 for one in texts}):
        rest = _category_weights([one for one in texts if one.known.batch != part])
        for one in texts:
            if one.known.batch == part:
                found.append(text_features(one.evidence, one.scores, one.shares(rest)))
                wanted.append(bool(one.known.categories))
                worth.append(one.known.worth)
    return _category_weights(texts), logistic(found, wanted, worth)


def _category_weights(texts: list[Unseen]) -> dict[str, float]:
    found, wanted, worth = [], [], []
    for one in texts:
        for name, own in one.table.items():
            if name not in one.known.unasked:
                found.append(own)
                wanted.append(name in one.known.categories)
                worth.append(one.known.worth)
    return logistic(found, wanted, worth)


def logistic(
    found: list[dict[str, float]], wanted: list[bool], worth: list[float]
) -> dict[str, float]:
    """Fit one logistic sum; the feature named 1 is the bias."""
    names = DictVectorizer(sparse=False)
    values = names.fit_transform(found)
    model = LogisticRegression(C=5.0, max_iter=1000, fit_intercept=False)
    model.fit(values, wanted, sample_weight=worth)
    return dict(
        zip(map(str, names.get_feature_names_out()), map(float, model.coef_[0]), strict=True)
    )


def measure(texts: list[Unseen]) -> None:
    """Weigh each batch with weights of the others; print what was flagged, caught and named."""
    weights = {
        part: weighed([one for one in texts if one.known.batch != part]) for part in range(BATCHES)
    }
    for text_least in (0.3, 0.4, 0.5, 0.6, 0.7):
        answers = []
        for one in texts:
            if one.known.worth < 1:
                continue
            category, text = weights[one.known.batch or 0]
            least = Weights(category, CATEGORY_LEAST, text, dict.fromkeys(LANGUAGES, text_least))
            got = {*told(one.evidence, one.scores, least), *(one.evidence.exact & SURE)}
            answers.append((one, got))
        print(text_least, "; ".join(_told(language, answers) for language in LANGUAGES))


def _told(language: str, answers: list[tuple[Unseen, set[str]]]) -> str:
    own = [
        (one.known.categories, told_of)
        for one, told_of in answers
        if one.known.message.language == language
    ]
    lawful = [bool(got) for wanted, got in own if not wanted]
    caught = [bool(got) for wanted, got in own if wanted]
    scores = []
    for name in CATEGORIES:
        both = sum(name in wanted and name in got for wanted, got in own)
        each = sum((name in wanted) + (name in got) for wanted, got in own)
        scores.append(2 * both / each if each else 0.0)
    return (
        f"{language} flagged {np.mean(lawful):.3f} caught {np.mean(caught):.3f} "
        f"macro-F1 {np.mean(scores):.3f}"
    )


def packed(fitted: Fitted) -> Model:
    """Return the reader with its weights as bytes."""
    scale = np.abs(fitted.weights).max(axis=0) / 127
    return Model(
        LABELS,
        np.rint(fitted.weights / scale).astype(np.int8),
        scale.astype(np.float32),
        fitted.bias.astype(np.float32),
    )


def main() -> None:
    """Train and write the weights, or check."""
    parser = argparse.ArgumentParser(prog="python -m tools.auditor.train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on what is left out")
    given = parser.parse_args()
    auditor = load_auditor()
    found: list[Unseen] = []
    for language in LANGUAGES:
        own = corpus(auditor, language)
        pieces = table(own.rows)
        found.extend(unseen(own, pieces))
        if given.check:
            continue
        model = packed(reader(own, pieces))
        np.savez_compressed(
            TARGET / f"reader_{language}.npz",
            labels=np.array(model.labels),
            weights=model.weights,
            scale=model.scale,
            bias=model.bias,
        )
        print(f"{language}: {len(own.rows)} rows, {len(own.known)} texts", flush=True)
    if given.check:
        measure(found)
        return
    category, whole_text = weighed(found)
    (TARGET / "weighing.toml").write_text(written(category, whole_text), encoding="utf-8")


def written(category: dict[str, float], text: dict[str, float]) -> str:
    """Return the weights of the evidence as the file that the auditor reads."""
    parts = [
        "# What each piece of evidence is worth. Written by `python -m tools.auditor.train`.",
        f"category_least = {CATEGORY_LEAST}",
        "\n[text_least]",
        *(f"{language} = {least}" for language, least in TEXT_LEAST.items()),
    ]
    for name, weights in (("category", category), ("text", text)):
        parts.append(f"\n[{name}]")
        parts.extend(f'"{key}" = {value:.4f}' for key, value in sorted(weights.items()))
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
