"""A frame of ten million candidates, in bounded shards, on a process for each core.

The candidates and what is known of the past lie in Parquet files, as ``assemble`` leaves them. The
gate reads them and judges them for a day; the plain scan reads the same columns of the same files
and takes the largest value of each. Both run in the same processes, shard by shard, one thread a
process. ``python -m benches._gate_frame FOLDER SIZE`` prints its rows as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from forbear.core.gate.assemble import assemble
from forbear.core.gate.judge import OnDay, judge
from forbear.core.law.book import RuleBook
from forbear.core.tables import words as w
from forbear.core.tables.frames import Portfolio
from forbear.engine.candidates import every_way
from forbear.engine.files.folder import open_folder
from forbear.engine.synth.writing import write_portfolio
from forbear.packs import load_book

ON = date(2026, 11, 20)
SHARD = 500_000  # candidates
PER_ACCOUNT = 4.5  # candidates that an account of the synthetic portfolio has, at the least
# What the gate reads beside the candidates; the facts of persons and accounts are on them already.
BESIDE = ("contacts", "opt_outs", "consents", "inconvenient")
_book: list[RuleBook] = []


def _prepare() -> None:
    _book[:] = [load_book()]


def make(root: Path, size: int) -> list[Path]:
    """Write shards of candidates, ``size`` in all, with what the gate reads beside them."""
    portfolio = root / "portfolio"
    accounts = max(int(size / PER_ACCOUNT), 1_000)
    write_portfolio(portfolio, accounts=accounts, contacts_per_account=10, on=ON, seed=1)
    folder = open_folder(portfolio)
    persons = max(int(SHARD * folder.persons / (accounts * PER_ACCOUNT)), 1)
    with _pool() as pool:
        ranges = folder.shards(persons)
        places = [root / f"shard-{number:04d}" for number in range(len(ranges))]
        for place in places:
            place.mkdir()
        made = pool.map(_make, [portfolio] * len(ranges), places, ranges)
        left, used = size, []
        for place, many in zip(places, made, strict=True):
            if left <= 0:
                break
            used.append(place)
            if many > left:
                _cut(place, left)
            left -= many
    assert left <= 0, f"{-left:,} candidates more are needed; lower PER_ACCOUNT"
    return used


def _make(portfolio: Path, place: Path, ids: tuple[int, int]) -> int:
    part = open_folder(portfolio).read(*ids)
    # as the daily run makes them: place by place
    zones = part.persons.select("person_id", "time_zones")
    accounts = (
        part.accounts.select("account_id", "person_id", "nation")
        .join(zones, on="person_id")
        .sort("nation", "time_zones", maintain_order=True)
        .drop("nation", "time_zones")
    )
    asked = every_way(accounts, part).with_columns(
        purpose=pl.lit("collect", dtype=w.words(w.PURPOSES))
    )
    candidates = assemble(asked, part, needs=_book[0].needs())
    candidates.write_parquet(place / "candidates.parquet", compression="lz4")
    for name in BESIDE:
        getattr(part, name).write_parquet(place / f"{name}.parquet", compression="lz4")
    return candidates.height


def _cut(place: Path, rows: int) -> None:
    path = place / "candidates.parquet"
    pl.read_parquet(path).head(rows).write_parquet(path, compression="lz4")


def scan(place: Path) -> tuple[int, float]:
    """Read every column of every file once and take its largest value."""
    rows = 0
    for path in sorted(place.glob("*.parquet")):
        frame = pl.read_parquet(path)
        frame.select(pl.all().max())
        rows += frame.height if path.stem == "candidates" else 0
    return rows, _peak()


def gate(place: Path) -> tuple[int, float]:
    """Read the same files and judge the candidates for the day."""
    read = {path.stem: pl.read_parquet(path) for path in place.glob("*.parquet")}
    candidates = read.pop("candidates")
    portfolio = Portfolio.of(**read)
    rows = permitted = 0
    for part in judge(candidates, portfolio, _book[0], OnDay(ON)):
        rows += part.frame.height
        permitted += part.frame["is_permitted"].sum()
    assert rows == candidates.height
    assert 0 < permitted < rows, "a bench in which everything is denied says nothing"
    return rows, _peak()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool() -> ProcessPoolExecutor:
    # spawn, because a process with Polars' threads must not fork
    return ProcessPoolExecutor(
        _cores(), mp_context=multiprocessing.get_context("spawn"), initializer=_prepare
    )


def measured(work: Callable[[Path], tuple[int, float]], places: list[Path]) -> dict[str, Any]:
    """Run over all shards on fresh processes, warmed up by one shard each."""
    with _pool() as pool:
        list(pool.map(work, places[:1] * _cores()))
        begin = time.perf_counter()
        done = list(pool.map(work, places))
        seconds = time.perf_counter() - begin
    return {
        "seconds": seconds,
        "rows": sum(rows for rows, _ in done),
        "peak": max(peak for _, peak in done),
    }


def main(folder: str, size: str) -> None:
    os.environ |= {
        "POLARS_MAX_THREADS": "1",
        # memory that a shard gave back serves the next one
        "_RJEM_MALLOC_CONF": "dirty_decay_ms:60000,muzzy_decay_ms:60000",
    }
    assert {field.name for field in fields(Portfolio)} >= set(BESIDE)
    places = make(Path(folder), int(size))
    scanned, judged = measured(scan, places), measured(gate, places)
    assert judged["rows"] == scanned["rows"] == int(size)
    name, where = f"{int(size):,} candidates", f"{_cores()} processes, {len(places)} shards"
    note = f"{judged['seconds']:.1f} s on {where}; peak {judged['peak']:.2f} GiB a process"
    rows = (
        (f"{name}, judged", int(judged["rows"] / judged["seconds"]), "rows/s", note),
        (
            f"{name}, plain scan",
            int(scanned["rows"] / scanned["seconds"]),
            "rows/s",
            f"{scanned['seconds']:.1f} s, the same files and processes",
        ),
        (
            f"{name}, judged / scanned",
            judged["seconds"] / scanned["seconds"],
            "×",
            "aim at most 5; same run",
        ),
    )
    for row in rows:
        print(
            json.dumps(dict(zip(("name", "value", "unit", "note"), row, strict=True))), flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
