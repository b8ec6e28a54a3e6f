"""WebVTT and SRT: cues with times, and the names of those who speak.

Sources: WebVTT, W3C Candidate Recommendation (voice spans, timestamps, comment blocks); SRT has no
standard: a number, a line of times with a comma, lines of text, an empty line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from forbear.interchange.transcripts.turns import Said, TranscriptProblem

_TIME = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font)\b[^<>]*>|<[\d:.]+>", re.IGNORECASE)
_NAMED = re.compile(
    r"^\s*(?:[-\u2013]\s*)?(?P<who>[^\W\d][^:\uff1a]{0,40}?)\s*(?::\s+|\uff1a)(?P<said>.*)$"
)
_BESIDE = ("NOTE", "STYLE", "REGION")
UNKNOWN = "unknown_party"


def read_cues(text: str, *, is_vtt: bool) -> Iterator[Said]:
    """Yield the cues in their order; ``TranscriptProblem`` with the line where the file fails."""
    speaker = UNKNOWN
    end_before = 0
    for first, block in _blocks(text, skip_head=is_vtt):
        if is_vtt and block[0].split(" ")[0].split("\t")[0] in _BESIDE and "-->" not in block[0]:
            continue
        at = next((n for n, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            said = "a cue needs a line of times, as 00:00:01.000 --> 00:00:04.000."
            raise TranscriptProblem("BAD_CUE", said, first)
        start, end = _times(block[at], first + at)
        if start < end_before:
            said = "this cue begins before the one above it began; the file is out of order."
            raise TranscriptProblem("OUT_OF_ORDER", said, first + at)
        end_before = start
        for who, words in _voices("\n".join(block[at + 1 :]), speaker):
            speaker = who
            yield Said(who, words, start, end)


def _blocks(text: str, *, skip_head: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks of lines between empty ones, each with the number of its first line."""
    block: list[str] = []
    first = 1
    is_head = skip_head
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            if not block:
                first = number
            block.append(line.rstrip("\r"))
        elif block:
            if not is_head:
                yield first, block
            is_head = False
            block = []


def _times(line: str, number: int) -> tuple[int, int]:
    left, _, right = line.partition("-->")
    start = _TIME.fullmatch(left.strip())
    end = _TIME.match(right.strip())
    if start is None or end is None:
        said = f"{line.strip()[:60]!r} is no line of times."
        raise TranscriptProblem("BAD_TIME", said, number)
    begins, ends = _ms(start), _ms(end)
    if ends < begins:
        raise TranscriptProblem("BAD_TIME", "the cue ends before it begins.", number)
    return begins, ends


def _ms(found: re.Match[str]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _voices(text: str, before: str) -> Iterator[tuple[str, str]]:
    """Cut a cue where another voice begins; who is not named goes on speaking."""
    pieces = _VOICE.split(text)
    if len(pieces) > 1:
        if plain := _plain(pieces[0]):
            yield before, plain
        for who, said in zip(pieces[1::2], pieces[2::2], strict=True):
            yield html.unescape(who.strip()) or UNKNOWN, _plain(said)
        return
    lines: list[tuple[str, str]] = []
    for line in text.split("\n"):
        plain = _plain(line)
        named = _NAMED.match(plain)
        if named:
            lines.append((named["who"], named["said"].strip()))
        elif lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {plain}".strip())
        else:
            lines.append((before, plain))
    yield from lines


def _plain(text: str) -> str:
    """Take the tags out and the entities back; lines of one voice are one line."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
