"""Any text is answered: spans lie within it, and the work grows with its length and no faster."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.speech.audit.values import CATEGORIES, CHANNELS, ROLES, Facts, Message, Turn
from forbear.packs.speech import load_auditor

WORDS = st.sampled_from(
    (
        *(
            "arrest",
            "$1,000",
            "by 5 pm",
            "20%",
            "l.a.w",
            "not",
            "within 3 days",
            "never say",
            ".",
            ",",
        ),
        *("法院", "欠款", "1万2千元", "起su", "法.院", "不会", "百分之五", "訴", "。", "！", "【"),
        *("\u200b", "\ud800", "👮", "в", "\n", '"', "“", "[", "4539148803436467"),
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.sampled_from(("en", "zh")),
    st.sampled_from(CHANNELS),
    st.sampled_from(ROLES),
    st.lists(st.sampled_from(("collector", "cardholder", "family", "somebody")), max_size=3),
)
def test_any_text_is_answered(
    text: str, language: str, channel: str, role: str, speakers: list[str]
) -> None:
    turns = tuple(
        Turn(speaker, text, index, speaker == "collector") for index, speaker in enumerate(speakers)
    )
    message = Message(language, channel, role, turns or (Turn(role, text),), Facts())
    report = load_auditor().audit(message)
    assert report.verdict in ("clean", "review", "blocked")
    for finding in report.findings:
        assert finding.category in CATEGORIES
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
    for claim in report.claims:
        assert 0 <= claim.span.start < claim.span.end <= len(text)


def work(text: str, language: str) -> int:
    """Count the lines of Python that reading a text takes."""
    message = Message(language, "call", "collector", (Turn("collector", text),), Facts())
    auditor = load_auditor()
    auditor.audit(message)
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        auditor.audit(message)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("a", "en"),
        ("$1,000 ", "en"),
        ("arrest ", "en"),
        ("a.", "en"),
        ("you owe $5. we will sue! ", "en"),
        ("one ", "en"),
        ("rs 1 222 333 kr 2 lakh ", "en"),
        ("一二三卢比", "zh"),
        ("\u200b", "en"),
        ("法", "zh"),
        ("法 ", "zh"),
        ("一", "zh"),
        ("1万", "zh"),
        ("起su。", "zh"),
        ("不会起诉，", "zh"),
        ("【", "zh"),
    ],
)
def test_twice_the_text_is_twice_the_work(unit: str, language: str) -> None:
    small, large = work(unit * 300, language), work(unit * 1200, language)
    assert large <= small * 6 + 2000


@pytest.mark.parametrize(
    ("unit", "language"), [("pay $1,000 or be arrested. ", "en"), ("欠款1万元，不还就起诉。", "zh")]
)
def test_a_megabyte_is_answered(unit: str, language: str) -> None:
    text = unit * (1_000_000 // len(unit))
    message = Message(language, "letter", "collector", (Turn("collector", text),), Facts())
    assert load_auditor().audit(message).verdict != "clean"
