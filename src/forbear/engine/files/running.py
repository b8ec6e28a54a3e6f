"""Running the day over a folder: shard by shard, each written before the next is read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from forbear.core.law.book import RuleBook
from forbear.core.strategy import Ladder
from forbear.engine.day import run_day
from forbear.engine.files.folder import PERSONS_A_SHARD, PortfolioFolder
from forbear.engine.summary import Summary


def run_folder(
    folder: PortfolioFolder,
    out: Path,
    *,
    on: date,
    ladder: Ladder,
    book: RuleBook,
    persons_a_shard: int = PERSONS_A_SHARD,
    tell: Callable[[int], None] = lambda _accounts: None,
) -> Summary:
    """Decide a whole folder; write ``decisions/part-*.parquet`` and the summary below ``out``.

    ``tell`` is called with the number of accounts of each finished shard. The parts are written
    beside the old ones and take their place only when all are there.
    """
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / "decisions.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    total = Summary(packs=book.versions)
    for number, (first, last) in enumerate(folder.shards(persons_a_shard)):
        result = run_day(folder.read(first, last), on=on, ladder=ladder, book=book)
        result.decisions.write_parquet(fresh / f"part-{number:05d}.parquet", compression="lz4")
        total = total + result.summary
        tell(result.decisions.height)
    shutil.rmtree(out / "decisions", ignore_errors=True)
    fresh.rename(out / "decisions")
    told = {"on": on.isoformat(), "ladder": f"{ladder.id} {ladder.version}", **total.as_json()}
    (out / "summary.txt").write_text(total.as_text(f"Day {on}"), encoding="utf-8")
    (out / "summary.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return total
