"""Where the embedded database lives: worked out from the data folder alone, nothing is made."""

from __future__ import annotations

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

# A socket's path may have 107 bytes on Linux and 103 on macOS, so it cannot stand below any home.
_SOCKETS = Path("/tmp")  # noqa: S108 - the folder below it is private, and its owner is checked
_SYSTEM = Path("/var/lib/forbear")


@dataclass(frozen=True, slots=True)
class Runner:
    """The unprivileged user that runs the server when we are root: PostgreSQL refuses root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one embedded server."""

    home: Path  # the data folder of Forbear
    base: Path  # holds everything of the server
    sockets: Path  # private, short
    system: Path  # parent of base, when root
    runner: Runner | None

    @property
    def data(self) -> Path:
        """The data of the cluster."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.base / "server.log"

    @property
    def lock(self) -> Path:
        """The file that is locked while the server is started or stopped."""
        return self.home / "postgres.lock"

    @property
    def uid(self) -> int:
        """Whose folders they are."""
        return self.runner.uid if self.runner else os.getuid()


def places(home: Path) -> Places:
    """Return the places of the server that belongs to the data folder ``home``."""
    stamp = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    runner = _runner() if os.getuid() == 0 else None
    uid = runner.uid if runner else os.getuid()
    return Places(
        home=home,
        base=_SYSTEM / stamp if runner else home / "postgres",
        sockets=_SOCKETS / f"forbear-{uid}-{stamp}",
        system=_SYSTEM,
        runner=runner,
    )


def _runner() -> Runner:
    """Return ``postgres`` where there is such a user, else ``nobody``."""
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(name, entry.pw_uid, entry.pw_gid)
    return Runner("nobody", 65534, 65534)
