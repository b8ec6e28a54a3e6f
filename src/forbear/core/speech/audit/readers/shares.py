"""The shares of some texts, weighed side by side.

What ``weighing`` tells of one category of one text is here worked out for every category of many
texts at once. It is added in the same order, so that what was learned and what is weighed agree to
the last bit, and a text is answered alike whatever is weighed beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.readers.learned import LABELS, Floats
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.readers.weighing import (
    ANY,
    HIGH,
    LONG,
    LOW,
    RULES_MOST,
    SUPPORT_LOW,
    SURE,
    Evidence,
    Weights,
    decided,
    odds_of,
    setting,
    share_from,
    within,
)
from forbear.core.speech.audit.truth import STRANGERS

# So likely a category flags a text that sounds lawful as a whole.
_PLAIN = 0.85
# So unlikely a text is at fault by the sum alone that no trees can raise it above what is flagged.
_CLEAR = 0.1
# Below it nothing can be named, however bad the text sounds.
_FLOOR = 0.05
_CATEGORIES = LABELS[:-1]
_PLACES = {category: label for label, category in enumerate(_CATEGORIES)}
_DEEP = ("deep", "deep_next", "both", "both_next", "both_here")
_RULES = ("rule", "rules", "rule_high", "rule_unknown", "rule_best", "rule_support")

# a number for each text, or for each category of each text
Column = npt.NDArray[np.float64]
Table = npt.NDArray[np.float64]


class Given(NamedTuple):
    """A text to weigh, and what the readers say of it."""

    evidence: Evidence
    scores: Scores


class Shares:
    """How likely some texts are at fault at all (``text``), and by which categories.

    Either all of them were read by meaning or none was.
    """

    def __init__(self, given: Sequence[Given], weights: Weights) -> None:
        self._given, self._weights = given, weights
        tops = _tops([one.scores.words for one in given])
        deep = [one.scores.meaning for one in given if one.scores.meaning is not None]
        assert len(deep) in {0, len(given)}, "all are read by meaning, or none"
        more = _Deep(_tops(deep), _tops(_both(given))) if deep else None
        whole = np.array([one.scores.whole for one in given], dtype=np.float64)
        self._whole: Table = np.minimum(np.maximum(whole, LOW), HIGH)
        self._common = _common(given, tops, more) | {"whole_bad": self._whole[:, ANY] / 3}
        self._own = self._evidence(tops, more)
        self._is_stranger = np.array(
            [one.evidence.message.facts.recipient in STRANGERS for one in given], dtype=float
        )
        self.shares = self._shares()
        self._odds = [[odds_of(share) for share in own.values()] for own in self.shares]
        self.text = self._text()

    def named(self, places: Iterable[int]) -> dict[int, dict[str, float]]:
        """Return the categories that some of the texts are to be flagged for, with their shares.

        A text that is likely at fault is flagged for its likeliest category, if that is no wild
        guess.
        """
        result: dict[int, dict[str, float]] = {}
        asked: list[int] = []
        for place in places:
            if self._is_bad(place) or max(self.shares[place].values()) >= _PLAIN:
                asked.append(place)
            else:
                result[place] = {}
        for place, found in zip(asked, self._asked_again(asked), strict=True):
            # a sum alone may be sure of what trees doubt: a short text that names what it denies
            if self._is_bad(place) or max(found.values()) >= _PLAIN:
                result[place] = self._likely(place, found)
            else:
                result[place] = {}
        return result

    def _is_bad(self, place: int) -> bool:
        """Whether a text is likely enough at fault as a whole."""
        least = self._weights.text_least[self._given[place].evidence.message.language]
        return self.text[place] >= least

    def _likely(self, place: int, found: Mapping[str, float]) -> dict[str, float]:
        least = self._weights.category_least
        likely = {name: share for name, share in found.items() if share >= least}
        if likely or self._given[place].evidence.exact & SURE:
            return likely
        best = max(found, key=lambda name: found[name])
        return {best: found[best]} if found[best] >= _FLOOR else {}

    def _asked_again(self, places: Sequence[int]) -> list[Mapping[str, float]]:
        """Ask the trees about the categories of some texts that may be named."""
        trees = self._weights.category_trees
        if trees is None:
            return [self.shares[place] for place in places]
        pairs = [
            (place, label)
            for place in places
            for label, share in enumerate(self.shares[place].values())
            if share >= _FLOOR
        ]
        found = {place: dict(self.shares[place]) for place in places}
        if pairs:
            texts, labels = np.array(pairs).T
            odds = trees.odds_of(self._of_categories(trees, texts, labels))
            for (place, label), one in zip(pairs, odds, strict=True):
                own, name = found[place], _CATEGORIES[label]
                own[name] = (own[name] + share_from(one)) / 2
        return list(found.values())

    def _of_categories(
        self, trees: Trees, texts: npt.NDArray[np.intp], labels: npt.NDArray[np.intp]
    ) -> Table:
        """Return what trees are asked about some categories of some texts, a row for each."""
        rows = np.zeros((len(texts), len(trees.names)))
        for column, name in enumerate(trees.names):
            kind, _, category = name.partition(":")
            if category:
                is_it = (labels == _PLACES[category]) * 0.5
                rows[:, column] = is_it * self._is_stranger[texts] if kind == "stranger" else is_it
            elif name in self._own:
                rows[:, column] = self._own[name][texts, labels]
            elif name in self._common:
                rows[:, column] = self._common[name][texts]
        return rows

    def _evidence(self, tops: _Tops, more: _Deep | None) -> dict[str, Table]:
        """Return what is evidence for each category alone."""
        size = (len(self._given), len(_CATEGORIES))
        own = {} if more is None else more.own()
        own |= {"best": tops.best / 3, "next": tops.after / 3, "bad_here": tops.here / 3}
        own["whole"] = self._whole / 3
        own = {name: table[:, : len(_CATEGORIES)] for name, table in own.items()}
        own |= {name: np.zeros(size) for name in (*_RULES, "exact", "closed", "unknown")}
        self._settled: list[set[str]] = []
        for place, one in enumerate(self._given):
            evidence = one.evidence
            closed, unknown = decided(evidence.message.facts)
            met = {rule.category for rule in evidence.rules if rule.objects}
            self._settled.append((closed | unknown) - met - evidence.exact)
            for name, categories in (
                ("closed", closed),
                ("unknown", unknown),
                ("exact", evidence.exact),
            ):
                for category in categories:
                    if category in _PLACES:
                        own[name][place, _PLACES[category]] = 1.0
            if evidence.rules:
                _add_rules(own, place, one, tops.best[place])
        return own

    def _shares(self) -> list[dict[str, float]]:
        own, weigh = self._own, self._weights.category
        given = weigh.get
        total: Table = np.zeros((len(self._given), len(_CATEGORIES)))
        for name in (*_DEEP, "best", "next", "bad_here", "whole", *_RULES, "exact", "closed"):
            if name in own:
                total += given(name, 0.0) * own[name]
        total += np.array([given(f"category:{name}", 0.0) for name in _CATEGORIES]) * 0.5
        total += given("unknown", 0.0) * own["unknown"]
        strange = np.array([given(f"stranger:{name}", 0.0) for name in _CATEGORIES]) * 0.5
        total += self._is_stranger[:, None] * strange
        total += _sum(self._common, weigh)[:, None]
        return [
            {
                name: 0.0 if name in settled else share_from(one)
                for name, one in zip(_CATEGORIES, row, strict=True)
            }
            for settled, row in zip(self._settled, total.tolist(), strict=True)
        ]

    def _text(self) -> list[float]:
        """Return how likely each text is at fault at all."""
        most = np.array([sorted(odds, reverse=True)[:3] for odds in self._odds])
        met = [
            {rule.category for rule in one.evidence.rules if rule.objects} for one in self._given
        ]
        asked = {
            **self._common,
            "most": most[:, 0] / 3,
            "second": most[:, 1] / 3,
            "third": most[:, 2] / 3,
            "whole_most": self._whole[:, :ANY].max(axis=1) / 3,
            "rules": np.array([float(min(len(one), RULES_MOST)) for one in met]),
            "exact": np.array([float(bool(one.evidence.exact)) for one in self._given]),
        }
        result = [share_from(one) for one in _sum(asked, self._weights.text).tolist()]
        trees = self._weights.text_trees
        doubted = [place for place, share in enumerate(result) if share >= _CLEAR]
        if trees is not None and doubted:
            rows = self._of_texts(trees, asked, doubted)
            for place, odds in zip(doubted, trees.odds_of(rows), strict=True):
                result[place] = (result[place] + share_from(odds)) / 2
        return result

    def _of_texts(self, trees: Trees, asked: Mapping[str, Column], places: Sequence[int]) -> Table:
        """Return what trees are asked about some texts, a row for each."""
        shares = np.maximum(np.array([self._odds[place] for place in places]), LOW) / 3
        rows = np.zeros((len(places), len(trees.names)))
        for column, name in enumerate(trees.names):
            kind, _, category = name.partition(":")
            if kind == "share" and category:
                rows[:, column] = shares[:, _PLACES[category]]
            elif category:
                given = (self._given[place].evidence.exact for place in places)
                rows[:, column] = [float(category in exact) for exact in given]
            elif name in asked:
                rows[:, column] = asked[name][places]
        return rows


def told(evidence: Evidence, scores: Scores, weights: Weights) -> dict[str, float]:
    """Return the categories that one text is to be flagged for, with how likely each is."""
    return Shares([Given(evidence, scores)], weights).named([0])[0]


def _sum(columns: Mapping[str, Column], weights: Mapping[str, float]) -> Column:
    total: Column = np.zeros(len(next(iter(columns.values()))))
    for name, column in columns.items():
        total += weights.get(name, 0.0) * column
    return total


@dataclass(frozen=True, slots=True)
class _Tops:
    """What is worst in each text by each label, and next worst; how bad the worst unit sounds.

    ``bad`` is the sum over units of how bad they sound, without and with a second one at least.
    """

    best: Table
    after: Table
    here: Table
    sizes: npt.NDArray[np.intp]
    bad: tuple[Column, Column]

    def mean(self, least: int) -> Column:
        """Return how bad the units sound on average, of so many at least."""
        return self.bad[least - 1] / np.maximum(self.sizes, least)


def _tops(scores: Sequence[Floats]) -> _Tops:
    """Find the worst of some texts; those with about as many units are looked at together."""
    count, labels = len(scores), len(LABELS)
    sizes = np.array([len(one) for one in scores])
    best, after = np.full((count, labels), LOW), np.full((count, labels), LOW)
    here = np.zeros((count, labels))
    bad = np.full(count, LOW), np.full(count, 2 * LOW)
    groups: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(scores):
        if len(one):
            groups[max(2, 1 << (len(one) - 1).bit_length())].append(place)
    for most, places in groups.items():
        raw = np.full((len(places), most, labels), -np.inf, dtype=np.float32)
        for row, place in zip(raw, places, strict=True):
            row[: sizes[place]] = scores[place]
        kept = np.minimum(np.maximum(raw.astype(np.float64), LOW), HIGH)
        ordered = np.sort(kept, axis=1)
        best[places], after[places] = ordered[:, -1], ordered[:, -2]
        here[places] = np.take_along_axis(kept[:, :, ANY], raw.argmax(axis=1), axis=1)
        # one after another, the worst first: the order in which it was learned
        sums = ordered[:, ::-1, ANY].cumsum(axis=1)
        rows = np.arange(len(places))
        bad[0][places] = sums[rows, sizes[places] - 1]
        bad[1][places] = sums[rows, np.maximum(sizes[places], 2) - 1]
    return _Tops(best, after, here, sizes, bad)


def _both(given: Sequence[Given]) -> list[Floats]:
    """Return the mean of both readers of sentences."""
    two = np.float32(2)
    said = [one.scores for one in given]
    return [(one.meaning + one.words) / two for one in said if one.meaning is not None]


class _Deep(NamedTuple):
    """What the third reader says, and what it says together with the second."""

    deep: _Tops
    both: _Tops

    def own(self) -> dict[str, Table]:
        """Return what that is for each category."""
        deep, both = self
        found = (deep.best, deep.after, both.best, both.after, both.here)
        return {name: table / 3 for name, table in zip(_DEEP, found, strict=True)}

    def common(self) -> dict[str, Column]:
        """Return what that is for all categories alike."""
        deep, both = self
        return {
            "deep_bad": deep.best[:, ANY] / 3,
            "deep_bad_mean": deep.mean(2) / 3,
            "both_bad": both.best[:, ANY] / 3,
            "both_bad_next": both.after[:, ANY] / 3,
        }


def _common(given: Sequence[Given], tops: _Tops, more: _Deep | None) -> dict[str, Column]:
    """Return the evidence that is the same for every category."""
    settings = [setting(one.evidence.message) for one in given]
    return {
        **({} if more is None else more.common()),
        "1": np.ones(len(given)),
        "bad": tops.best[:, ANY] / 3,
        "bad_next": tops.after[:, ANY] / 3,
        "bad_mean": tops.mean(1) / 3,
        "length": np.array([math.log(min(size, LONG) + 1) for size in tops.sizes.tolist()]),
        **{name: np.array([one[name] for one in settings]) for name in settings[0]},
    }


def _add_rules(own: Mapping[str, Table], place: int, given: Given, best: Column) -> None:
    """Add what rules say of the categories of a text."""
    rules = given.evidence.rules
    for category in dict.fromkeys(one.category for one in rules):
        if category not in _PLACES:
            continue
        label = _PLACES[category]
        met = [one for one in rules if one.category == category and one.objects]
        unsure = [one for one in rules if one.category == category and one.objects is None]
        units = [one.unit for one in (*met, *unsure) if one.unit is not None]
        if met:
            own["rule"][place, label] = 1.0
            own["rules"][place, label] = min(len(met), RULES_MOST)
            own["rule_high"][place, label] = any(one.severity == "high" for one in met)
            own["rule_best"][place, label] = max(best[label], SUPPORT_LOW) / 3
        own["rule_unknown"][place, label] = bool(unsure)
        if units:
            support = max(within(given.scores.words[unit, label]) for unit in units)
            own["rule_support"][place, label] = max(support, SUPPORT_LOW) / 3
