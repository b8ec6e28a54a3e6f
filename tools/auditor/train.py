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

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from tools.auditor.corpus import (
    PARTS,
    Known,
    Line,
    from_lines,
    from_patterns,
    short_texts,
    texts,
)
from tools.auditor.fitting import Fitted, Floats, Rows, fit, fit_dense, table
from tools.auditor.growing import CATEGORY, TEXT, grown
from tools.auditor.keeping import keep_overall, keep_reader, keep_tokens, keep_weighing
from tools.auditor.meant import Said, Tables, rows_of
from tools.auditor.overall import Wholes, fit_whole, scored_whole, wholes

from forbear.core.speech.audit.auditor import Auditor
from forbear.core.speech.audit.readers.learned import LABELS, Ints, Pieces, Unit, units
from forbear.core.speech.audit.readers.learned import whole as whole_pieces
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.shares import Given, Shares, told
from forbear.core.speech.audit.readers.weighing import (
    SURE,
    Evidence,
    Weights,
    features,
    is_closed,
    is_settled,
    share_of,
    text_details,
    text_features,
)
from forbear.core.speech.audit.values import CATEGORIES
from forbear.packs.speech import load_auditor

LANGUAGES = ("en", "zh")
ROUNDS = 2
RIDGE = 0.1
DEEP_RIDGE = 1.0
LATE = -2
# The writers whose texts the authors of late lines had read.
SEEN = 0
_AT_FAULT = 2.0
_SHARP = 1.5
_FAINT = 0.1
_READ_MOST = 200
_INNER = 4
_LOOSE = 1.0
# What a line counts for beside a whole text, to the reader of whole texts.
_SHORT = 0.3
# Chosen on what was left out (`--check` prints the others): when a text is flagged at all, and from
# which share a category of a flagged text is told.
TEXT_LEAST = {"light": {"en": 0.6, "zh": 0.6}, "full": {"en": 0.6, "zh": 0.6}}
CATEGORY_LEAST = 0.4
# A text that the light weighing finds less likely than this to be at fault is not read by meaning:
# the largest of these with which no more than so many of the left out texts have another answer.
DOUBTS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
OTHERS = 0.001
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Corpus:
    """All rows of a language: first those of lines, then the units of the texts."""

    language: str
    lines: list[Said]
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
    lines: list[Said] = []
    answers: list[list[bool]] = []
    batches: list[int] = []
    for line in (*from_patterns(language), *from_lines(language)):
        for unit in _line_units(auditor, language, line):
            lines.append(Said(unit, line.recipient, line.channel or "call"))
            answers.append(_labels(line.categories))
            batches.append(LATE if line.is_late else line.part(PARTS))
    known = [*texts(language), *short_texts(language)]
    evidence = [_evidence(auditor, one) for one in known]
    rows = [said.unit.buckets for said in lines]
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
        lines,
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


def _line_units(auditor: Auditor, language: str, line: Line) -> list[Unit]:
    """A line is one row; what is lawful is so in each of its sentences as well."""
    reading, _ = auditor.read(line.text, language, is_spoken=line.channel == "call")
    about = [f"r:{line.recipient}", f"ch:{line.channel}"] if line.channel else []
    text = reading.normal.text
    pieces = Pieces.of(whole_pieces(reading, language, line.asked, about))
    found = [Unit(0, 0, len(text), pieces, text.strip(), line.asked)]
    if not line.categories and len(reading.sentences) > 1:
        found.extend(units(reading, language, line.asked, about, _READ_MOST))
    return found


@dataclass(frozen=True)
class Chosen:
    """Which rows are learned from, and what they answer; ``no``: surely lawful."""

    lines: Bools
    here: Bools
    yes: Bools
    no: Bools


def chosen(found: Corpus, but: int | None) -> Chosen:
    """Choose the lines and whole texts without one writer's, and without what came after them."""
    kept = np.array([one.worth == 1 and (but is None or one.batch != but) for one in found.known])
    here = kept[found.owner]
    lines = np.ones(found.answers.shape[0], dtype=bool)
    if but is not None:
        lines = (found.batches != but) & ((found.batches != LATE) | (but != SEEN))
    yes = found.wanted[found.owner] & here[:, None]
    no = ~found.wanted[found.owner] & found.open[found.owner] & here[:, None]
    return Chosen(lines, here, yes, no)


def reader(found: Corpus, pieces: csr_matrix, but: int | None = None) -> Fitted:
    """Fit the second reader on the lines and on the whole texts, without one writer's of each."""
    count, own = found.answers.shape[0], chosen(found, but)
    rows = np.flatnonzero(np.concatenate([own.lines, own.here]))
    answers = np.vstack([found.answers, own.yes])[rows].astype(float)
    belief = _first_belief(found, own.yes)
    for again in range(ROUNDS):
        weight = np.vstack([np.ones(found.answers.shape), _AT_FAULT * belief + own.no])
        fitted = fit(pieces[rows], answers, weight[rows], RIDGE)
        if again < ROUNDS - 1:
            belief = _belief(found, own.yes, scored(fitted, pieces[count:]))
    return fitted


def meaning(tables: dict[str, Tables], corpora: dict[str, Corpus], but: int | None) -> Fitted:
    """Fit the third reader on both languages at once, without one writer's texts of each."""
    own = {name: chosen(found, but) for name, found in corpora.items()}
    values = np.vstack(
        [
            part
            for name, one in own.items()
            for part in (tables[name].lines[one.lines], tables[name].units[one.here])
        ]
    )
    answers = np.vstack(
        [
            part
            for name, one in own.items()
            for part in (corpora[name].answers[one.lines], one.yes[one.here])
        ]
    )
    belief = {name: _first_belief(corpora[name], one.yes) for name, one in own.items()}
    for again in range(ROUNDS):
        weight = np.vstack(
            [
                part
                for name, one in own.items()
                for part in (
                    np.ones(corpora[name].answers[one.lines].shape),
                    (_AT_FAULT * belief[name] + one.no)[one.here],
                )
            ]
        )
        fitted = fit_dense(values, answers, weight, DEEP_RIDGE)
        if again < ROUNDS - 1:
            belief = {
                name: _belief(found, own[name].yes, scored(fitted, tables[name].units))
                for name, found in corpora.items()
            }
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


def scored(fitted: Fitted, pieces: csr_matrix | Rows) -> Floats:
    """Return the logarithms of the odds of rows."""
    result: Floats = pieces @ fitted.weights + fitted.bias
    return result


@dataclass
class Unseen:
    """A text with what readers that never saw it say of it."""

    known: Known
    evidence: Evidence
    scores: Scores

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


@dataclass(frozen=True)
class Read:
    """A language as each reader reads it."""

    pieces: csr_matrix
    tables: Tables
    wholes: Wholes


def read(found: Corpus) -> Read:
    """Make the rows of each reader."""
    return Read(table(found.rows), tabled(found), wholes([one.units for one in found.evidence]))


def whole(found: Corpus, rows: Wholes, but: int | None = None) -> Fitted:
    """Fit the reader of whole texts, without one writer's; lines are short texts to it."""
    worth = np.array(
        [
            0.0
            if but is not None and (one.batch == but or (one.is_late and but == SEEN))
            else one.worth
            if one.worth == 1
            else _SHORT
            for one in found.known
        ]
    )
    asked = [[name not in one.unasked for name in LABELS] for one in found.known]
    is_asked = (found.open | found.wanted) & np.array(asked)
    return fit_whole(rows, found.wanted, is_asked * worth[:, None])


def unseen(corpora: dict[str, Corpus], rows: dict[str, Read]) -> list[Unseen]:
    """Read each writer's texts with readers that were fitted without that writer."""
    result = []
    tables = {language: own.tables for language, own in rows.items()}
    for part in range(PARTS):
        third = meaning(tables, corpora, part)
        for language, found in corpora.items():
            own, count = rows[language], found.answers.shape[0]
            words = scored(reader(found, own.pieces, part), own.pieces[count:]).astype(np.float32)
            of_all = scored_whole(own.wholes, whole(found, own.wholes, part)).astype(np.float32)
            deep = scored(third, own.tables.units).astype(np.float32)
            result.extend(
                Unseen(
                    known,
                    evidence,
                    Scores(words[found.owner == at], of_all[at], deep[found.owner == at]),
                )
                for at, (known, evidence) in enumerate(
                    zip(found.known, found.evidence, strict=True)
                )
                if known.batch == part
            )
    return result


def weighed(texts: list[Unseen], text_least: dict[str, float]) -> Weights:
    """Fit the weighing of categories; and that of whole texts on shares weighed without them."""
    found, details, wanted, worth = [], [], [], []
    for part in range(_INNER):
        rest = logistic(*_asked([one for at, one in enumerate(texts) if at % _INNER != part]))
        for at, one in enumerate(texts):
            if at % _INNER == part:
                shares = one.shares(rest)
                found.append(text_features(one.evidence, one.scores, shares))
                details.append({**found[-1], **text_details(one.evidence, shares)})
                wanted.append(bool(one.known.categories))
                worth.append(one.known.worth)
    of_category = _asked(texts)
    return Weights(
        logistic(*of_category),
        CATEGORY_LEAST,
        logistic(found, wanted, worth),
        text_least,
        category_trees=grown(*of_category, CATEGORY),
        text_trees=grown(details, wanted, worth, TEXT),
    )


def _asked(texts: list[Unseen]) -> tuple[list[dict[str, float]], list[bool], list[float]]:
    """Return what is asked of each category that is open in each text, the answer, its worth."""
    found, wanted, worth = [], [], []
    for one in texts:
        for name, own in one.table.items():
            if name not in one.known.unasked:
                found.append(own)
                wanted.append(name in one.known.categories)
                worth.append(one.known.worth)
    return found, wanted, worth


def logistic(
    found: list[dict[str, float]], wanted: list[bool], worth: list[float]
) -> dict[str, float]:
    """Fit one logistic sum; the feature named 1 is the bias."""
    names = DictVectorizer(sparse=False)
    values = names.fit_transform(found)
    model = LogisticRegression(C=_LOOSE, max_iter=1000, fit_intercept=False)
    model.fit(values, wanted, sample_weight=worth)
    return dict(
        zip(map(str, names.get_feature_names_out()), map(float, model.coef_[0]), strict=True)
    )


def measure(texts: list[Unseen]) -> None:
    """Weigh each batch with weights of the others; print what was flagged, caught and named."""
    weights = {
        part: weighed([one for one in texts if one.known.batch != part], {})
        for part in range(PARTS)
    }
    for text_least in (0.3, 0.4, 0.5, 0.6, 0.7):
        answers = []
        for one in texts:
            if not one.known.is_strange:
                continue
            own = replace(
                weights[one.known.batch or 0], text_least=dict.fromkeys(LANGUAGES, text_least)
            )
            got = {*told(one.evidence, one.scores, own), *(one.evidence.exact & SURE)}
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


def doubts(
    light: list[Unseen], full: list[Unseen], weights: dict[str, Weights]
) -> dict[str, float]:
    """Return for each language from which share on a text has to be read by meaning too."""
    found: dict[str, list[float]] = {language: [] for language in LANGUAGES}
    for first, then in zip(light, full, strict=True):
        if first.known.is_strange:
            weighed_ = Shares([Given(first.evidence, first.scores)], weights["light"])
            alone = weighed_.named([0])[0]
            both = told(then.evidence, then.scores, weights["full"])
            # below which share it may not be left as it is
            same = alone.keys() == both.keys()
            found[first.known.message.language].append(2.0 if same else weighed_.text[0])
    return {
        language: max(
            (least for least in DOUBTS if np.mean(np.array(own) < least) <= OTHERS), default=0.0
        )
        for language, own in found.items()
    }


def main() -> None:
    """Train and write the weights, or check."""
    parser = argparse.ArgumentParser(prog="python -m tools.auditor.train", description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure on what is left out")
    given = parser.parse_args()
    auditor = load_auditor(is_fast=True)
    corpora = {language: corpus(auditor, language) for language in LANGUAGES}
    rows = {language: read(own) for language, own in corpora.items()}
    found = unseen(corpora, rows)
    light = [replace(one, scores=replace(one.scores, meaning=None)) for one in found]
    if given.check:
        for name, texts_ in (("light", light), ("full", found)):
            print(name)
            measure(texts_)
        return
    for language, own in corpora.items():
        keep_reader(f"reader_{language}.npz", reader(own, rows[language].pieces))
        of_all = rows[language].wholes
        keep_overall(f"overall_{language}.npz", whole(own, of_all), of_all)
        print(f"{language}: {len(own.rows)} rows, {len(own.known)} texts", flush=True)
    tables = {language: own.tables for language, own in rows.items()}
    keep_reader("meaning.npz", meaning(tables, corpora, None))
    keep_tokens([unit for own in corpora.values() for one in own.evidence for unit in one.units])
    weights = {
        name: weighed(texts_, TEXT_LEAST[name])
        for name, texts_ in (("light", light), ("full", found))
    }
    keep_weighing(weights, doubts(light, found, weights))


def tabled(found: Corpus) -> Tables:
    """Return what the third reader reads of a language."""
    texts_ = [
        Said(unit, one.message.facts.recipient, one.message.channel)
        for one in found.evidence
        for unit in one.units
    ]
    return Tables(rows_of(found.lines), rows_of(texts_))


if __name__ == "__main__":
    main()
