"""How fast the desk answers fifty people at once, over a large portfolio with a long history.

``python -m benches.desk FOLDER ACCOUNTS ENTRIES`` makes a database of its own below ``FOLDER``,
serves it as ``forbear serve`` does, and prints its rows as JSON. Fifty users sign in and work: the
next best case, a case page, a search, each after a rest as people make it. The aims are those of
the project: a 95th percentile under 150 ms, and under 150 KB for the first view of a page.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benches._desk_portfolio import AT, fill
from benches._desk_users import NAMES, PASSWORD, Asked, Pace, page_weight, seats, work
from benches._own_database import own_database
from benches._processor import processor_seconds

# the project's aim; smaller where the environment says so
ACCOUNTS = int(os.environ.get("BENCH_DESK_ACCOUNTS", "1000000"))
ENTRIES = int(os.environ.get("BENCH_DESK_ENTRIES", "20000000"))
PORT, USERS = 8137, 50
SECONDS = int(os.environ.get("BENCH_DESK_SECONDS", "60"))
WARM_SECONDS = 15
# A collector reads and speaks: five seconds between two acts is fast, and two is faster than
# anybody works all day.
PACES = (
    Pace("an act each 5 s", 5.0, letters=3),
    Pace("a click each 2 s", 2.0),
    Pace("without a pause", 0.0),
)
SECTION = "desk"


def run(accounts: int = ACCOUNTS, entries: int = ENTRIES) -> list[dict[str, object]]:
    """Measure in a process of its own, with a database of its own."""
    with tempfile.TemporaryDirectory(prefix="forbear-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benches.desk", folder, str(accounts), str(entries)],
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _users() -> None:
    from forbear.core.roles import COLLECTOR  # noqa: PLC0415 - after Django's settings
    from forbear.services.users import user_ensure  # noqa: PLC0415

    for name in NAMES[:USERS]:
        user_ensure(username=name, password=PASSWORD, at=AT, groups=(COLLECTOR,))


def _served(folder: Path) -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "forbear", "serve", "--port", str(PORT)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    assert "The desk is at" in line, line
    until = time.monotonic() + 60
    while not _listens():
        assert time.monotonic() < until, "the desk does not answer"
        time.sleep(0.05)
    return server


def _listens() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _rows(asked: Asked, pace: Pace, sizes: str, used: float) -> Iterator[dict[str, object]]:
    assert not asked.failed, f"a bench in which requests fail says nothing: {asked.failed[:3]}"
    load = f"load {os.getloadavg()[0]:.1f}"
    every = sum(map(len, asked.took.values()))
    for what in ("next case", "case page", "search"):
        took = asked.took[what]
        yield {
            "name": f"{what}, p95, {USERS} users, {pace.name}",
            "value": _percentile(took, 0.95) * 1000,
            "unit": "ms",
            "note": f"{sizes}; median {_percentile(took, 0.5) * 1000:.0f} ms, "
            f"{len(took):,} requests in {asked.seconds:.0f} s; {load}",
        }
    yield {
        "name": f"requests, {USERS} users, {pace.name}",
        "value": every / asked.seconds,
        "unit": "requests/s",
        "note": f"{sizes}; {load}",
    }
    yield {
        "name": f"processor time of a request, {USERS} users, {pace.name}",
        "value": used / every * 1000,
        "unit": "ms",
        "note": f"server and database together; {load}",
    }


def _measure(folder: Path, accounts: int, entries: int) -> Iterator[dict[str, object]]:
    os.environ["FORBEAR_CLOCK"] = AT.isoformat()
    with own_database(folder):
        from forbear.wiring import embedded  # noqa: PLC0415 - after the settings
        from forbear.wiring.home import data_folder  # noqa: PLC0415 - the same

        begin = time.perf_counter()
        fill(accounts, entries)
        print(f"filled in {time.perf_counter() - begin:.0f} s", file=sys.stderr, flush=True)
        _users()
        server = _served(folder)
        try:
            base = f"http://127.0.0.1:{PORT}"
            sizes = f"{accounts:,} accounts, {entries:,} entries"
            database = embedded.status(embedded.places(data_folder())).pid
            assert database is not None, "the database has stopped"
            # what is made once, as the plans of questions and of rules, is made before
            taken = seats(base, USERS)
            work(base, taken, WARM_SECONDS, PACES[0], accounts)
            for pace in PACES:
                before = processor_seconds(server.pid, database)
                asked = work(base, taken, SECONDS, pace, accounts)
                used = processor_seconds(server.pid, database) - before
                yield from _rows(asked, pace, sizes, used)
            for name, weight in page_weight(base).items():
                yield {
                    "name": f"first view of {name}, compressed",
                    "value": weight / 1000,
                    "unit": "KB",
                    "note": "the page with its style, script, pictures and fonts",
                }
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    started = datetime.now(UTC)  # noqa: TID251 - told to the person who waits
    print(f"began {started:%H:%M:%S}", file=sys.stderr)
    for row in _measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])):
        print(json.dumps(row), flush=True)
