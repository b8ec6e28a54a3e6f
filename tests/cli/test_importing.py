"""``forbear import``: plain words, and an exit status that a script can rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from forbear.cli.importing import command
from tests import databases


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_the_sample_can_be_written_as_files(tmp_path: Path) -> None:
    out = tmp_path / "a folder"
    done = run("uci", "--as-of", "2026-11-20", "--limit", "50", "--out", str(out))
    assert done.exit_code == 0
    assert pl.read_parquet(out / "accounts.parquet").height == 50
    assert "as of 2026-11-20" in done.output


def test_the_agreement_is_shown() -> None:
    done = run("uci", "--check")
    assert done.exit_code == 0
    assert "83.5" in done.output
    assert "6,818" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["x.csv", "--out", "y"], "--out is only for `forbear import uci`", id="out"),
        pytest.param(["x.csv", "--check"], "--check is only for `forbear import uci`", id="check"),
        pytest.param(["a.csv", "b.csv", "--table", "dues"], "one file at a time", id="two"),
    ],
)
def test_what_does_not_go_together(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output


def as_process(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "forbear", "import", *words],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings", **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_database_is_one_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("reference,name\nP1,Ada\n")
    nowhere = f"postgresql://nobody@/none?host={tmp_path}"
    done = as_process(tmp_path, "persons.csv", DATABASE_URL=nowhere)
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert "Nothing was imported." in done.stderr
    assert "Traceback" not in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["persons.csv"]


@pytest.mark.django_db(transaction=True)
def test_files_go_in_and_the_status_tells_of_misfits(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text("reference,name\nP1,Ada\n,Bo\n")
    words = ["persons.csv", "--rejects", "misfits.csv"]
    done = as_process(tmp_path, *words, DATABASE_URL=databases.url())
    assert done.returncode == 1, done.stderr
    assert "misfits.csv" in done.stdout
    assert (tmp_path / "misfits.csv").read_text().splitlines()[1] == '3,reference,"",is missing'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("loans.csv", "a,b\n1,2\n", "say which table this is", id="no-table"),
        pytest.param("persons.csv", "", "is empty", id="empty"),
        pytest.param("persons.csv", "reference\nP1\n", "lacks the column 'name'", id="column"),
        pytest.param("persons.csv", "reference,nmae\n", "the column 'nmae'", id="unknown-column"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content)
    done = as_process(tmp_path, name, DATABASE_URL=databases.url())
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
