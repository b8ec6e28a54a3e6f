"""What goes wrong is told in a sentence, with the place and the cure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli import COMMANDS, main


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "forbear", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **variables},
    )


def test_the_list_of_commands_is_shown_without_loading_any() -> None:
    listed = run("--help").stdout
    for name, (_, text) in COMMANDS.items():
        assert f"\n  {name} " in listed
        assert text.endswith(".")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("dya", "Did you mean 'day'?"), ("outbx", "Did you mean 'outbox'?")],
)
def test_a_mistyped_command_is_answered_with_the_nearest(typed: str, offered: str) -> None:
    result = CliRunner().invoke(main, [typed])
    assert result.exit_code == 2
    assert offered in result.output


def test_a_name_that_is_like_none_is_refused_plainly() -> None:
    result = CliRunner().invoke(main, ["xyzzy"])
    assert result.exit_code == 2
    assert "xyzzy" in result.output
    assert "Did you mean" not in result.output


def test_a_day_that_is_none_is_told_with_how_to_write_one() -> None:
    result = CliRunner().invoke(main, ["day", "--on", "2026-13-01"])
    assert result.exit_code == 2
    assert "2026-13-01 is not a day. Write it as 2026-03-12." in result.output


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("db", "status", FORBEAR_HOME=str(tmp_path / "file" / "home"), DATABASE_URL="")
    assert done.returncode == 2
    assert "Set FORBEAR_HOME to a folder of your own." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    done = run("db", "migrate", DATABASE_URL="postgresql://localhost:1/forbear")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        "Is the server running, and is DATABASE_URL right?"
    )
    assert done.stderr.count("server running") == 1
