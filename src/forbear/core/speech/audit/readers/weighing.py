"""What rules, the second reader and the facts together make of a text.

Each category of a text is one yes or no: the mean of a logistic sum over the evidence and of trees
that ask one piece after another, both learned on texts which neither the rules nor the second
reader had seen. Whether a text is at fault at all is asked in the same two ways.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.frames import TEACHERS
from forbear.core.speech.audit.readers.learned import LABELS, Unit
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.truth import STRANGERS
from forbear.core.speech.audit.values import WRITTEN, Facts, Message

Floats = npt.NDArray[np.float32]
_LOW, _HIGH = -8.0, 6.0
_SUPPORT_LOW = -4.0
_MOST = 20.0
# So likely a category flags a text that sounds lawful as a whole.
_PLAIN = 0.85
# So unlikely a text is at fault by the sum alone that no trees can raise it above what is flagged.
_CLEAR = 0.1
# Below it nothing can be named, however bad the text sounds.
_FLOOR = 0.05
# What is longer is no likelier to be lawful.
_LONG = 60
_RULES_MOST = 3
_ANY = LABELS.index("any")
# What is exact is told whatever the weighing says of the rest.
SURE = frozenset({"obfuscated_text", "privacy_leak_in_message"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule that was met: in which unit, and whether the facts object (None: not known)."""

    category: str
    severity: str
    objects: bool | None
    unit: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a text gives to weigh: units read, rules met, categories found exactly."""

    message: Message
    units: Sequence[Unit]
    rules: Sequence[Heard]
    exact: frozenset[str]


@dataclass(frozen=True)
class Weights:
    """The learned weights of the evidence, and the share from which a category is told."""

    category: Mapping[str, float]
    category_least: float
    text: Mapping[str, float]
    text_least: Mapping[str, float]
    # As likely as this to be at fault, a text of a language is read by meaning too.
    doubt: Mapping[str, float] = field(default_factory=dict)
    category_trees: Trees | None = None
    text_trees: Trees | None = None

    @cached_property
    def own(self) -> _Own:
        """The weights of what is evidence for one category alone, by their places."""
        return _Own(self.category)


_CLOSED: Mapping[str, Callable[[Facts], bool]] = {
    "false_legal_status": lambda facts: facts.legal_status in {"suit_filed", "judgment"},
    "fake_visit_claim": lambda facts: facts.visit_scheduled is True,
    "false_promise": lambda facts: bool(facts.offers),
    "time_barred_threat": lambda facts: facts.time_barred is False,
    "false_urgency": lambda facts: (
        facts.deadline is not None or any(offer.expires for offer in facts.offers or ())
    ),
}
_NEEDED = {
    "false_legal_status": "legal_status",
    "fake_visit_claim": "visit_scheduled",
    "false_promise": "offers",
    "time_barred_threat": "time_barred",
    "credit_record_misstatement": "credit_reported",
}


def is_closed(category: str, facts: Facts) -> bool:
    """Whether the facts themselves leave no room: what is claimed is true or cannot matter."""
    asks = _CLOSED.get(category)
    return asks is not None and asks(facts)


def is_unknown(category: str, facts: Facts) -> bool:
    """Whether the fact that decides what is claimed is missing."""
    needed = _NEEDED.get(category)
    return needed is not None and getattr(facts, needed) is None


def is_settled(evidence: Evidence, category: str) -> bool:
    """Whether the facts, or their absence, alone say that a category is not to be told."""
    facts = evidence.message.facts
    if not (is_closed(category, facts) or is_unknown(category, facts)):
        return False
    met = any(one.category == category and one.objects for one in evidence.rules)
    return not met and category not in evidence.exact


def _sorted(values: Iterable[float]) -> list[float]:
    """Return the worst first, and at least two."""
    found = sorted((_within(value) for value in values), reverse=True)
    return [*found, *[_LOW] * (2 - len(found))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _common(evidence: Evidence, scores: Scores) -> dict[str, float]:
    """Return the evidence that is the same for every category."""
    words, meaning = scores.words, scores.meaning
    bad = sorted(map(_within, words[:, _ANY].tolist()), reverse=True) or [_LOW]
    more = {}
    if meaning is not None:
        worst = _sorted(meaning[:, _ANY])
        both = _sorted((meaning[:, _ANY] + words[:, _ANY]) / 2)
        more = {
            "deep_bad": worst[0] / 3,
            "deep_bad_mean": _mean(worst) / 3,
            "both_bad": both[0] / 3,
            "both_bad_next": both[1] / 3,
        }
    return {
        **more,
        "1": 1.0,
        "bad": bad[0] / 3,
        "bad_next": (bad[1] if len(bad) > 1 else _LOW) / 3,
        "bad_mean": sum(bad) / len(bad) / 3,
        "whole_bad": _within(scores.whole[_ANY]) / 3,
        "length": math.log(min(len(words), _LONG) + 1),
        **_setting(evidence.message),
    }


def _setting(message: Message) -> dict[str, float]:
    """Return who speaks and how, whatever is said."""
    return {
        "zh": float(message.language == "zh"),
        "inside": float(message.role in TEACHERS),
        "others": float(any(not turn.is_ours for turn in message.turns)),
        "written": float(message.channel in WRITTEN),
        "agency": float(message.facts.collector_is == "agency"),
    }


def _deep(words: Floats, meaning: Floats, label: int) -> dict[str, float]:
    """Return what the third reader says of a category, alone and together with the second."""
    own, both = _sorted(meaning[:, label]), (meaning + words) / 2
    mid = _sorted(both[:, label])
    here = _within(both[int(both[:, label].argmax()), _ANY]) if len(both) else 0.0
    return {
        "deep": own[0] / 3,
        "deep_next": own[1] / 3,
        "both": mid[0] / 3,
        "both_next": mid[1] / 3,
        "both_here": here / 3,
    }


def features(evidence: Evidence, scores: Scores, label: int) -> dict[str, float]:
    """Return the evidence for one category as numbers with names."""
    return {**_common(evidence, scores), **_own(evidence, scores, label)}


def _own(evidence: Evidence, scores: Scores, label: int) -> dict[str, float]:
    """Return what is evidence for this category alone."""
    category = LABELS[label]
    words, meaning = scores.words, scores.meaning
    own = sorted(map(_within, words[:, label].tolist()), reverse=True) or [_LOW]
    met = [one for one in evidence.rules if one.category == category and one.objects]
    unknown = [one for one in evidence.rules if one.category == category and one.objects is None]
    support = [_within(words[one.unit, label]) for one in (*met, *unknown) if one.unit is not None]
    facts = evidence.message.facts
    is_closed_here = is_closed(category, facts)
    result = {
        **({} if meaning is None else _deep(words, meaning, label)),
        "whole": _within(scores.whole[label]) / 3,
        "best": own[0] / 3,
        "next": (own[1] if len(own) > 1 else _LOW) / 3,
        "bad_here": _within(words[int(words[:, label].argmax()), _ANY]) / 3 if len(words) else 0,
        "rule": float(bool(met)),
        "rules": float(min(len(met), _RULES_MOST)),
        "rule_high": float(any(one.severity == "high" for one in met)),
        "rule_unknown": float(bool(unknown)),
        "rule_best": max(own[0], _SUPPORT_LOW) / 3 if met else 0.0,
        "rule_support": max(*support, _SUPPORT_LOW) / 3 if support else 0.0,
        "exact": float(category in evidence.exact),
        "closed": float(is_closed_here),
        f"category:{category}": 0.5,
    }
    if is_unknown(category, facts):
        result["unknown"] = 1.0
    if facts.recipient in STRANGERS:
        result[f"stranger:{category}"] = 0.5
    return result


def _within(value: float) -> float:
    return min(max(float(value), _LOW), _HIGH)


def text_features(
    evidence: Evidence, scores: Scores, found: Mapping[str, float]
) -> dict[str, float]:
    """Return the evidence that a text is at fault at all; ``found``: the share of each category."""
    return {**_common(evidence, scores), **_of_text(evidence, scores, found)}


def _of_text(evidence: Evidence, scores: Scores, found: Mapping[str, float]) -> dict[str, float]:
    """Return what the shares of the categories and the rules say of the whole text."""
    odds = sorted((_odds(share) for share in found.values()), reverse=True)
    met = {one.category for one in evidence.rules if one.objects}
    return {
        "most": odds[0] / 3,
        "second": odds[1] / 3,
        "third": odds[2] / 3,
        "whole_most": _within(scores.whole[:_ANY].max()) / 3,
        "rules": float(min(len(met), _RULES_MOST)),
        "exact": float(bool(evidence.exact)),
    }


def text_details(evidence: Evidence, found: Mapping[str, float]) -> dict[str, float]:
    """Return what only trees are asked about: each category by itself."""
    return {
        **{f"share:{name}": max(_odds(share), _LOW) / 3 for name, share in found.items()},
        **{f"exact:{name}": 1.0 for name in evidence.exact},
    }


def share_of(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how likely something is, from its evidence."""
    return _share(_sum(evidence, weights))


def _sum(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum([weights.get(name, 0.0) * value for name, value in evidence.items() if value])


def _share(total: float) -> float:
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total))))


def _odds(share: float) -> float:
    return math.log(share / (1 - share)) if share else _LOW


class _Own:
    """The sums of what ``_own`` names, worked out for all categories at once.

    In the same order as there, so that what was learned and what is weighed agree to the last bit.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        def of(*names: str) -> tuple[float, ...]:
            return tuple(weights.get(name, 0.0) for name in names)

        self._deep = of("deep", "deep_next", "both", "both_next", "both_here")
        self._plain = of("best", "next", "bad_here", "whole")
        self._rules = of("rule", "rules", "rule_high", "rule_unknown", "rule_best", "rule_support")
        self._facts = of("exact", "closed", "unknown")
        self._categories = of(*(f"category:{name}" for name in LABELS[:-1]))
        self._strangers = of(*(f"stranger:{name}" for name in LABELS[:-1]))

    def sums(self, evidence: Evidence, scores: Scores) -> list[float]:
        """Return the sum of each category's own evidence."""
        words, meaning = scores.words, scores.meaning
        own = _columns(words)
        whole = [_within(value) / 3 for value in scores.whole.tolist()]
        if meaning is None:
            totals = [0.0] * len(LABELS)
        else:
            first = self._deep
            totals = [
                sum([weight * (value / 3) for weight, value in zip(first, values, strict=True)])
                for values in zip(
                    *_columns(meaning)[:2], *_columns((meaning + words) / 2), strict=True
                )
            ]
        rules = self._ruled(evidence, words, own[0])
        facts = evidence.message.facts
        is_stranger = facts.recipient in STRANGERS
        best, after, here, of_whole = self._plain
        exact, closed, unknown = self._facts
        are_closed, are_unknown = _decided(facts)
        result: list[float] = []
        for label, category in enumerate(LABELS[:-1]):
            total = totals[label] + best * (own[0][label] / 3) + after * (own[1][label] / 3)
            total += here * (own[2][label] / 3) + of_whole * whole[label]
            for value in rules.get(category, ()):
                total += value
            if category in evidence.exact:
                total += exact
            if category in are_closed:
                total += closed
            total += self._categories[label] * 0.5
            if category in are_unknown:
                total += unknown
            if is_stranger:
                total += self._strangers[label] * 0.5
            result.append(total)
        return result

    def _ruled(
        self, evidence: Evidence, words: Floats, best: Sequence[float]
    ) -> dict[str, list[float]]:
        """Return what the rules give to the categories that they speak of."""
        result: dict[str, list[float]] = {}
        for category in dict.fromkeys(one.category for one in evidence.rules):
            if category not in _PLACES:
                continue
            label = _PLACES[category]
            met = [one for one in evidence.rules if one.category == category and one.objects]
            unknown = [
                one for one in evidence.rules if one.category == category and one.objects is None
            ]
            units = [one.unit for one in (*met, *unknown) if one.unit is not None]
            support = max([_within(words[unit, label]) for unit in units], default=None)
            one, many, high, unsure, at_best, supported = self._rules
            given = []
            if met:
                given += [one, many * float(min(len(met), _RULES_MOST))]
                given += [high] if any(found.severity == "high" for found in met) else []
            if unknown:
                given.append(unsure)
            if met:
                given.append(at_best * (max(best[label], _SUPPORT_LOW) / 3))
            if support is not None:
                given.append(supported * (max(support, _SUPPORT_LOW) / 3))
            result[category] = given
        return result


def _decided(facts: Facts) -> tuple[set[str], set[str]]:
    """Return the categories that the facts leave no room for, and those whose fact is missing."""
    return (
        {category for category, asks in _CLOSED.items() if asks(facts)},
        {category for category, needed in _NEEDED.items() if getattr(facts, needed) is None},
    )


def _settled(evidence: Evidence) -> set[str]:
    """Return the categories of which ``is_settled`` holds, all at once."""
    are_closed, are_unknown = _decided(evidence.message.facts)
    met = {one.category for one in evidence.rules if one.objects}
    return (are_closed | are_unknown) - met - evidence.exact


_PLACES = {category: label for label, category in enumerate(LABELS[:-1])}
_Column = list[float]


def _columns(scores: npt.NDArray[np.floating]) -> tuple[_Column, _Column, _Column]:
    """Return for each label the worst, the next worst, and how bad the worst unit sounds."""
    if not len(scores):
        return [_LOW] * len(LABELS), [_LOW] * len(LABELS), [0.0] * len(LABELS)
    kept = np.minimum(np.maximum(scores.astype(np.float64), _LOW), _HIGH)
    here: _Column = kept[scores.argmax(axis=0), _ANY].tolist()
    if len(scores) == 1:
        return kept[0].tolist(), [_LOW] * len(LABELS), here
    ordered = np.sort(kept, axis=0)
    return ordered[-1].tolist(), ordered[-2].tolist(), here


def shares(
    evidence: Evidence,
    scores: Scores,
    weights: Weights,
    common: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return how likely each category of a text is; ``common``: what is the same for all."""
    known = _sum(_common(evidence, scores) if common is None else common, weights.category)
    settled = _settled(evidence)
    return {
        category: 0.0 if category in settled else _share(known + own)
        for category, own in zip(LABELS[:-1], weights.own.sums(evidence, scores), strict=True)
    }


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely a text is at fault at all, and by which categories; and what was weighed."""

    text: float
    shares: Mapping[str, float]
    scores: Scores
    # what is the same for every category
    common: Mapping[str, float]


def weigh(evidence: Evidence, scores: Scores, weights: Weights) -> Weighed:
    """Weigh all that a text gives."""
    common = _common(evidence, scores)
    found = shares(evidence, scores, weights, common)
    asked = {**common, **_of_text(evidence, scores, found)}
    text = share_of(asked, weights.text)
    if weights.text_trees is not None and text >= _CLEAR:
        odds = weights.text_trees.odds({**asked, **text_details(evidence, found)})
        text = (text + _share(odds)) / 2
    return Weighed(text, found, scores, common)


def told(evidence: Evidence, scores: Scores, weights: Weights) -> dict[str, float]:
    """Return the categories that a text is to be flagged for, with how likely each is."""
    return named(evidence, weigh(evidence, scores, weights), weights)


def named(evidence: Evidence, weighed: Weighed, weights: Weights) -> dict[str, float]:
    """Name the categories of a text that was weighed.

    A text that is likely at fault is flagged for its likeliest category, if that is no wild guess.
    """
    least = weights.text_least[evidence.message.language]
    if weighed.text < least and max(weighed.shares.values()) < _PLAIN:
        return {}
    found = _asked_again(evidence, weighed, weights.category_trees)
    likely = {name: share for name, share in found.items() if share >= weights.category_least}
    if likely or evidence.exact & SURE:
        return likely
    best = max(found, key=lambda name: found[name])
    return {best: found[best]} if found[best] >= _FLOOR else {}


def _asked_again(evidence: Evidence, weighed: Weighed, trees: Trees | None) -> Mapping[str, float]:
    """Ask the trees about the categories that may be named."""
    if trees is None:
        return weighed.shares
    found = dict(weighed.shares)
    for name, share in weighed.shares.items():
        if share >= _FLOOR:
            own = _own(evidence, weighed.scores, _PLACES[name])
            found[name] = (share + _share(trees.odds({**weighed.common, **own}))) / 2
    return found
