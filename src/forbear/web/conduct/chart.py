"""A small chart of rates: columns from zero, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forbear.services.speech.conduct import TrendPoint

WIDTH, HEIGHT = 640, 180
_TOP, _FOOT, _SIDE = 22, 22, 8
_LABELS_MOST = 14
_ROOM = 1.15


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its interval, in units of the drawing; ``y`` grows downwards."""

    point: TrendPoint
    x: float
    middle: float
    width: float
    y: float
    height: float
    low_y: float
    high_y: float
    is_labelled: bool
    is_few: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of ``WIDTH`` by ``HEIGHT``; ``top`` is the rate at its upper edge."""

    columns: list[Column]
    base_y: int
    top: float


def chart_of(points: Sequence[TrendPoint], *, least: int) -> Chart:
    """Draw the rates; an interval that reaches beyond the drawing is cut there.

    The scale is that of points with at least ``least`` contacts: of few contacts an interval says
    next to nothing and would press all others flat.
    """
    sure = [one for one in points if one.tally.contacts >= least] or list(points)
    highest = max((one.found.high if one.tally.found else one.found.value or 0) for one in sure)
    values = max(one.found.value or 0 for one in points)
    top = max(highest, values, 1.0) * _ROOM
    base = HEIGHT - _FOOT
    step = (WIDTH - 2 * _SIDE) / max(len(points), 1)
    every = -(-len(points) // _LABELS_MOST)

    def y(rate: float) -> float:
        return round(base - min(rate / top, 1.0) * (base - _TOP), 1)

    columns = []
    for number, one in enumerate(points):
        x = _SIDE + step * number
        value = one.found.value or 0
        columns.append(
            Column(
                one,
                round(x + step * 0.15, 1),
                round(x + step / 2, 1),
                round(step * 0.7, 1),
                y(value),
                round(base - y(value), 1),
                y(one.found.low),
                y(one.found.high),
                number % every == 0,
                one.tally.contacts < least,
            )
        )
    return Chart(columns, base, top)
