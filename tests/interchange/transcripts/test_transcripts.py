"""Transcripts as files: what each form says, and where each fails."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.interchange.transcripts import Said, TranscriptProblem, read_transcript

VTT = """WEBVTT - a call
Kind: captions

NOTE made by
a machine

STYLE
::cue { color: red }

1
00:01.000 --> 00:04.500 align:start
<v.loud Sam Reed>You will be &amp; <i>may</i>

00:04.600 --> 00:06.000
be arrested.

01:00:06.100 --> 01:00:07.000
<v Ada>Who is this?<v Sam Reed>The bank.
"""
SRT = """1
00:00:01,000 --> 00:00:04,500
Agent: Good day.

2
00:00:05,000 --> 00:00:06,000
Cardholder: Hello: who is it?
And why?
"""


def test_webvtt_gives_voices_and_times() -> None:
    assert read_transcript(VTT.encode()).turns == (
        Said("Sam Reed", "You will be & may be arrested.", 1000, 6000),
        Said("Ada", "Who is this?", 3_606_100, 3_607_000),
        Said("Sam Reed", "The bank.", 3_606_100, 3_607_000),
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_srt_gives_the_names_before_the_colon(newline: str) -> None:
    content = b"\xef\xbb\xbf" + SRT.replace("\n", newline).encode()
    assert read_transcript(content).turns == (
        Said("Agent", "Good day.", 1000, 4500),
        Said("Cardholder", "Hello: who is it? And why?", 5000, 6000),
    )


def test_chinese_lines_of_one_voice_are_one_line() -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\n催收员：您好，\n\n"
    text = first + "2\n00:00:02,000 --> 00:00:03,000\n请还款。\n"
    assert read_transcript(text.encode()).turns == (Said("催收员", "您好，请还款。", 1000, 3000),)


def test_json_gives_speakers_facts_and_the_recording() -> None:
    given = {
        "language": "en",
        "recording": "rec/17.wav",
        "facts": {"dpd": 8},
        "turns": [
            {"speaker": "collector", "text": " Good day. ", "start": 0, "end": 1.25},
            {"speaker": "collector", "text": "", "start": 2},
            {"speaker": "cardholder", "text": "Hello."},
        ],
    }
    read = read_transcript(json.dumps(given).encode())
    assert read.turns == (Said("collector", "Good day.", 0, 1250), Said("cardholder", "Hello."))
    assert (read.language, read.recording, read.facts) == ("en", "rec/17.wav", {"dpd": 8})


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b" \n", "EMPTY", None),
        (b"WEBVTT\n\n", "EMPTY", None),
        (b"good day\n\xff", "NOT_UTF8", 2),
        (b"WEBVTT\n\nhello\nworld\nagain\n", "BAD_CUE", 3),
        (b"1\n00:00:01,000 --> soon\nhi\n", "BAD_TIME", 2),
        (b"1\n00:00:03,000 --> 00:00:01,000\nhi\n", "BAD_TIME", 2),
        (SRT.encode() + b"\n3\n00:00:00,000 --> 00:00:01,000\nhi\n", "OUT_OF_ORDER", 11),
        (b'{"turns": [\n}', "BAD_JSON", 2),
        (b"[]", "BAD_JSON", None),
        (b'{"turns": [{"speaker": "a"}]}', "BAD_FIELD", None),
        (b'{"turns": [{"speaker": "a", "text": "b", "start": "1"}]}', "BAD_TIME", None),
        (b'{"turns": [{"speaker": "a", "text": "b", "start": 2, "end": 1}]}', "BAD_TIME", None),
        (b'{"turns": [], "mood": 1}', "UNKNOWN_FIELD", None),
        (b'{"turns": [{"speaker": "a", "text": "b", "start": 1e999}]}', "BAD_TIME", None),
    ],
)
def test_a_bad_file_is_told_with_its_line(content: bytes, code: str, line: int | None) -> None:
    with pytest.raises(TranscriptProblem) as told:
        read_transcript(content)
    assert (told.value.code, told.value.line) == (code, line)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='<v>:- 0123.,\nWEBVT{}[]"a好：', max_size=200).map(str.encode),
        st.text(alphabet="<v>:- 0.,\na好", max_size=100).map(
            lambda text: f"WEBVTT\n\n{text}".encode()
        ),
    )
)
def test_any_bytes_are_turns_or_one_problem(content: bytes) -> None:
    found = turns_or_code(content)
    assert found


def turns_or_code(content: bytes) -> object:
    try:
        return read_transcript(content).turns
    except TranscriptProblem as problem:
        return problem.code
