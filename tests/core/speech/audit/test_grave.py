"""A plain grave sentence is told however friendly the rest is; its lawful twin is not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.core.speech.audit.messages import said

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
