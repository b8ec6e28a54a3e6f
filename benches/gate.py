"""The gate against its aims: one candidate, ten million, two other engines, and permits by many.

Each part runs in processes of its own. Options by the environment: ``BENCH_CANDIDATES`` (the
frame), ``BENCH_CASES`` (single candidates), ``BENCH_ROWS`` (the comparison), ``BENCH_SECONDS``
(permits), ``BENCH_PARTS`` (some of: one, frame, engines, permits).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from typing import Any

from benches._gate_parts import HOME, get_parts
from benches._gate_rows import RULES

ROOT = Path(__file__).resolve().parent.parent
CANDIDATES = os.environ.get("BENCH_CANDIDATES", "10000000")
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
SECONDS = os.environ.get("BENCH_SECONDS", "10")
RIVALS = ("zen-engine", "cedarpy")
ENGINES = ("forbear", *RIVALS)
AIM = 50
SECTION = "gate"  # its table stands apart, so that it can be measured apart
Row = dict[str, object]


def run() -> list[Row]:
    """Measure each part."""
    rows = []
    for name in os.environ.get("BENCH_PARTS", ",".join(PARTS)).split(","):
        begin = time.perf_counter()
        rows += PARTS[name]()
        took = time.perf_counter() - begin
        print(f"bench: gate, {name} took {took:.0f} s", file=sys.stderr, flush=True)
    return rows


def one() -> list[Row]:
    """One candidate, answered."""
    return _lines("benches._gate_one")


def frame() -> list[Row]:
    """A frame of candidates beside a plain scan."""
    return _in_folder("benches._gate_frame", CANDIDATES)


def permits() -> list[Row]:
    """Permits by sixteen processes."""
    return _in_folder("benches._gate_permits", SECONDS)


def engines() -> list[Row]:
    """The same rules on the same rows in two other engines."""
    if problem := get_parts():
        return [_row("other engines", "–", "", f"cannot be installed here: {problem}")]
    folder = Path(tempfile.mkdtemp(prefix="forbear-bench-"))
    try:
        compared = [row for rules in RULES for row in _compared(rules, folder)]
    finally:
        shutil.rmtree(folder)
    return compared


def _compared(rules: str, folder: Path) -> Iterator[Row]:
    """Ask each engine on one core, and check that all say the same; then on all cores at once."""
    is_whole = rules.endswith("rules")
    rows = ROWS if is_whole else ROWS // 2
    single = {engine: _asked(engine, rules, rows, _cores()[:1], folder)[0] for engine in ENGINES}
    files = [_file(folder, engine, rules).read_bytes() for engine in ENGINES]
    assert files[0] == files[1] == files[2], f"{rules}: the engines do not say the same"
    ready = {engine: single[engine]["ready"]["processor"] / rows for engine in ENGINES}
    speeds = {"rows ready": ready}
    if is_whole:
        speeds["rows made too"] = {
            engine: ready[engine] + single[engine]["made"]["processor"] / rows for engine in ENGINES
        }
        speeds[f"rows ready, {len(_cores())} cores"] = {
            engine: _spread(engine, rules) for engine in ENGINES
        }
    versions = _versions()
    for how, engine in product(speeds, ENGINES):
        note = " ".join(filter(None, (versions[engine], single[engine]["way"])))
        yield _row(f"{rules}, {how}, {engine}", 1 / speeds[how][engine], "rows/s", note)
    if is_whole:
        told = single["forbear"]["spelled"]["processor"] / rows
        note = "every reason with its words, and when it ends"
        yield _row(f"{rules}, spelled out, forbear", 1 / told, "rows/s", note)
    for how, speed in speeds.items():
        best = min(RIVALS, key=lambda engine: speed[engine])
        note = f"aim {AIM}; answers equal on {rows:,} rows, rule by rule"
        ratio = speed[best] / speed["forbear"]
        yield _row(f"{rules}, {how}: forbear / {best}", ratio, "×", note)


def _spread(engine: str, rules: str) -> float:
    """Return the seconds a row on all cores at once, by the clock."""
    rows = ROWS // 5 if engine == "cedarpy" else ROWS
    reports = _asked(engine, rules, rows // len(_cores()), _cores(), None)
    return max(float(report["ready"]["wall"]) for report in reports) / rows


def _file(folder: Path, engine: str, rules: str) -> Path:
    return folder / f"{engine}-{rules}.npy"


def _asked(
    engine: str, rules: str, rows: int, cores: list[int], folder: Path | None
) -> list[dict[str, Any]]:
    """Start a process for each core, let them go together, and return what they measured."""
    workers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "benches._gate_rivals", engine, rules, str(rows)),
                *(str(seed), str(core), str(_file(folder, engine, rules)) if folder else ""),
            ],
            cwd=ROOT,
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed, core in enumerate(cores, 1)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n", f"{engine} did not get ready"
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate()[0] for each in workers]
    assert all(each.returncode == 0 for each in workers), f"{engine} failed"
    return [json.loads(text) for text in said]


def _versions() -> dict[str, str]:
    found = {part.name: part.version for part in distributions(path=[str(HOME)])}
    return {engine: found.get(engine, "") for engine in ENGINES}


def _cores() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _in_folder(module: str, *given: str) -> list[Row]:
    folder = tempfile.mkdtemp(prefix="forbear-bench-")
    try:
        return _lines(module, folder, *given)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lines(module: str, *given: str) -> list[Row]:
    done = subprocess.run(
        [sys.executable, "-m", module, *given],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _row(name: str, value: object, unit: str, note: str) -> Row:
    return {"name": name, "value": value, "unit": unit, "note": note}


PARTS: dict[str, Callable[[], list[Row]]] = {
    "one": one,
    "frame": frame,
    "engines": engines,
    "permits": permits,
}
