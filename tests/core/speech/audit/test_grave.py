"""A plain grave sentence is told however friendly the rest is; its lawful twin is not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from tests.core.speech.audit.messages import said
from tools.evaluate_auditor import rows

from forbear.interchange.texts import BadText, read_text
from forbear.packs.speech import load_auditor

CASES = Path(__file__).parents[3] / "cases" / "speech"
TABLE = tomllib.loads((CASES / "grave.toml").read_text(encoding="utf-8"))
ROWS = TABLE["table"]["rows"]


@pytest.mark.parametrize("is_fast", [True, False], ids=["fast", "full"])
@pytest.mark.parametrize(("language", "sentence", "category"), ROWS, ids=[row[1] for row in ROWS])
def test_amid_friendly_words(language: str, sentence: str, category: str, *, is_fast: bool) -> None:
    before, after = TABLE["friendly"][language]
    text = f"{before} {sentence} {after}" if language == "en" else before + sentence + after
    report = load_auditor(is_fast=is_fast).audit(said(text, language, channel="email"))
    found = {finding.category for finding in report.findings}
    assert category in found if category else not found
    assert (report.verdict == "clean") is not bool(category)


def test_every_grave_row_is_followed_by_its_twin() -> None:
    assert all(bool(row[2]) is (at % 2 == 0) for at, row in enumerate(ROWS))
    assert all(row[0] == ROWS[at - at % 2][0] for at, row in enumerate(ROWS))


@pytest.mark.parametrize("name", ["eval_en", "eval_zh", "strangers_en", "strangers_zh"])
def test_what_forbids_to_send_is_what_the_whole_answer_finds_grave(name: str) -> None:
    auditor, graves = load_auditor(), 0
    for number, (row, _) in enumerate(rows(CASES / f"{name}.jsonl"), 1):
        if number % 3:
            continue
        text = read_text(json.dumps(row).encode(), number)
        assert not isinstance(text, BadText), text
        whole = auditor.audit(text.message, is_ours_to_send=True).findings
        found = auditor.grave(text.message)
        assert [(one.category, one.span, one.because) for one in found] == [
            (one.category, one.span, one.because) for one in whole if one.severity == "high"
        ]
        graves += bool(found)
    assert graves > 5
