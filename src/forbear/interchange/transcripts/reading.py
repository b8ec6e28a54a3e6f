"""A transcript of whatever form, known by what stands in it and not by its name."""

from __future__ import annotations

import json
from decimal import Decimal

from forbear.interchange.jsonl import decoded
from forbear.interchange.transcripts.cues import UNKNOWN, read_cues
from forbear.interchange.transcripts.turns import Said, Transcript, TranscriptProblem, joined

BYTES_MAX = 32 << 20
_TOP = ("language", "recording", "turns", "facts")
_TURN = ("speaker", "text", "start", "end")
_SECONDS_MAX = 7 * 24 * 3600


def read_transcript(content: bytes) -> Transcript:
    """Read WebVTT, SRT or JSON; ``TranscriptProblem`` with the line if it is none of them."""
    if len(content) > BYTES_MAX:
        raise TranscriptProblem("TOO_LARGE", f"It is larger than {BYTES_MAX} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TranscriptProblem("NOT_UTF8", "the text is not UTF-8.", line) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TranscriptProblem("EMPTY", "The file is empty.")
    if text.startswith("WEBVTT"):
        found = Transcript(joined(read_cues(text, is_vtt=True)))
    elif text.lstrip()[0] in "{[":
        found = _json(text)
    else:
        found = Transcript(joined(read_cues(text, is_vtt=False)))
    if not found.turns:
        raise TranscriptProblem("EMPTY", "Nobody says anything in it.")
    return found


def _json(text: str) -> Transcript:
    try:
        given = decoded(text)
    except json.JSONDecodeError as error:
        raise TranscriptProblem("BAD_JSON", f"is not JSON: {error.msg}.", error.lineno) from None
    except ValueError as error:
        raise TranscriptProblem("BAD_JSON", f"It is not JSON: {error}.") from None
    if not isinstance(given, dict):
        raise TranscriptProblem("BAD_JSON", "A transcript is an object with turns.")
    _known(given, _TOP, "the transcript")
    for name in ("language", "recording"):
        if given.get(name) is not None and not isinstance(given[name], str):
            raise TranscriptProblem("BAD_FIELD", f"{name} must be a text.")
    turns, facts = given.get("turns"), given.get("facts")
    if not isinstance(turns, list):
        raise TranscriptProblem("BAD_FIELD", "turns must be a list.")
    if facts is not None and not isinstance(facts, dict):
        raise TranscriptProblem("BAD_FIELD", "facts must be an object.")
    said = [_turn(turn, number) for number, turn in enumerate(turns)]
    return Transcript(joined(said), given.get("language"), given.get("recording"), facts)


def _turn(given: object, number: int) -> Said:
    place = f"turns[{number}]"
    if not isinstance(given, dict):
        raise TranscriptProblem("BAD_FIELD", f"{place} must be an object.")
    _known(given, _TURN, place)
    for name in ("speaker", "text"):
        if not isinstance(given.get(name), str):
            raise TranscriptProblem("BAD_FIELD", f"{place}.{name} must be a text.")
    start, end = (_ms(given.get(name), f"{place}.{name}") for name in ("start", "end"))
    if start is not None and end is not None and end < start:
        raise TranscriptProblem("BAD_TIME", f"{place} ends before it begins.")
    return Said(given["speaker"].strip() or UNKNOWN, given["text"].strip(), start, end)


def _known(given: dict[str, object], names: tuple[str, ...], place: str) -> None:
    for name in given:
        if name not in names:
            known = ", ".join(names)
            raise TranscriptProblem("UNKNOWN_FIELD", f"{place} has no {name!r}, only {known}.")


def _ms(given: object, place: str) -> int | None:
    if given is None:
        return None
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not 0 <= given <= _SECONDS_MAX:  # type: ignore[operator] # a number
        raise TranscriptProblem("BAD_TIME", f"{place} must be seconds from the begin, as 12.5.")
    return int(Decimal(str(given)) * 1000)
