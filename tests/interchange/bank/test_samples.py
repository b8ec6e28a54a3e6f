"""Every sample of three open projects is read, or refused with a reason; nothing else is a pass."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from forbear.interchange.bank.entries import BankProblem
from forbear.interchange.bank.reading import read_bank_file

FOLDER = Path(__file__).parent / "samples"
SAMPLES: dict[str, dict[str, Any]] = tomllib.loads(
    (FOLDER.parent / "samples.toml").read_text(encoding="utf-8")
)


def test_no_sample_is_forgotten() -> None:
    here = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    rows = {name for name in here if name.endswith(".csv")}
    assert {name for name in here - rows if not name.endswith("LICENSE")} == set(SAMPLES)


@pytest.mark.parametrize("name", [name for name in SAMPLES if "refused" in SAMPLES[name]])
def test_a_sample_is_refused_with_its_name_and_a_code(name: str) -> None:
    with pytest.raises(BankProblem, match=re.escape(str(FOLDER / name))) as caught:
        read_bank_file(FOLDER / name)
    assert SAMPLES[name] == {"refused": caught.value.code}


@pytest.mark.parametrize("name", [name for name in SAMPLES if "refused" not in SAMPLES[name]])
def test_a_sample_gives_what_the_table_says(name: str) -> None:
    read = read_bank_file(FOLDER / name)
    sums = read.entries.group_by("currency").agg(
        pl.col("amount_minor").filter(pl.col("amount_minor") > 0).sum().alias("into"),
        pl.col("amount_minor").filter(pl.col("amount_minor") < 0).sum().alias("out"),
    )
    found = {
        "kind": f"{read.kind} {read.version}".strip(),
        "statements": read.statements,
        "entries": read.entries.height,
        "sums": {code: [into, out] for code, into, out in sums.iter_rows()},
        "told": dict(Counter(finding.code for finding in read.findings)),
    }
    assert {key: value for key, value in found.items() if value != {}} == SAMPLES[name]
    assert all("line" in one.place and one.reason for one in read.findings)
