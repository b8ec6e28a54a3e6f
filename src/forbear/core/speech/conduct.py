"""How decently people, teams and agencies spoke: rates with their uncertainty, never a mere rank.

The interval of a share is Wilson's (E. B. Wilson, JASA 22 (1927) 209-212); that of a difference of
two shares Newcombe's tenth (R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

SEVERITIES = ("high", "medium", "low")
GROUPS = ("collector", "team", "agency")
# few: too few contacts to say; alike: the difference to all others may be chance
Standing = Literal["few", "alike", "above", "below"]
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Measures:
    """What a house counts by. ``confidence`` is in thousandths."""

    weights: Mapping[str, int]
    confidence: int
    contacts_least: int


@dataclass(frozen=True, slots=True)
class SampleRate:
    """So many of a thousand clean texts of a team, or of a collector, are read all the same."""

    team: str
    collector: str
    per_thousand: int


@dataclass(frozen=True, slots=True)
class Sampling:
    """How texts are drawn for reading. The greatest rate that fits a text holds.

    A starter is someone whose first text is less than ``starter_days`` old.
    """

    second_per_thousand: int = 0
    starter_days: int = 0
    starter_per_thousand: int = 0
    rates: tuple[SampleRate, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Contacts that the auditor read, and how many had a confirmed finding, by the gravest.

    ``unread`` counts contacts with a finding that no reviewer has judged: they are in ``contacts``
    and in no severity.
    """

    contacts: int
    high: int = 0
    medium: int = 0
    low: int = 0
    unread: int = 0

    @property
    def found(self) -> int:
        """Contacts with any confirmed finding."""
        return self.high + self.medium + self.low

    def without(self, other: Tally) -> Tally:
        """Return what is left when ``other``, a part of this, is taken away."""
        return Tally(
            self.contacts - other.contacts,
            self.high - other.high,
            self.medium - other.medium,
            self.low - other.low,
            self.unread - other.unread,
        )

    def and_(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.contacts + other.contacts,
            self.high + other.high,
            self.medium + other.medium,
            self.low + other.low,
            self.unread + other.unread,
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """Per thousand contacts, with the ends of its interval; ``None`` without contacts."""

    count: int
    contacts: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """The conduct of one: each rate, the weighed points per thousand contacts, and its standing."""

    name: str
    tally: Tally
    found: Rate
    by_severity: Mapping[str, Rate]
    points: float | None
    standing: Standing


def wilson(count: int, of: int, *, z: float) -> tuple[float, float]:
    """Return the interval of a share; 0 to 1 if nothing was seen.

    >>> [round(end, 3) for end in wilson(1, 20, z=1.96)]
    [0.009, 0.236]
    """
    if of == 0:
        return 0.0, 1.0
    share, square = count / of, z * z
    middle = share + square / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    below, above = (middle - reach) / (1 + square / of), (middle + reach) / (1 + square / of)
    # at the ends the exact values, without the rounding of the machine
    return (0.0 if count == 0 else max(below, 0.0)), (1.0 if count == of else min(above, 1.0))


def difference(count: int, of: int, other: int, of_other: int, *, z: float) -> tuple[float, float]:
    """Return the interval of the first share less the second; both were seen at least once.

    >>> [round(end, 4) for end in difference(56, 70, 48, 80, z=1.96)]
    [0.0524, 0.3339]
    """
    mine, theirs = count / of, other / of_other
    my_low, my_high = wilson(count, of, z=z)
    their_low, their_high = wilson(other, of_other, z=z)
    apart = mine - theirs
    return (
        apart - math.hypot(mine - my_low, their_high - theirs),
        apart + math.hypot(my_high - mine, theirs - their_low),
    )


def rate(count: int, contacts: int, *, confidence: int) -> Rate:
    """Return ``count`` of ``contacts`` per thousand; ``confidence`` in thousandths."""
    below, above = wilson(count, contacts, z=_z(confidence / _THOUSAND))
    value = count / contacts * _THOUSAND if contacts else None
    return Rate(count, contacts, value, below * _THOUSAND, above * _THOUSAND)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def standing(one: Tally, rest: Tally, measures: Measures, *, compared: int = 1) -> Standing:
    """Return whether ``one`` differs from all others together, and not by chance.

    Where many are compared some differ by chance alone, so the demand grows with their number
    (Bonferroni): the whole table, not each row, is as sure as ``measures.confidence``.
    """
    if min(one.contacts, rest.contacts) < max(measures.contacts_least, 1):
        return "few"
    z = _z(1 - (1 - measures.confidence / _THOUSAND) / max(compared, 1))
    low, high = difference(one.found, one.contacts, rest.found, rest.contacts, z=z)
    if low > 0:
        return "above"
    if high < 0:
        return "below"
    return "alike"


def points(tally: Tally, weights: Mapping[str, int]) -> float | None:
    """Return the weighed points per thousand contacts; ``None`` without contacts."""
    if not tally.contacts:
        return None
    weighed = sum(weights[severity] * getattr(tally, severity) for severity in SEVERITIES)
    return float(weighed * _THOUSAND / tally.contacts)


def scores(
    tallies: Mapping[str, Tally], measures: Measures, *, others: Mapping[str, Tally] | None = None
) -> list[Score]:
    """Return the scores, by name: never in an order that chance may have made.

    ``others`` are all who are compared, where ``tallies`` are only those that someone may see.
    """
    everyone = dict(others) if others is not None else dict(tallies)
    whole = Tally(0)
    for one in everyone.values():
        whole = whole.and_(one)
    able = sum(one.contacts >= measures.contacts_least for one in everyone.values())
    return [
        Score(
            name=name,
            tally=tally,
            found=rate(tally.found, tally.contacts, confidence=measures.confidence),
            by_severity={
                severity: rate(
                    getattr(tally, severity), tally.contacts, confidence=measures.confidence
                )
                for severity in SEVERITIES
            },
            points=points(tally, measures.weights),
            standing=standing(tally, whole.without(tally), measures, compared=able),
        )
        for name, tally in sorted(tallies.items())
    ]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree beyond chance; ``kappa`` is ``None`` where chance leaves no room.

    ``low`` and ``high`` are the ends of its interval; ``None`` where it has none.
    """

    pairs: int
    same: int
    kappa: float | None
    low: float | None = None
    high: float | None = None


def agreement(pairs: Sequence[tuple[str, str]], *, confidence: int) -> Agreement:
    """Return Cohen's kappa of the pairs (J. Cohen, Educ. Psychol. Meas. 20 (1960) 37-46).

    The standard error is the large-sample one of that article; with few pairs it is rough.

    >>> agreement([("fault", "fault"), ("none", "none"), ("fault", "none"), ("none", "none")],
    ...           confidence=950).kappa
    0.5
    """
    count = len(pairs)
    same = sum(one == other for one, other in pairs)
    if not count:
        return Agreement(0, 0, None)
    words = {word for pair in pairs for word in pair}
    by_chance = sum(
        sum(one == word for one, _ in pairs) * sum(other == word for _, other in pairs)
        for word in words
    )
    room = count * count - by_chance
    if room == 0:
        return Agreement(count, same, None)
    kappa = (same * count - by_chance) / room
    seen = same / count
    error = math.sqrt(seen * (1 - seen) / count) / (room / (count * count))
    reach = _z(confidence / _THOUSAND) * error
    return Agreement(count, same, kappa, max(kappa - reach, -1.0), min(kappa + reach, 1.0))
