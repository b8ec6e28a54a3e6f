"""Small bar charts: where each bar stands, from zero, with its label. Drawn as plain SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 36
BAR = 24
HEIGHT = 72
TOP = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` high, its lower ``part`` filled."""

    label: str
    value: int
    part: int
    x: int
    y: int
    height: int
    part_y: int
    part_height: int

    @property
    def middle(self) -> int:
        """Where its labels stand."""
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, and how wide they are together."""

    bars: list[Bar]
    width: int
    height: int = HEIGHT + TOP + 18
    base: int = HEIGHT + TOP
    label_y: int = HEIGHT + TOP + 14
    bar: int = BAR


def chart_of(rows: Sequence[tuple[str, int, int]]) -> Chart | None:
    """Draw ``(label, value, part)``; ``None`` where there is nothing to see."""
    most = max((value for _label, value, _part in rows), default=0)
    if not most:
        return None
    bars = []
    for index, (label, value, part) in enumerate(rows):
        height, part_height = value * HEIGHT // most, part * HEIGHT // most
        base = TOP + HEIGHT
        bars.append(
            Bar(
                label,
                value,
                part,
                index * STEP + (STEP - BAR) // 2,
                base - height,
                height,
                base - part_height,
                part_height,
            )
        )
    return Chart(bars, len(rows) * STEP)
