"""Making the cluster: once, with fixed settings, closed to everyone else."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

from forbear.wiring.embedded.binaries import MAJOR
from forbear.wiring.embedded.errors import DatabaseProblem, explained
from forbear.wiring.embedded.places import Places

OWNER = "forbear"
DATABASE = "forbear"
PORT = 5432  # only a part of the socket's name: nothing listens on the network
_PRIVATE = 0o700

# No parallel workers: their shared memory may not fit a container's /dev/shm.
_SETTINGS = """\
# Written by Forbear at each start; put settings of your own into postgresql.conf below the include.
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
wal_level = minimal
max_wal_senders = 0
max_wal_size = '2GB'
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
jit = off
"""


def run(where: Places, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as the server's user, untouched by the caller's environment."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    who: dict[str, object] = {}
    if where.runner:
        who = {"user": where.runner.uid, "group": where.runner.gid, "extra_groups": []}
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # noqa: S603 - our own
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={**env, "LC_ALL": "C", "LANG": "C"},
        umask=0o077,
        **who,
    )


def ensure_cluster(where: Places, programs: Path) -> None:
    """Make the cluster if it is missing; refuse one of another version."""
    _ensure_folders(where)
    version = where.data / "PG_VERSION"
    if version.exists():
        if (found := version.read_text().strip()) != MAJOR:
            raise DatabaseProblem(
                "WRONG_VERSION",
                f"The data in {where.data} was made by PostgreSQL {found}, and this is {MAJOR}. "
                "Set FORBEAR_HOME to a new folder, or move the data with pg_dump of that version.",
            )
    else:
        _make(where, programs)
    quoted = str(where.sockets).replace("'", "''")
    _write(where, where.data / "forbear.conf", _SETTINGS.format(port=PORT, sockets=quoted))


def _make(where: Places, programs: Path) -> None:
    # Made beside its place and moved there when whole: a broken-off start leaves nothing half made.
    part = where.base / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    done = run(
        where,
        [
            programs / "bin" / "initdb",
            f"--pgdata={part}",
            f"--username={OWNER}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=trust",  # whoever gets through the private socket folder is its owner
            "--no-instructions",
        ],
    )
    if done.returncode:
        raise explained("The database could not be made", where.base, done.stderr)
    conf = part / "postgresql.conf"
    _write(where, conf, "include_if_exists 'forbear.conf'\n" + conf.read_text())
    part.rename(where.data)


def _ensure_folders(where: Places) -> None:
    try:
        for folder in (where.base, where.sockets):
            if not folder.exists():
                folder.mkdir(mode=_PRIVATE)
                if where.runner:
                    os.chown(folder, where.runner.uid, where.runner.gid)
    except OSError as error:
        raise explained("The database has no place", where.base, str(error)) from error
    for folder in (where.base, where.sockets):
        check_private(folder, where.uid)


def check_private(folder: Path, uid: int) -> None:
    """Refuse a folder that is a link, or another user's, or open to others."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise DatabaseProblem(
            "NOT_OURS",
            f"{folder} belongs to someone else. Remove it, or set FORBEAR_HOME to another folder.",
        )
    if stat.S_IMODE(found.st_mode) != _PRIVATE:
        folder.chmod(_PRIVATE)


def _write(where: Places, path: Path, text: str) -> None:
    try:
        path.write_text(text)
        path.chmod(0o600)
        if where.runner:
            os.chown(path, where.runner.uid, where.runner.gid)
    except OSError as error:
        raise explained("The database's settings could not be written", path, str(error)) from error
