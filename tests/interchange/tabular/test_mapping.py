"""Mappings: what cannot be read in one way only is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.interchange.tabular import mapping as mappings
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.tables import DUES, TABLES

DUE = 'account_reference = "a"\ndue_on = "d"\n'


def load(tmp_path: Path, text: str):
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    return mappings.load(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('table = "dues"\ncolour = 1', "colour: is not a key", id="unknown-key"),
        pytest.param('[columns]\nx = "y"', "table: say which table", id="no-table"),
        pytest.param('table = "loans"', "There is no table 'loans'", id="unknown-table"),
        pytest.param('table = "dues"\n[columns]\nx = "y"', "columns.x: the table dues has no such"),
        pytest.param('table = "dues"\n[columns]\ndue_on = "d"', "lacks the column 'account_ref"),
        pytest.param('table = "dues"\ntime_zone = "Moon"', "'Moon' is not an IANA time zone"),
        pytest.param('table = "dues"\ndelimiter = "tab"', "delimiter: must be one character"),
        pytest.param('table = "dues"\nencoding = 8', "encoding: has a value of the wrong type"),
        pytest.param("table = ", "is not TOML", id="broken"),
    ],
)
def test_a_mapping_that_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        load(tmp_path, text)
    assert said in str(problem.value)
    assert "map.toml" in str(problem.value) or "There is no table" in said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param('{ sauce = "x" }', "amount_minor: sauce: is not a key", id="unknown"),
        pytest.param("{ scale = 2 }", "give either source or constant", id="neither"),
        pytest.param('{ source = "x", constant = "1" }', "give either source or", id="both"),
        pytest.param('{ source = "x", scale = 9 }', "scale: must be from 0 to 6", id="scale"),
        pytest.param(
            '{ source = "x", scale = true }', "scale: has a value of the wrong", id="bool"
        ),
        pytest.param('{ source = "x", multiply = 0 }', "multiply: must be from 1", id="factor"),
        pytest.param('{ source = "x", decimal = "" }', "decimal: must be one", id="decimal"),
        pytest.param('{ source = "x", thousands = "." }', "same as the decimal", id="same"),
        pytest.param('{ source = "x", format = "%d" }', "format: is only for", id="format"),
        pytest.param("{ source = [] }", "source: must name a column", id="no-source"),
        pytest.param("5", "must be the name of a source column", id="number"),
    ],
)
def test_a_column_rule_that_is_refused(tmp_path: Path, rule: str, said: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        load(tmp_path, f'table = "dues"\n[columns]\n{DUE}amount_minor = {rule}\n')
    assert said in str(problem.value)
    assert "columns.amount_minor" in str(problem.value)


def test_a_file_of_our_own_names_needs_no_mapping_but_may_not_surprise() -> None:
    given = mappings.identity(DUES, ["account_reference", "due_on", "amount_minor"])
    assert given.columns["due_on"].sources == ("due_on",)
    with pytest.raises(ImportProblem, match="'amuont_minor', which the table dues does not know"):
        mappings.identity(DUES, ["account_reference", "due_on", "amuont_minor"])


def test_every_field_of_a_closed_list_has_words_and_every_default_is_one_of_them() -> None:
    fields = [field for table in TABLES.values() for field in table.fields if field.kind == "word"]
    assert fields
    assert all(field.words for field in fields)
    assert all(field.default in (None, *field.words) for field in fields)
