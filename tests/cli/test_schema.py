"""`forbear schema` prints the tables, and the manual's page is what it prints."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from forbear.cli.schema import TABLES, command

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"


def _printed(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_manual_is_what_the_command_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == _printed("--format", "markdown"), (
        "run: forbear schema --format markdown > docs/reference/tables.md"
    )


def test_json_names_every_column_of_every_table() -> None:
    described = json.loads(_printed("--format", "json"))
    named = {table["table"]: [row["name"] for row in table["columns"]] for table in described}
    assert named == {name: table.schema.names() for name, table in TABLES.items()}


def test_text_shows_one_table_when_asked() -> None:
    printed = _printed("dues")
    assert "due_on" in printed
    assert "cease_at" not in printed


def test_an_unknown_table_is_refused_with_the_known_ones() -> None:
    result = CliRunner().invoke(command, ["nothing"])
    assert result.exit_code == 2
    assert "accounts" in result.output


def test_no_fact_is_a_protected_trait() -> None:
    forbidden = ("age", "sex", "gender", "marital", "religion", "origin", "education", "occupation")
    words = {part for name in TABLES["facts"].schema.names() for part in name.split("_")}
    assert not words & set(forbidden)
