"""A turn cut where findings begin and end, so that a page can mark it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from forbear.core.speech.replies import plain
from forbear.store.selectors.speech import Read


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn, and the numbers of the findings that stand on it."""

    text: str
    marks: tuple[int, ...]


def pieces(text: str, spans: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """Cut ``text`` at the spans, each a number, a start and an end in code points.

    >>> [piece.text for piece in pieces("pay or jail", [(1, 7, 11)])]
    ['pay or ', 'jail']
    """
    edges = {0, len(text)}
    for _number, start, end in spans:
        edges |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    cuts = sorted(edges)
    return [
        Piece(
            plain(text[first:last]),
            tuple(number for number, start, end in spans if start < last and first < end),
        )
        for first, last in itertools.pairwise(cuts)
    ]


def marked(read: Read) -> list[dict[str, object]]:
    """Return the turns of a text, each cut where its findings stand; these count from 1."""
    numbers = {finding.pk: number for number, finding in enumerate(read.findings, start=1)}
    return [
        {
            "speaker": plain(turn["speaker"]),
            "ours": turn["ours"],
            "time": _time(turn.get("start_ms")),
            "pieces": pieces(
                turn["text"],
                [
                    (numbers[one.pk], one.start, one.end)
                    for one in read.findings
                    if one.turn == number
                ],
            ),
        }
        for number, turn in enumerate(read.text.turns)
    ]


def _time(start_ms: int | None) -> str:
    if start_ms is None:
        return ""
    seconds = start_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02}"
