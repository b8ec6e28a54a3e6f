"""Any text is answered: spans lie within it, and the work grows with its length and no faster."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from types import FrameType
from typing import SupportsIndex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.speech.audit.figures.claimed import figures
from forbear.core.speech.audit.figures.known import Known
from forbear.core.speech.audit.figures.stated import Place
from forbear.core.speech.audit.values import (
    CATEGORIES,
    CHANNELS,
    ROLES,
    Facts,
    Message,
    Offer,
    Turn,
)
from forbear.packs.speech import load_auditor
from tests.core.speech.audit.messages import EN, ZH

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


def work(text: str, language: str, facts: Facts | None = None) -> int:
    """Count the lines of Python that reading a text takes."""
    message = Message(language, "call", "collector", (Turn("collector", text),), facts or Facts())
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


OFFERED = (
    Offer("installment", months=12, monthly_minor=7500),
    Offer("settlement", amount_minor=45_000, expires=date(2026, 3, 30)),
)
# Figures against known facts: sentences without an end, and one sentence after another.
FIGURES = [
    ("the sum is $1,234.56. ", "en"),
    ("the sum is $1,234.56, ", "en"),
    ("$50.00 and $1,234.56, ", "en"),
    ("could you pay $1,234.56 a month, ", "en"),
    ("we will charge 5% a month, ", "en"),
    ("38 days late, ", "en"),
    ("not 38 days late, ", "en"),
    ("nothing paid for 40 days, ", "en"),
    ("missed 3 payments, ", "en"),
    ("over 24 months, ", "en"),
    ("we offer a plan over 24 months. ", "en"),
    ("the offer ends on 5 may, ", "en"),
    ("today is your last chance. ", "en"),
    ("we will visit on 5/6/26, ", "en"),
    ("overdue since 5 may 2025, ", "en"),
    ("someone told you to pay $12.34. ", "en"),
    ('never say "you owe $12.34". ', "en"),
    ("1，222，", "en"),
    ("总额是1,234.56元。", "zh"),
    ("总额是1,234.56元，", "zh"),
    ("50元和1,234.56元，", "zh"),
    ("您看1,234.56元，", "zh"),
    ("逾期38天，", "zh"),
    ("40天没有还款，", "zh"),
    ("分24期，", "zh"),
    ("方案1月2日截止，", "zh"),
    ("自1月2日起逾期，", "zh"),
    ("日利率百分之五，", "zh"),
    ("一二三万", "zh"),
]


@pytest.mark.parametrize(("unit", "language"), FIGURES)
def test_twice_the_figures_are_twice_the_work(unit: str, language: str) -> None:
    facts = replace(EN if language == "en" else ZH, offers=OFFERED)
    small, large = work(unit * 150, language, facts), work(unit * 600, language, facts)
    assert large <= small * 6 + 2000


class Counted(str):
    """A text that counts the characters which are cut out of it."""

    __slots__ = ("cut",)

    def __init__(self, _text: str) -> None:
        self.cut = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        self.cut += len(part)
        return part


def read(text: str, language: str) -> int:
    """Count the characters that are looked at to hold one sentence's figures against the facts."""
    facts = replace(EN if language == "en" else ZH, offers=OFFERED, due_date=date(2026, 2, 2))
    counted = Counted(text)
    place = Place(counted, 0, len(text), language, is_set_apart=False)
    assert list(figures(place, facts, Known(facts))) or "，" in text
    return counted.cut


@pytest.mark.parametrize(("unit", "language"), FIGURES)
def test_no_figure_reads_its_whole_sentence_again(unit: str, language: str) -> None:
    small, large = read(unit * 150, language), read(unit * 600, language)
    assert large <= small * 5 + 2000


@pytest.mark.parametrize(
    ("unit", "language"), [("pay $1,000 or be arrested. ", "en"), ("欠款1万元，不还就起诉。", "zh")]
)
def test_a_megabyte_is_answered(unit: str, language: str) -> None:
    text = unit * (1_000_000 // len(unit))
    message = Message(language, "letter", "collector", (Turn("collector", text),), Facts())
    assert load_auditor().audit(message).verdict != "clean"
