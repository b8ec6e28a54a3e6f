"""``forbear audit``: one answer a line, in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli.audit import command

GOOD = {
    "id": "a",
    "lang": "en",
    "channel": "sms",
    "speaker_role": "collector",
    "text": "Northgate Bank: pay or be arrested.",
}


def run(tmp_path: Path, lines: list[str], *options: str) -> tuple[int, list[dict[str, object]]]:
    source, target = tmp_path / "texts.jsonl", tmp_path / "findings.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(command, ["--in", str(source), "--out", str(target), *options])
    answers = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return result.exit_code, [json.loads(line) for line in answers]


def test_every_line_is_answered_in_order_and_a_bad_one_does_not_stop_the_run(
    tmp_path: Path,
) -> None:
    clean = {**GOOD, "id": "b", "text": "Northgate Bank: thank you."}
    code, answers = run(tmp_path, [json.dumps(GOOD), "{", json.dumps(clean)])
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a", 2, "b"]
    assert answers[0]["verdict"] == "blocked"
    assert answers[1]["error"]["code"] == "BAD_JSON"  # type: ignore[index]
    assert answers[2] == {"id": "b", "verdict": "clean", "findings": [], "claims": []}


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--lenient",), 0)])
def test_lenient_ignores_unknown_fields(tmp_path: Path, options: tuple[str], code: int) -> None:
    assert run(tmp_path, [json.dumps({**GOOD, "mood": "grim"})], *options)[0] == code


def test_a_file_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.jsonl")
    result = CliRunner().invoke(command, ["--in", missing, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "forbear audit:" in result.output
