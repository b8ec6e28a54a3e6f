"""The page about balances says what the command does."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from forbear.cli.balance import command
from forbear.core.ledger.reading import events, terms
from forbear.core.ledger.terms import Terms

# modules of the ledger that refuse a line or an event
TELLING = ("balance.py", "happening.py", "lawful.py")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "balance.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks() -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]


def test_the_example_answers_as_shown(tmp_path: Path) -> None:
    asked, answered = blocks()
    source = tmp_path / "accounts.jsonl"
    source.write_text(json.dumps(asked), encoding="utf-8")
    result = CliRunner().invoke(command, ["--in", str(source), "--on", answered["on"]])
    assert json.loads(result.stdout) == answered


def section(name: str) -> str:
    return TEXT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def test_every_field_of_an_answer_is_told() -> None:
    answered = blocks()[1]
    assert not [name for name in answered if f"`{name}`" not in section("The answer")]
    line = answered["components"][1]["lines"][0]
    unsaid = [name for name in line if name != "component" and f"`{name}`" not in TEXT]
    assert not unsaid


def test_every_kind_of_event_and_every_term_is_told() -> None:
    assert not [kind for kind in events.KINDS if f"`{kind}`" not in section("Events")]
    names = [column.name for column in fields(Terms) if column.name != "since"]
    assert not [name for name in ("from", *names) if f"`{name}`" not in section("Terms")]


def test_every_code_is_told() -> None:
    source = Path(terms.__file__).parents[1]
    used = {
        code
        for path in (*source.glob("reading/*.py"), *(source / name for name in TELLING))
        for code in re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert not [code for code in used if f"`{code}`" not in section("Codes")]
