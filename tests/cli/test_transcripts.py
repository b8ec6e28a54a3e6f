"""``forbear transcripts import``: every file answered, and the exit status."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli import transcripts
from tests.services.speech.test_transcripts import CALL


@pytest.mark.django_db
def test_files_are_taken_known_or_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "with_database", nullcontext)
    good, bad, gone = tmp_path / "a.srt", tmp_path / "b.vtt", tmp_path / "c.srt"
    good.write_text(CALL)
    bad.write_text("WEBVTT\n\nhello\n")
    arguments = ["import", "--language", "en", *map(str, (good, good, bad, gone))]
    result = CliRunner().invoke(transcripts.command, arguments)
    assert result.exit_code == 1
    assert "taken as" in result.output
    assert "known as" in result.output
    assert "ours: Agent" in result.output
    assert "others: Ada" in result.output
    assert "BAD_CUE: line 3:" in result.output
    assert "cannot be read" in result.output
