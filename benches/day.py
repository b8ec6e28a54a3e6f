"""How long a day takes: 1 and 10 million accounts with 10 contacts each, beside a plain scan.

The scan reads the same columns of the same files once and takes the largest value of each. Its time
says what the machine and its disk can do in this hour; the ratio says what deciding costs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = tuple(int(size) for size in os.environ.get("BENCH_ACCOUNTS", "1000000,10000000").split(","))
ON = "2026-11-20"
TIMED = """
import resource, subprocess, sys, time
begin = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
took = time.perf_counter() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, took, used.ru_maxrss / 2**20, used.ru_utime + used.ru_stime)
"""
SCAN = """
import sys
from pathlib import Path
import polars as pl
from forbear.core.tables import PORTFOLIO
for table in PORTFOLIO:
    files = Path(sys.argv[1]) / table.name
    if any(files.glob("*.parquet")):
        scan = pl.scan_parquet(files / "*.parquet").select(table.schema.names())
        scan.select(pl.all().max()).collect(engine="streaming")
"""


def timed(*command: str) -> tuple[float, float, float]:
    """Run a command; return its seconds, its peak memory in GiB and its processor seconds."""
    result = subprocess.run(
        [sys.executable, "-c", TIMED, *command], capture_output=True, text=True, check=True
    )
    code, took, memory, processor = result.stdout.split()
    assert code == "0", f"{command} ended with {code}"
    return float(took), float(memory), float(processor)


def run() -> list[dict[str, object]]:
    """Measure each size."""
    rows: list[dict[str, object]] = []
    for accounts in SIZES:
        folder = Path(tempfile.mkdtemp(prefix="forbear-bench-"))
        try:
            rows += _measure(accounts, folder)
        finally:
            shutil.rmtree(folder)
    return rows


def _measure(accounts: int, folder: Path) -> list[dict[str, object]]:
    forbear = (sys.executable, "-m", "forbear")
    files, out = str(folder / "portfolio"), str(folder / "out")
    made = timed(*forbear, "synth", "--accounts", str(accounts), "--on", ON, "--out", files)
    scan = timed(sys.executable, "-c", SCAN, files)
    day = timed(*forbear, "day", "--portfolio", files, "--on", ON, "--out", out)
    size = f"{accounts // 1_000_000} M accounts, {accounts // 100_000} M contacts"
    return [
        _row(f"forbear synth, {size}", made[0], "s", f"peak {made[1]:.2f} GiB"),
        _row(f"plain scan, {size}", scan[0], "s", f"peak {scan[1]:.2f} GiB"),
        _row(
            f"forbear day, {size}",
            day[0],
            "s",
            f"peak {day[1]:.2f} GiB in each of its two processes; {day[2]:.0f} processor seconds",
        ),
        _row(f"ratio day / scan, {size}", day[0] / scan[0], "×", "same run"),
    ]


def _row(name: str, value: float, unit: str, note: str) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "note": note}
