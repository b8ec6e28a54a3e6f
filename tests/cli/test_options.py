"""What the commands over files have in common: answers beside the questions, days that can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli import main

COMMANDS = ("gate", "audit", "balance")


def run(command: str, source: Path, target: Path, on: str = "2026-04-10") -> tuple[int, str]:
    day = ["--on", on] if command == "balance" else []
    fast = ["--fast"] if command == "audit" else []
    found = CliRunner().invoke(
        main, [command, "--in", str(source), "--out", str(target), *day, *fast]
    )
    return found.exit_code, found.output


@pytest.mark.parametrize("command", COMMANDS)
def test_answers_are_never_written_over_what_is_asked(command: str, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": "a"}\n')
    beside = tmp_path / "link.jsonl"
    beside.symlink_to(asked)
    for target in (asked, beside):
        status, said = run(command, asked, target)
        assert status == 2
        assert "--out is the file of --in" in said
    assert asked.read_text() == '{"id": "a"}\n'


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_named_in_a_sentence(command: str, tmp_path: Path) -> None:
    status, said = run(command, tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert status == 2
    assert said == f"forbear {command}: {tmp_path / 'none.jsonl'}: no such file or directory.\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_that_is_json_and_no_object_is_told_so(command: str, tmp_path: Path) -> None:
    asked, answers = tmp_path / "asked.jsonl", tmp_path / "out.jsonl"
    asked.write_text("[1]\n")
    status, said = run(command, asked, answers)
    assert (status, said) == (
        1,
        f"forbear {command}: 1 line could not be answered; see its error\n",
    )
    error = json.loads(answers.read_text())["error"]
    assert error["code"] == "BAD_JSON"
    assert error["message"].startswith("the line is JSON, but ")


@pytest.mark.parametrize("on", ["1899-12-31", "2201-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_far_away_is_refused_and_not_walked_to(on: str, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    purchase = {"id": "e", "kind": "purchase", "on": "2026-03-05", "amount_minor": 1}
    of = {"id": "a", "currency": "CNY", "jurisdictions": ["CN"], "product": "larkfield-cn"}
    asked.write_text(json.dumps(of | {"events": [purchase]}) + "\n")
    status, said = run("balance", asked, tmp_path / "out.jsonl", on)
    assert status == 2
    assert "The years 1900 to 2200 are known here." in said
