"""A made-up portfolio: the same for a seed, of the documented tables, sorted by person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

from forbear.cli.synth import command
from forbear.core.facts import account_facts
from forbear.core.strategy import next_steps
from forbear.core.tables import PORTFOLIO
from forbear.core.tables.frames import Portfolio
from forbear.engine.synth import write_portfolio
from forbear.packs.ladders import load_ladder

ON = date(2026, 11, 20)
ACCOUNTS = 1_500


def _write(folder: Path, *, accounts: int = ACCOUNTS, seed: int = 7) -> dict[str, pl.DataFrame]:
    write_portfolio(
        folder, accounts=accounts, contacts_per_account=4, seed=seed, on=ON, block_accounts=600
    )
    return {table.name: pl.read_parquet(folder / table.name) for table in PORTFOLIO}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return _write(tmp_path_factory.mktemp("synth") / "a portfolio")


def test_every_table_is_as_documented(made: dict[str, pl.DataFrame]) -> None:
    for table in PORTFOLIO:
        frame = made[table.name]
        assert frame.schema == table.schema, table.name
        needed = [column.name for column in table.columns if column.null_means == "refused"]
        assert frame.select(needed).null_count().sum_horizontal().sum() == 0, table.name
        if "person_id" in frame.columns:
            assert frame["person_id"].is_sorted(), "a shard reads only its own row groups"


def test_counts_and_references_hold(made: dict[str, pl.DataFrame]) -> None:
    assert made["accounts"].height == ACCOUNTS
    assert made["contacts"].height == ACCOUNTS * 4
    assert made["persons"].height == ACCOUNTS * 5 // 6
    assert made["accounts"]["account_id"].is_unique().all()
    assert made["contact_points"]["contact_point_id"].is_unique().all()
    assert made["contact_points"].height == 3 * made["persons"].height
    for name in ("accounts", "contact_points", "contacts", "opt_outs", "consents"):
        strangers = made[name].join(made["persons"], on="person_id", how="anti")
        assert strangers.is_empty(), name
    for key in ("account_id", "contact_point_id"):
        table = "accounts" if key == "account_id" else "contact_points"
        owned = made[table].select(key, "person_id")
        lost = made["contacts"].drop_nulls(key).join(owned, on=[key, "person_id"], how="anti")
        assert lost.is_empty(), key


def test_the_same_seed_gives_the_same_and_another_seed_another(
    made: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    again, other = _write(tmp_path / "again"), _write(tmp_path / "other", seed=8)
    for name, frame in made.items():
        assert_frame_equal(frame, again[name])
    assert not made["accounts"].equals(other["accounts"])


def test_a_larger_portfolio_begins_with_a_smaller_one(
    made: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    larger = _write(tmp_path / "larger", accounts=3_000)
    whole_blocks = made["accounts"].head(1_200)
    assert_frame_equal(whole_blocks, larger["accounts"].head(1_200))


def test_it_has_every_bucket_and_can_be_put_on_the_ladder(made: dict[str, pl.DataFrame]) -> None:
    facts = account_facts(Portfolio.of(**made), on=ON)
    assert facts["bucket"].n_unique() == 8
    assert 0.1 < (facts["bucket"] == "current").mean() < 0.2
    stepped = next_steps(facts, load_ladder(), on=ON)
    assert stepped["wants"].any()
    assert {"before_due", "call", "court"} <= set(stepped["plan_id"].drop_nulls())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(command, ["--accounts", "10", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not an empty folder" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_writes_a_portfolio_and_says_what_is_next(tmp_path: Path) -> None:
    out = tmp_path / "of one"
    result = CliRunner().invoke(
        command, ["--accounts", "1", "--contacts-per-account", "0", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert f"forbear day --portfolio '{out}'" in result.output, "a path with a space is quoted"
    assert pl.read_parquet(out / "accounts").height == 1
