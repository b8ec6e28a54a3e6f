"""The published file, read once into whole New Taiwan dollars."""

from __future__ import annotations

import gzip
from functools import cache
from importlib import resources

import polars as pl

# Month 1 is September 2005, the latest; month 6 is April. The file calls month 1's status PAY_0.
MONTHS = (1, 2, 3, 4, 5, 6)
_STATUS = {1: "PAY_0", 2: "PAY_2", 3: "PAY_3", 4: "PAY_4", 5: "PAY_5", 6: "PAY_6"}
_MISSED_LATEST = 8


@cache
def accounts() -> pl.DataFrame:
    """Return one row an account: ``id``, ``limit``, ``bill_k``, ``pay_k`` and ``status_k``.

    Amounts are whole NT$. Sex, education, marriage and age are left behind here: nothing that
    decides about a person may see them.
    """
    packed = resources.files("forbear.interchange.uci").joinpath("UCI_Credit_Card.csv.gz")
    frame = pl.read_csv(gzip.decompress(packed.read_bytes()))
    whole = pl.Int64()
    return frame.select(
        pl.col("ID").cast(whole).alias("id"),
        # the file writes whole dollars as 3913.0; the cast is exact and fails on a fraction
        *(pl.col(f"BILL_AMT{k}").cast(whole, strict=True).alias(f"bill_{k}") for k in MONTHS),
        *(pl.col(f"PAY_AMT{k}").cast(whole, strict=True).alias(f"pay_{k}") for k in MONTHS),
        *(pl.col(_STATUS[k]).cast(pl.Int16()).alias(f"status_{k}") for k in MONTHS),
        pl.col("LIMIT_BAL").cast(whole).alias("limit"),
    ).sort("id")


def missed_by_status(month: int) -> pl.Expr:
    """Return how many statements the file's own status calls unpaid in ``month``."""
    return pl.col(f"status_{month}").clip(0, _MISSED_LATEST)
