"""What a transcript holds: who said what, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


class TranscriptProblem(Exception):  # noqa: N818 - a problem of the file, as BankProblem
    """A file that cannot be taken: a code, a sentence, and the line where it fails."""

    def __init__(self, code: str, text: str, line: int | None = None) -> None:
        self.code, self.line = code, line
        super().__init__(f"line {line}: {text}" if line else text)


@dataclass(frozen=True, slots=True)
class Said:
    """One stretch of speech; times in milliseconds from the begin of the recording."""

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as read. What the file does not say is ``None``."""

    turns: tuple[Said, ...]
    language: str | None = None
    recording: str | None = None
    facts: dict[str, object] | None = None


def joined(cues: Iterable[Said]) -> tuple[Said, ...]:
    """Put the cues of one voice together: a sentence goes on over the end of a line."""
    turns: list[Said] = []
    for cue in cues:
        if not cue.text:
            continue
        last = turns[-1] if turns else None
        if last is None or last.speaker != cue.speaker:
            turns.append(cue)
            continue
        is_wide = _WIDE.match(last.text[-1]) and _WIDE.match(cue.text[0])
        text = f"{last.text}{'' if is_wide else ' '}{cue.text}"
        turns[-1] = replace(last, text=text, end_ms=cue.end_ms)
    return tuple(turns)
