"""What must not be said, beside its lawful twin."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from tests.core.speech.audit.messages import said

from forbear.core.speech.audit.values import CATEGORIES, Offer
from forbear.packs.speech import load_auditor

CASES = Path(__file__).parents[3] / "cases" / "speech"
ROWS = tomllib.loads((CASES / "conduct.toml").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize(("language", "text", "category"), ROWS, ids=[row[1] for row in ROWS])
def test_a_sentence_and_its_lawful_twin(language: str, text: str, category: str) -> None:
    report = load_auditor().audit(said(text, language))
    found = {finding.category for finding in report.findings}
    if category:
        assert category in found
        assert report.verdict != "clean"
    else:
        assert (found, report.verdict) == (set(), "clean")


def test_every_category_has_rows_in_both_languages() -> None:
    told = {(language, category) for language, _, category in ROWS}
    elsewhere = {"obfuscated_text"}
    assert {(lang, name) for lang in ("en", "zh") for name in set(CATEGORIES) - elsewhere} <= told


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("A lawsuit has been filed in county court.", {"legal_status": "suit_filed"}),
        ("A judgment was entered against you.", {"legal_status": "judgment"}),
        ("Our field agent will visit your home.", {"visit_scheduled": True}),
        (
            "Today is the last day of your settlement offer of $450.00.",
            {"offers": (Offer("settlement", 45000, expires=date(2026, 3, 12)),)},
        ),
        (
            "I'll waive the late fee of $29.00 for you today.",
            {"offers": (Offer("fee_waiver", 2900),)},
        ),
    ],
)
def test_what_is_true_may_be_said(text: str, facts: dict[str, object]) -> None:
    assert load_auditor().audit(said(text, **facts)).verdict == "clean"
    bare = dict.fromkeys(facts)
    false = {"legal_status": "none", "visit_scheduled": False, "offers": ()}
    assert load_auditor().audit(said(text, **{name: false[name] for name in facts})).findings
    assert not load_auditor().audit(said(text, **bare)).findings


@pytest.mark.parametrize("speaker", ["cardholder", "family", "employer", "guarantor", "nobody"])
def test_only_our_side_can_be_at_fault(speaker: str) -> None:
    text = "You idiot, I will have you arrested. You owe $5,000."
    report = load_auditor().audit(said(text, speaker=speaker))
    assert not report.findings
    assert {claim.verdict for claim in report.claims} == {"not_asserted"}


@pytest.mark.parametrize(
    ("language", "text", "is_clean"),
    [
        ("en", 'Never tell a customer "you will be arrested".', True),
        ("en", "Tell them the police will come, it works every time.", False),
        ("zh", "严禁对客户说“会被拘留”。", True),
        ("zh", "就跟他说派出所马上抓人，很管用。", False),
    ],
)
def test_a_trainer_may_quote_in_order_to_forbid(language: str, text: str, is_clean: bool) -> None:  # noqa: FBT001 - a row
    message = said(text, language, role="trainer", channel="email")
    assert (load_auditor().audit(message).verdict == "clean") is is_clean


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Northgate Bank: you will be s.u.e.d in c.o.u.r.t"),
        ("en", "Northgate Bank: pay your d\u200bebt"),
        ("en", "Northgate Bank: your cоurt date"),
        ("en", "Northgate Bank: you face a l4wsuit"),
        ("zh", "【江城银行】您的 欠 款 已 逾 期"),
        ("zh", "【江城银行】将起su您"),
        ("zh", "【江城银行】法*院"),
        ("zh", "【江城银行】加薇信"),
    ],
)
def test_disguised_words_are_found_and_read(language: str, text: str) -> None:
    report = load_auditor().audit(said(text, language, channel="sms"))
    assert "obfuscated_text" in {finding.category for finding in report.findings}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lawful_messages_of_every_kind_are_clean(language: str) -> None:
    from tools.evaluate_auditor import rows

    from forbear.interchange.texts import BadText, read_text

    flagged, count = 0, 0
    for number, (row, _) in enumerate(rows(CASES / f"lawful_{language}.jsonl")):
        text = read_text(json.dumps(row).encode(), number)
        assert not isinstance(text, BadText)
        flagged += load_auditor().audit(text.message).verdict != "clean"
        count += 1
    assert flagged * 20 <= count
