"""Dependencies are locked: every package with its version and hashes, and no address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.repo.tree import ROOT, name_of

FOLDER = ROOT / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==[^\s;\\]+(\s*;[^\\]+)?(\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+$"
)


def entries(lock: Path) -> list[str]:
    """The requirements of a lock file, each with its hashes on the lines that follow."""
    return [entry.strip() for entry in re.split(r"\n(?=\S)", lock.read_text()) if entry.strip()]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    found = entries(lock)
    assert found
    assert not [entry[:80] for entry in found if not PINNED.match(entry)]


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_what_is_asked_for_is_locked(lock: Path) -> None:
    wanted = lock.with_suffix(".in").read_text().splitlines()
    names = {plain(re.split(r"[\[=<>;~ ]", line)[0]) for line in wanted if line[:1].isalpha()}
    locked = {plain(match["name"]) for entry in entries(lock) if (match := PINNED.match(entry))}
    assert names <= locked


def test_what_runs_is_among_what_is_developed_with() -> None:
    runtime, dev = (
        {re.split(r"[\s;]", entry)[0] for entry in entries(FOLDER / f"{part}.txt")}
        for part in ("runtime", "dev")
    )
    assert runtime <= dev
