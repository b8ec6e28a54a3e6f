"""Writing a synthetic portfolio: one part file a block and table, so memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forbear.core.tables import PORTFOLIO
from forbear.engine.synth.blocks import Block, make_block

# A block is a shard: about 200 000 persons.
BLOCK_ACCOUNTS = 240_000
# Six accounts to five persons.
_ACCOUNTS_PART, _PERSONS_PART = 6, 5
ROWS_A_GROUP = 262_144


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows of each table were written."""

    rows: dict[str, int]
    parts: int


def blocks(accounts: int, *, block_accounts: int = BLOCK_ACCOUNTS) -> Iterator[Block]:
    """Cut a portfolio of ``accounts`` accounts into blocks of whole persons."""
    person, account, number = 1, 1, 0
    while account <= accounts:
        here = min(block_accounts, accounts - account + 1)
        persons = -(-here * _PERSONS_PART // _ACCOUNTS_PART)
        yield Block(number, person, persons, account, here)
        person, account, number = person + persons, account + here, number + 1


def write_portfolio(
    out: Path,
    *,
    accounts: int,
    contacts_per_account: int,
    seed: int,
    on: date,
    told: Callable[[int], None] | None = None,
    block_accounts: int = BLOCK_ACCOUNTS,
) -> Written:
    """Write ``<out>/<table>/part-00000.parquet`` and so on, one part a block, sorted by person.

    The tables are those of ``PORTFOLIO``. ``told`` is called with the accounts of each finished
    block. Raises ``FileExistsError`` if ``out`` holds anything, and ``ValueError`` for numbers that
    make no portfolio.
    """
    if accounts < 1 or contacts_per_account < 0 or seed < 0:
        message = "accounts must be at least 1, contacts and seed at least 0"
        raise ValueError(message)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(f"{out} is not an empty folder: choose another, or empty it")
    rows = dict.fromkeys((table.name for table in PORTFOLIO), 0)
    parts = 0
    for table in PORTFOLIO:
        (out / table.name).mkdir(parents=True)
    for block in blocks(accounts, block_accounts=block_accounts):
        made = make_block(block, seed=seed, on=on, contacts_per_account=contacts_per_account)
        for name, frame in made.items():
            part = out / name / f"part-{block.number:05}.parquet"
            frame.write_parquet(
                part, compression="zstd", compression_level=1, row_group_size=ROWS_A_GROUP
            )
            rows[name] += frame.height
        parts += 1
        if told is not None:
            told(block.accounts)
    return Written(rows=rows, parts=parts)
