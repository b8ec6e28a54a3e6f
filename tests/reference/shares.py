"""Intervals, standings and kappa said again, plainly: by search and by counting, not by formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction


def _root(outside: Callable[[float], bool], inner: float, outer: float) -> float:
    """Return where ``outside`` begins between two points, by halving."""
    for _ in range(80):
        middle = (inner + outer) / 2
        if outside(middle):
            outer = middle
        else:
            inner = middle
    return inner


def wilson(count: int, of: int, z: float) -> tuple[float, float]:
    """The shares that a count does not speak against: those within z standard errors of it."""
    if of == 0:
        return 0.0, 1.0
    seen = count / of

    def far(share: float) -> bool:
        return (seen - share) ** 2 * of > z * z * share * (1 - share)

    return _root(far, seen, 0.0), _root(far, seen, 1.0)


def kappa(pairs: Iterable[tuple[str, str]]) -> Fraction | None:
    """Agreement beyond chance, in fractions."""
    rows = list(pairs)
    count = len(rows)
    if not count:
        return None
    first, second = Counter(one for one, _ in rows), Counter(other for _, other in rows)
    chance = sum((Fraction(first[w] * second[w], count * count) for w in first), Fraction(0))
    if chance == 1:
        return None
    seen = Fraction(sum(one == other for one, other in rows), count)
    return (seen - chance) / (1 - chance)
