"""Running the day over a folder: shard by shard, on as many processes as there are processors.

Each shard is read, decided and written before the next; memory is bounded by a shard for each
process, whatever the size of the portfolio.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from forbear.core.law.book import RuleBook
from forbear.core.strategy import Ladder
from forbear.engine.day import run_day
from forbear.engine.files.folder import PERSONS_A_SHARD, PortfolioFolder, open_folder
from forbear.engine.summary import Summary

_THREADS = "POLARS_MAX_THREADS"
# Polars' allocator: memory that a shard gave back serves the next one, instead of the system
_ALLOCATOR = "_RJEM_MALLOC_CONF"
_KEEP = "dirty_decay_ms:60000,muzzy_decay_ms:60000"


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides, and how another process gets it: expressions do not travel, files do."""

    ladder: Ladder
    book: RuleBook
    again: Callable[[], tuple[Ladder, RuleBook]]


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    first: int
    last: int
    root: Path
    out: Path
    on: date


def run_folder(
    folder: PortfolioFolder,
    out: Path,
    *,
    on: date,
    rules: Rules,
    persons_a_shard: int = PERSONS_A_SHARD,
    processes: int | None = None,
    tell: Callable[[int], None] = lambda _accounts: None,
) -> Summary:
    """Decide a whole folder; write ``decisions/part-*.parquet`` and the summary below ``out``.

    ``tell`` is called with the number of accounts of each finished shard. The parts are written
    beside the old ones and take their place only when all are there. ``processes`` defaults to the
    processors that this process may use; a small folder is decided by this process alone.
    """
    folder.check_ids()
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / "decisions.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        tasks = [
            _Task(number, first, last, folder.root, fresh, on)
            for number, (first, last) in enumerate(folder.shards(persons_a_shard))
        ]
        wanted = min(processes or len(os.sched_getaffinity(0)), len(tasks))
        total = Summary(packs=rules.book.versions)
        for summary in _decided(tasks, folder, rules, wanted):
            total = total + summary
            tell(summary.accounts)
        _take_place(fresh, out / "decisions")
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    _write_summary(out, total, on=on, ladder=rules.ladder)
    return total


def _take_place(fresh: Path, decisions: Path) -> None:
    """Put the new decisions where the old ones are; at every moment one of them is complete."""
    old = decisions.with_name("decisions.old")
    shutil.rmtree(old, ignore_errors=True)
    if decisions.exists():
        decisions.rename(old)
    fresh.rename(decisions)
    shutil.rmtree(old, ignore_errors=True)


def _decided(
    tasks: list[_Task], folder: PortfolioFolder, rules: Rules, processes: int
) -> Iterator[Summary]:
    if processes <= 1:
        for task in tasks:
            yield _decide(task, folder, rules.ladder, rules.book)
        return
    # spawn, because a process with Polars' threads must not fork
    context = multiprocessing.get_context("spawn")
    with (
        _one_thread_each(),
        ProcessPoolExecutor(
            processes,
            mp_context=context,
            initializer=_prepare,
            initargs=(folder.root, rules.again),
        ) as pool,
    ):
        yield from pool.map(_decide_there, tasks)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let each process use one thread: whole shards run side by side better than their parts."""
    before = {name: os.environ.get(name) for name in (_THREADS, _ALLOCATOR)}
    os.environ.update({_THREADS: "1", _ALLOCATOR: _KEEP})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


_here: list[tuple[PortfolioFolder, Ladder, RuleBook]] = []


def _prepare(root: Path, again: Callable[[], tuple[Ladder, RuleBook]]) -> None:
    _here[:] = [(open_folder(root), *again())]


def _decide_there(task: _Task) -> Summary:
    return _decide(task, *_here[0])


def _decide(task: _Task, folder: PortfolioFolder, ladder: Ladder, book: RuleBook) -> Summary:
    result = run_day(folder.read(task.first, task.last), on=task.on, ladder=ladder, book=book)
    path = task.out / f"part-{task.number:05d}.parquet"
    try:
        result.decisions.write_parquet(path, compression="lz4")
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0].rsplit("error: ", 1)[-1]
        raise OSError(f"{task.out}: the decisions cannot be written ({reason})") from None
    return result.summary


def _write_summary(out: Path, total: Summary, *, on: date, ladder: Ladder) -> None:
    told = {"on": on.isoformat(), "ladder": f"{ladder.id} {ladder.version}", **total.as_json()}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (out / "summary.json").write_text(text, encoding="utf-8")
    (out / "summary.txt").write_text(total.as_text(f"Day {on}"), encoding="utf-8")
