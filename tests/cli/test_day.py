"""``forbear day`` over files: the same day in any layout, one sentence for what is bad."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from polars.testing import assert_frame_equal

from forbear.cli.day import command
from forbear.core.tables import DAY_CHANNELS, DECISIONS, PORTFOLIO
from forbear.engine.files import Rules, open_folder, run_folder
from forbear.engine.synth import write_portfolio
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder
from tests.engine.make import ON

ACCOUNTS = 900


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "a portfolio"
    write_portfolio(
        folder, accounts=ACCOUNTS, contacts_per_account=6, seed=3, on=ON, block_accounts=400
    )
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "in"))


@pytest.fixture(scope="module")
def decided(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("decided")
    result = day(made, out)
    assert result.exit_code == 0, result.output
    return out


def day(folder: Path, out: Path, *more: str) -> Result:
    given = ["--on", str(ON), "--portfolio", str(folder), "--out", str(out), *more]
    return CliRunner().invoke(command, given)


def decisions(out: Path) -> pl.DataFrame:
    return pl.read_parquet(out / "decisions").sort("account_id")


def change(folder: Path, table: str, *changes: pl.Expr) -> None:
    """Write a table of the folder anew, as one file, with some columns changed."""
    frame = pl.read_parquet(folder / table).with_columns(*changes)
    replace(folder, table, frame)


def replace(folder: Path, table: str, frame: pl.DataFrame) -> None:
    shutil.rmtree(folder / table)
    frame.write_parquet(folder / f"{table}.parquet")


def test_every_account_is_decided_and_the_summary_adds_up(decided: Path) -> None:
    rows = decisions(decided)
    assert rows.schema == DECISIONS.schema
    assert rows.height == ACCOUNTS
    told = json.loads((decided / "summary.json").read_text(encoding="utf-8"))
    assert told["accounts"] == ACCOUNTS
    assert sum(told["by_action"].values()) == ACCOUNTS
    assert told["by_action"]["contact"] == rows["channel"].count() > 0
    assert told["on"] == str(ON)
    assert f"accounts {ACCOUNTS}" in (decided / "summary.txt").read_text(encoding="utf-8")
    assert any(rows[f"{channel}_denied"].count() for channel in DAY_CHANNELS)


def test_a_second_run_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("first", "second", "second"):
        assert day(folder, tmp_path / name).exit_code == 0
    files = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*"))
            if path.is_file()
        }
        for name in ("first", "second")
    ]
    assert files[0] == files[1]
    assert len(files[0]) == 3


def test_single_files_in_any_order_of_rows_are_decided_alike(
    folder: Path, decided: Path, tmp_path: Path
) -> None:
    for table in PORTFOLIO:
        frame = pl.read_parquet(folder / table.name)
        replace(folder, table.name, frame.sample(fraction=1, shuffle=True, seed=4))
    out = tmp_path / "out of order"
    assert day(folder, out).exit_code == 0
    assert_frame_equal(decisions(out), decisions(decided))


@pytest.mark.parametrize(("persons_a_shard", "processes"), [(200, 1), (300, 2), (1, 1)])
def test_shards_and_processes_change_nothing(
    folder: Path, decided: Path, tmp_path: Path, persons_a_shard: int, processes: int
) -> None:
    if persons_a_shard == 1:
        few = pl.read_parquet(folder / "persons").head(4)["person_id"]
        for name in ("persons", "accounts"):
            frame = pl.read_parquet(folder / name)
            replace(folder, name, frame.filter(pl.col("person_id").is_in(few.implode())))
    rules = Rules(load_ladder(), load_book(), shipped_rules)
    told: list[int] = []
    summary = run_folder(
        open_folder(folder),
        tmp_path / "out",
        on=ON,
        rules=rules,
        persons_a_shard=persons_a_shard,
        processes=processes,
        tell=told.append,
    )
    mine = decisions(tmp_path / "out")
    whole = decisions(decided).join(mine, on="account_id", how="semi")
    assert_frame_equal(mine, whole)
    assert len(told) > 1
    assert sum(told) == summary.accounts == mine.height


def shipped_rules() -> tuple[object, object]:
    return load_ladder(), load_book()


def test_optional_tables_and_columns_may_be_left_out(folder: Path, tmp_path: Path) -> None:
    for table in PORTFOLIO:
        if table.is_optional:
            shutil.rmtree(folder / table.name)
    persons = pl.read_parquet(folder / "persons").select("person_id", "time_zones")
    replace(folder, "persons", persons)
    result = day(folder, tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert decisions(tmp_path / "out").height == ACCOUNTS


def test_words_may_be_plain_text_and_numbers_of_another_width(
    folder: Path, decided: Path, tmp_path: Path
) -> None:
    for table in PORTFOLIO:
        frame = pl.read_parquet(folder / table.name)
        plain = [pl.col(c.name).cast(pl.String) for c in table.columns if c.values]
        narrow = [pl.col(n).cast(pl.Int32) for n in frame.columns if n == "balance_minor"]
        replace(folder, table.name, frame.with_columns(*plain, *narrow))
    assert day(folder, tmp_path / "out").exit_code == 0
    assert_frame_equal(decisions(tmp_path / "out"), decisions(decided))


Break = Callable[[Path], object]
ROW = pl.int_range(pl.len()) == 7


def first(column: str, value: object, dtype: pl.DataType | None = None) -> pl.Expr:
    """Return the column with ``value`` in row 7."""
    kept = pl.col(column) if dtype is None else pl.col(column).cast(dtype)
    return pl.when(ROW).then(pl.lit(value)).otherwise(kept).alias(column)


BAD: dict[str, tuple[Break, str]] = {
    "no-such-folder": (shutil.rmtree, "there is no such folder; `forbear synth --out"),
    "a-table-is-missing": (
        lambda f: shutil.rmtree(f / "accounts"),
        "accounts.parquet is missing; it holds one row a card account",
    ),
    "a-column-is-missing": (
        lambda f: replace(f, "accounts", pl.read_parquet(f / "accounts").drop("balance_minor")),
        "the column balance_minor is missing (all that is owed)",
    ),
    "a-column-is-misspelt": (
        lambda f: replace(
            f, "accounts", pl.read_parquet(f / "accounts").rename({"nation": "nations"})
        ),
        "is it called nations there? `forbear schema` lists every column",
    ),
    "a-day-is-text": (
        lambda f: change(f, "accounts", first("next_due_on", "soon", pl.String())),
        "it must be of type Date",
    ),
    "an-unknown-currency": (
        lambda f: change(f, "accounts", first("currency", "QQQ", pl.String())),
        "currency is 'QQQ'",
    ),
    "an-unknown-word": (
        lambda f: change(f, "contact_points", first("kind", "fax", pl.String())),
        "kind is 'fax'",
    ),
    "money-with-a-fraction": (
        lambda f: change(f, "accounts", first("balance_minor", 99.5, pl.Float64())),
        "balance_minor is 99.5",
    ),
    "money-that-is-no-number": (
        lambda f: change(f, "accounts", first("balance_minor", float("nan"), pl.Float64())),
        "balance_minor is nan",
    ),
    "a-negative-amount": (
        lambda f: change(f, "accounts", first("overdue_minor", -1)),
        "overdue_minor is -1",
    ),
    "an-empty-amount": (
        lambda f: change(f, "accounts", first("balance_minor", None)),
        "balance_minor is empty",
    ),
    "an-account-stands-twice": (
        lambda f: change(f, "accounts", first("account_id", 1)),
        "account_id 1 stands in two rows; it must be unique",
    ),
    "a-person-stands-twice": (
        lambda f: replace(
            f,
            "persons",
            pl.concat([pl.read_parquet(f / "persons"), pl.read_parquet(f / "persons").head(1)]),
        ),
        "stands in two rows; it must be unique",
    ),
    "a-contact-point-stands-twice": (
        lambda f: change(f, "contact_points", pl.col("contact_point_id").clip(upper_bound=9)),
        "contact_point_id 9 stands in two rows; it must be unique",
    ),
    "money-as-a-decimal-fraction": (
        lambda f: change(f, "accounts", pl.lit(Decimal("12.50")).alias("balance_minor")),
        "balance_minor is Decimal('12.50') where account_id is",
    ),
    "an-account-of-nobody": (
        lambda f: change(f, "accounts", first("person_id", 9_999_999)),
        "belongs to person 9999999, who is not in persons",
    ),
    "an-account-of-a-gap": (
        lambda f: replace(
            f, "persons", pl.read_parquet(f / "persons").filter(pl.col("person_id") != 5)
        ),
        "belongs to person 5, who is not in persons; add that row or leave the account out",
    ),
    "an-id-is-text": (
        lambda f: change(f, "accounts", pl.format("A-{}", "person_id").alias("person_id")),
        "the column person_id is of type String; it must be of type Int64",
    ),
    "an-id-is-empty": (
        lambda f: change(f, "contacts", first("person_id", None)),
        "person_id is empty",
    ),
    "not-parquet": (
        lambda f: [shutil.rmtree(f / "contacts"), (f / "contacts.parquet").write_text("no")],
        "is it Parquet?",
    ),
    "an-empty-file": (
        lambda f: [shutil.rmtree(f / "contacts"), (f / "contacts.parquet").touch()],
        "is it Parquet?",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_portfolio_is_refused_in_one_sentence_and_nothing_is_lost(
    name: str, folder: Path, decided: Path, tmp_path: Path
) -> None:
    broken, says = BAD[name]
    out = Path(shutil.copytree(decided, tmp_path / "out"))
    broken(folder)
    result = day(folder, out)
    told = " ".join(result.output.split())
    assert result.exit_code == 2, (told, result.exception)
    assert says in told
    assert "Traceback" not in told
    assert_frame_equal(decisions(out), decisions(decided))
    assert sorted(path.name for path in out.iterdir()) == [
        "decisions",
        "summary.json",
        "summary.txt",
    ]


def test_a_ladder_of_ones_own_is_used(folder: Path, tmp_path: Path) -> None:
    silent = tmp_path / "silent.toml"
    silent.write_text(
        'id = "silent"\nversion = "1"\ntitle = "Silent"\ntitle_zh = "静"\n[[steps]]\nid = "court"\n'
        'stage = "legal"\nwhen = "dpd > 20"\ndwell_days = 1\nevery_days = 1\naction = "refer"\n'
    )
    out = tmp_path / "out"
    result = day(folder, out, "--strategy", str(silent))
    assert result.exit_code == 0, result.output
    assert decisions(out)["channel"].count() == 0
    assert "court" in decisions(out)["because"]
    assert json.loads((out / "summary.json").read_text())["ladder"] == "silent 1"


HOUSE_CAP = """
version = "1"
[[questions]]
question = "How often may we write or call?"
kind = "frequency_cap"
code = "CONTACT_FREQUENCY"
jurisdiction = "*"
applies = "direction = 'out'"
[[questions.values]]
rule_id = "issuer-one-in-forty-days"
from = 2020-01-01
value = { max = 1, days = 40, per = "person", channels = ["call", "sms", "email", "letter"] }
cite = "Issuer's contact standard, section 2"
force = "house"
confidence = "house"
"""


def test_a_house_cap_leaves_fewer_contacts_and_adds_none(
    folder: Path, decided: Path, tmp_path: Path
) -> None:
    house, out = tmp_path / "house.toml", tmp_path / "out"
    house.write_text(HOUSE_CAP)
    result = day(folder, out, "--house", str(house))
    assert result.exit_code == 0, result.output
    before = decisions(decided).drop_nulls("channel")
    after = decisions(out).drop_nulls("channel")
    assert 0 < after.height < before.height
    assert after.join(before, on="person_id", how="anti").is_empty()
    denied = pl.concat([decisions(out)[f"{channel}_denied"] for channel in DAY_CHANNELS])
    assert denied.str.contains("issuer-one-in-forty-days").any()
    assert json.loads((out / "summary.json").read_text())["packs"]["issuer"].startswith("1+sha256:")


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--strategy", None, "No such file or directory"),
        ("--strategy", "id = 'x'\nsteps = 3\n", "mine.toml:2: "),
        ("--strategy", "id = = 3", "mine.toml:1: "),
        ("--strategy", "\xff\xfe", "mine.toml"),
        ("--house", None, "Check the path of --house"),
        ("--house", "this is not TOML", "is not TOML"),
        ("--house", HOUSE_CAP.replace("max = 1", "max = -1"), "value.max"),
        ("--house", HOUSE_CAP.replace("direction =", "directoin ="), "directoin"),
    ],
)
def test_a_bad_ladder_or_house_file_is_refused_with_its_place(
    option: str, text: str | None, says: str, folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    if text is not None:
        mine.write_bytes(text.encode("latin-1"))
    result = day(folder, tmp_path / "out", option, str(mine))
    assert result.exit_code == 2, (result.output, result.exception)
    assert says in " ".join(result.output.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("given", [("--portfolio", "x"), ("--out", "x")])
def test_portfolio_and_out_belong_together(given: tuple[str, str]) -> None:
    result = CliRunner().invoke(command, ["--on", str(ON), *given])
    assert result.exit_code == 2
    assert "--portfolio and --out belong together: give both, or neither." in result.output


def test_a_day_that_is_none_is_refused() -> None:
    result = CliRunner().invoke(command, ["--on", "23.11.2026"])
    assert result.exit_code == 2
    assert "23.11.2026 is not a day. Write it as 2026-03-12." in result.output


def test_an_out_that_is_a_file_is_refused_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    result = day(folder, taken)
    assert result.exit_code == 2
    assert "File exists" in result.output
    assert taken.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_out_that_may_not_be_written_is_refused(folder: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = day(folder, locked / "out")
    assert result.exit_code == 2
    assert "Permission denied" in result.output


def test_a_disk_that_takes_no_more_is_told_and_the_old_day_stays(
    folder: Path, decided: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(decided, tmp_path / "out"))
    given = ["--on", str(ON), "--portfolio", str(folder), "--out", str(out)]
    command_line = shlex.join([sys.executable, "-m", "forbear", "day", *given])
    done = subprocess.run(
        ["/bin/bash", "-c", f"ulimit -f 8; exec {command_line}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert_frame_equal(decisions(out), decisions(decided))
    assert not (out / "decisions.new").exists()
