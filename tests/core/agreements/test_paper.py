"""The digest of a paper, and what stands below its table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from forbear.core.agreements.paper import Paper, signature_lines

PAPER = Paper("en", "agreement_plan", 0, "ab", "Subject", ("One.",), (), (), ())


def test_another_word_is_another_digest() -> None:
    assert PAPER.digest == replace(PAPER).digest
    others = (replace(PAPER, subject="subject"), replace(PAPER, template_version=1))
    assert PAPER.digest not in {other.digest for other in others}
    lines = signature_lines(name="Ada", at=datetime(2026, 3, 12, 15, tzinfo=UTC), paper=PAPER)
    assert lines[0].value == "Ada"
    assert lines[1].value == "2026-03-12 15:00:00 UTC"
    assert lines[2].value.replace(" ", "") == PAPER.digest
