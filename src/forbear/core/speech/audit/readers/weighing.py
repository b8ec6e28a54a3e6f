"""What rules, the second reader and the facts together make of a text.

Each category of a text is one yes or no: the mean of a logistic sum over the evidence and of trees
that ask one piece after another, both learned on texts which neither the rules nor the second
reader had seen. Whether a text is at fault at all is asked in the same two ways.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forbear.core.speech.audit.frames import TEACHERS
from forbear.core.speech.audit.readers.learned import LABELS, Floats, Unit
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.truth import STRANGERS
from forbear.core.speech.audit.values import WRITTEN, Facts, Message

LOW, HIGH = -8.0, 6.0
SUPPORT_LOW = -4.0
_MOST = 20.0
# What is longer is no likelier to be lawful.
LONG = 60
RULES_MOST = 3
ANY = LABELS.index("any")
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
    found = sorted((within(value) for value in values), reverse=True)
    return [*found, *[LOW] * (2 - len(found))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _common(evidence: Evidence, scores: Scores) -> dict[str, float]:
    """Return the evidence that is the same for every category."""
    words, meaning = scores.words, scores.meaning
    bad = sorted(map(within, words[:, ANY].tolist()), reverse=True) or [LOW]
    more = {}
    if meaning is not None:
        worst = _sorted(meaning[:, ANY])
        both = _sorted((meaning[:, ANY] + words[:, ANY]) / 2)
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
        "bad_next": (bad[1] if len(bad) > 1 else LOW) / 3,
        "bad_mean": sum(bad) / len(bad) / 3,
        "whole_bad": within(scores.whole[ANY]) / 3,
        "length": math.log(min(len(words), LONG) + 1),
        **setting(evidence.message),
    }


def setting(message: Message) -> dict[str, float]:
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
    here = within(both[int(both[:, label].argmax()), ANY]) if len(both) else 0.0
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
    own = sorted(map(within, words[:, label].tolist()), reverse=True) or [LOW]
    met = [one for one in evidence.rules if one.category == category and one.objects]
    unknown = [one for one in evidence.rules if one.category == category and one.objects is None]
    support = [within(words[one.unit, label]) for one in (*met, *unknown) if one.unit is not None]
    facts = evidence.message.facts
    is_closed_here = is_closed(category, facts)
    result = {
        **({} if meaning is None else _deep(words, meaning, label)),
        "best": own[0] / 3,
        "next": (own[1] if len(own) > 1 else LOW) / 3,
        "bad_here": within(words[int(words[:, label].argmax()), ANY]) / 3 if len(words) else 0,
        "whole": within(scores.whole[label]) / 3,
        "rule": float(bool(met)),
        "rules": float(min(len(met), RULES_MOST)),
        "rule_high": float(any(one.severity == "high" for one in met)),
        "rule_unknown": float(bool(unknown)),
        "rule_best": max(own[0], SUPPORT_LOW) / 3 if met else 0.0,
        "rule_support": max(*support, SUPPORT_LOW) / 3 if support else 0.0,
        "exact": float(category in evidence.exact),
        "closed": float(is_closed_here),
        f"category:{category}": 0.5,
    }
    if is_unknown(category, facts):
        result["unknown"] = 1.0
    if facts.recipient in STRANGERS:
        result[f"stranger:{category}"] = 0.5
    return result


def within(value: float) -> float:
    """Return the logarithm of odds within the bounds that are weighed."""
    return min(max(float(value), LOW), HIGH)


def text_features(
    evidence: Evidence, scores: Scores, found: Mapping[str, float]
) -> dict[str, float]:
    """Return the evidence that a text is at fault at all; ``found``: the share of each category."""
    return {**_common(evidence, scores), **_of_text(evidence, scores, found)}


def _of_text(evidence: Evidence, scores: Scores, found: Mapping[str, float]) -> dict[str, float]:
    """Return what the shares of the categories and the rules say of the whole text."""
    odds = sorted((odds_of(share) for share in found.values()), reverse=True)
    met = {one.category for one in evidence.rules if one.objects}
    return {
        "most": odds[0] / 3,
        "second": odds[1] / 3,
        "third": odds[2] / 3,
        "whole_most": within(scores.whole[:ANY].max()) / 3,
        "rules": float(min(len(met), RULES_MOST)),
        "exact": float(bool(evidence.exact)),
    }


def text_details(evidence: Evidence, found: Mapping[str, float]) -> dict[str, float]:
    """Return what only trees are asked about: each category by itself."""
    return {
        **{f"share:{name}": max(odds_of(share), LOW) / 3 for name, share in found.items()},
        **{f"exact:{name}": 1.0 for name in evidence.exact},
    }


def share_of(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return how likely something is, from its evidence."""
    return share_from(_sum(evidence, weights))


def _sum(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum([weights.get(name, 0.0) * value for name, value in evidence.items() if value])


def share_from(total: float) -> float:
    """Return the share that has this logarithm of the odds."""
    bound = _MOST if total > _MOST else max(total, -_MOST)
    return 1 / (1 + math.exp(-bound))


def odds_of(share: float) -> float:
    """Return the logarithm of the odds of a share."""
    return math.log(share / (1 - share)) if share else LOW


def decided(facts: Facts) -> tuple[set[str], set[str]]:
    """Return the categories that the facts leave no room for, and those whose fact is missing."""
    return (
        {category for category, asks in _CLOSED.items() if asks(facts)},
        {category for category, needed in _NEEDED.items() if getattr(facts, needed) is None},
    )
