"""Measure what is there to be measured: `python -m benches [--write] [name …]`.

A bench is a module of this folder with ``run() -> list[dict]``; each dict has ``name``, ``value``,
``unit`` and ``note``. ``--write`` puts the table into the documentation.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "reference" / "bench.md"
# A bench may name a section of the page that holds its table alone (SECTION); else it is "".
BEGIN, END = "<!-- bench{}: begin -->", "<!-- bench{}: end -->"


def machine() -> str:
    """Return a line about this machine and the versions that matter."""
    from forbear.wiring.embedded.binaries import MAJOR  # noqa: PLC0415 - after the arguments

    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cpu}, {cores} cores, {memory:.0f} GiB; Python {platform.python_version()}, "
        f"Polars {version('polars')}, PostgreSQL {MAJOR}"
    )


def shown(value: object) -> str:
    """Return a number as people read it: grouped, with three figures that mean something."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)


def table(rows: Iterable[Mapping[str, object]]) -> str:
    """Return the results as a table in Markdown."""
    lines = ["| what | value | unit | note |", "|---|---:|---|---|"]
    lines += [
        f"| {row['name']} | {shown(row['value'])} | {row['unit']} | {row.get('note', '')} |"
        for row in rows
    ]
    return "\n".join(lines)


def measure(name: str) -> list[dict[str, object]]:
    """Run one bench; say how long it took."""
    print(f"bench: {name} …", file=sys.stderr, flush=True)
    begin = time.perf_counter()
    rows = importlib.import_module(f"benches.{name}").run()
    print(f"bench: {name} took {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
    return list(rows)


def section_of(name: str) -> str:
    """Return the section of the page that a bench's table stands in."""
    return str(getattr(importlib.import_module(f"benches.{name}"), "SECTION", ""))


def write(text: str, section: str) -> None:
    """Put the text between a section's markers on the page."""
    begin, end = (mark.format(section and f" {section}") for mark in (BEGIN, END))
    page = PAGE.read_text(encoding="utf-8")
    assert begin in page, f"{PAGE.name} has no {begin}"
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(end)
    PAGE.write_text(f"{head}{begin}\n{text}\n{end}{tail}", encoding="utf-8")


def main() -> None:
    """Run the benches named, or all."""
    known = sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))
    parser = argparse.ArgumentParser(prog="python -m benches", description="Measure Forbear.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(known)}")
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    given = parser.parse_args()
    if unknown := set(given.names) - set(known):
        parser.error(
            f"no bench is called {', '.join(sorted(unknown))}; there are {', '.join(known)}"
        )
    sections: dict[str, list[str]] = {}
    for name in given.names or known:
        sections.setdefault(section_of(name), []).append(name)
    for section, names in sections.items():
        text = f"{machine()}\n\n{table([row for name in names for row in measure(name)])}"
        print(text)
        if given.write:
            write(text, section)


if __name__ == "__main__":
    main()
