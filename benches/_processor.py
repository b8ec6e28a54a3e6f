"""The processor time of a server and all that it started, as Linux counts it."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(*roots: int) -> float:
    """Return what these processes and their children have used so far, those that ended too."""
    used: dict[int, float] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(folder.name)
        children[int(fields[1])].append(pid)
        # utime, stime, cutime, cstime: proc(5)
        used[pid] = sum(map(int, fields[11:15])) / _TICK
    waiting, total = list(roots), 0.0
    while waiting:
        pid = waiting.pop()
        total += used.get(pid, 0.0)
        waiting += children[pid]
    return total
