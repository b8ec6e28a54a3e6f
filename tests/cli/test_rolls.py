"""Two days compared at the command line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from forbear.cli.rolls import command
from forbear.core.tables import words as w


def decided(folder: Path, rows: list[tuple[int, int, str]]) -> str:
    (folder / "decisions").mkdir(parents=True)
    schema = pl.Schema(
        {"account_id": pl.Int64(), "person_id": pl.Int64(), "bucket": w.words(w.BUCKETS)}
    )
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    frame.write_parquet(folder / "decisions" / "part-00000.parquet")
    return str(folder)


@pytest.fixture
def days(tmp_path: Path) -> tuple[str, str]:
    before = [(1, 1, "M1"), (2, 1, "M2"), (3, 2, "M3"), (4, 3, "M1")]
    after = [(1, 1, "current"), (2, 1, "M3"), (3, 2, "M2"), (5, 4, "M1")]
    return decided(tmp_path / "before", before), decided(tmp_path / "after", after)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        pytest.param(
            "account",
            "1 cured, 1 rolled forward, 1 rolled back, 0 stayed, 1 entered, 1 left",
            id="by-account",
        ),
        pytest.param(
            "person",
            "0 cured, 1 rolled forward, 1 rolled back, 0 stayed, 1 entered, 1 left",
            id="a-person-stands-in-their-worst-bucket",
        ),
    ],
)
def test_the_moves_between_two_days_are_counted(days: tuple[str, str], by: str, told: str) -> None:
    result = CliRunner().invoke(command, [*days, "--by", by])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == told


def test_a_folder_that_no_day_wrote_is_refused(days: tuple[str, str], tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [days[0], str(tmp_path / "nothing")])
    assert result.exit_code == 2
    assert "neither a day nor a folder" in result.output
