"""A folder of Parquet files, one file or folder a table, read by ranges of persons.

Nothing sorts or joins the whole at once. A file whose row groups are in the order of ``person_id``
is read only where a shard needs it; any other order is read correctly, and more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from forbear.core.tables import ACCOUNTS, CONTACT_POINTS, DUES, PERSONS, PORTFOLIO, Table
from forbear.core.tables.frames import Portfolio
from forbear.engine.files.conform import PortfolioError, check_columns, conform

# about 2.6 GiB a process at ten contacts an account; every shard costs 0.4 s on top
PERSONS_A_SHARD = 420_000


@dataclass(frozen=True, slots=True)
class PortfolioFolder:
    """The tables that a folder holds, checked as far as their columns."""

    root: Path
    scans: dict[str, pl.LazyFrame]
    persons: int
    accounts: int

    def shards(self, persons: int = PERSONS_A_SHARD) -> list[tuple[int, int]]:
        """Return ranges of ``person_id``, both ends included, of about ``persons`` each."""
        ids = self.scans["persons"].select(pl.col("person_id").cast(pl.Int64))
        sorted_ids = ids.collect()["person_id"].sort()
        starts = sorted_ids.gather_every(persons).to_list()
        last = sorted_ids[-1] if len(sorted_ids) else 0
        ends = [start - 1 for start in starts[1:]] + [last]
        return list(zip(starts, ends, strict=True))

    def read(self, first: int, last: int) -> Portfolio:
        """Return the persons from ``first`` to ``last`` with everything about them."""
        frames = {
            table.name: self._part(table, first, last)
            for table in PORTFOLIO
            if table.name in self.scans and table is not DUES
        }
        if DUES.name in self.scans:
            ids = frames["accounts"]["account_id"]
            dues = self.scans[DUES.name]
            if len(ids):
                dues = dues.filter(pl.col("account_id").is_between(ids.min(), ids.max()))
            found = dues.collect().filter(pl.col("account_id").is_in(ids.implode()))
            frames[DUES.name] = conform(found, DUES, self._place(DUES))
        self._check_persons(frames)
        return Portfolio.of(**frames)

    def _part(self, table: Table, first: int, last: int) -> pl.DataFrame:
        # a row of nobody is read with every shard, so that it is refused and not lost
        within = pl.col("person_id").is_between(first, last) | pl.col("person_id").is_null()
        try:
            found = self.scans[table.name].filter(within).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            place = self._place(table)
            reason = str(error).splitlines()[0]
            raise PortfolioError(f"{place}: cannot be read ({reason}); is it Parquet?") from None
        return conform(found, table, self._place(table))

    def _place(self, table: Table) -> str:
        return str(self.root / table.name)

    def _check_persons(self, frames: dict[str, pl.DataFrame]) -> None:
        accounts, persons = frames["accounts"], frames["persons"]
        orphans = accounts.join(persons, on="person_id", how="anti")
        if not orphans.is_empty():
            row = orphans.row(0, named=True)
            raise PortfolioError(
                f"{self.root}: account {row['account_id']} belongs to person {row['person_id']}, "
                "who is not in persons; add that row or leave the account out"
            )

    def check_ids(self) -> None:
        """Refuse an id that stands in two rows; whole columns are looked at, one at a time."""
        for table in (PERSONS, ACCOUNTS, CONTACT_POINTS):
            key = table.columns[0].name
            ids = self.scans[table.name].select(pl.col(key).cast(pl.Int64)).collect()[key]
            if (ids.diff() > 0).all() or not ids.is_duplicated().any():
                continue
            twice = ids.filter(ids.is_duplicated())[0]
            raise PortfolioError(
                f"{self._place(table)}: {key} {twice} stands in two rows; it must be unique"
            )


def open_folder(root: Path) -> PortfolioFolder:
    """Open a portfolio folder. Raises ``PortfolioError`` where it cannot be used."""
    if not root.is_dir():
        raise PortfolioError(
            f"{root}: there is no such folder; `forbear synth --out {root}` makes one to try"
        )
    scans: dict[str, pl.LazyFrame] = {}
    for table in PORTFOLIO:
        source = _source(root, table)
        if source is None:
            if table.is_optional:
                continue
            raise PortfolioError(
                f"{root}: {table.name}.parquet is missing; it holds {table.meaning.lower()}"
            )
        scan = pl.scan_parquet(source)
        try:
            schema = scan.collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise PortfolioError(f"{source}: cannot be read ({reason}); is it Parquet?") from None
        check_columns(schema, table, str(source))
        scans[table.name] = scan
    counts = [scans[name].select(pl.len()).collect().item() for name in ("persons", "accounts")]
    _check_range(scans, root)
    return PortfolioFolder(root, scans, persons=counts[0], accounts=counts[1])


def _source(root: Path, table: Table) -> Path | None:
    single, several = root / f"{table.name}.parquet", root / table.name
    if single.is_file():
        return single
    if several.is_dir() and any(several.glob("*.parquet")):
        return several / "*.parquet"
    return None


def _check_range(scans: dict[str, pl.LazyFrame], root: Path) -> None:
    """Refuse accounts of persons outside the range of persons: no shard would ever see them."""
    bounds = [
        scans[name]
        .select(low=pl.col("person_id").min(), high=pl.col("person_id").max())
        .collect()
        .row(0)
        for name in ("persons", "accounts")
    ]
    (low, high), (first, last) = bounds
    if first is not None and (low is None or first < low or last > high):
        stray = first if low is None or first < low else last
        raise PortfolioError(
            f"{root}: an account belongs to person {stray}, who is not in persons; "
            "add that row or leave the account out"
        )
