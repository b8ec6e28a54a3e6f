"""Starting, stopping and asking the embedded server. Each may be called any number of times."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from forbear.wiring.embedded.binaries import installation
from forbear.wiring.embedded.cluster import OWNER, PORT, check_private, ensure_cluster, run
from forbear.wiring.embedded.errors import DatabaseProblem, explained
from forbear.wiring.embedded.places import Places

# A crash is recovered from at the start, and that may take a while.
_PATIENCE_SECONDS = 300
# Higher than any process id: PostgreSQL takes a lock file with it for a dead server's.
_NO_PROCESS = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the server answers, and where it lives."""

    is_running: bool
    pid: int | None
    where: Places


def status(where: Places) -> Status:
    """Ask the server; a lock file alone proves nothing."""
    is_running = _answers(where)
    return Status(is_running, _pid(where) if is_running else None, where)


def start(where: Places) -> Status:
    """Start the server if it does not run; make the cluster if there is none.

    Two starts at once make one server. What a killed server left behind is recovered.
    """
    if _answers(where):
        return status(where)
    programs = installation_of(where)
    with _locked(where):
        if not _answers(where):
            ensure_cluster(where, programs)
            _forget_recycled_pid(where)
            _launch(where, programs)
    return status(where)


def installation_of(where: Places) -> Path:
    """Return the programs; when root, the system folder that may hold a copy is made first."""
    if where.runner and not where.system.exists():
        try:
            where.system.mkdir(parents=True, exist_ok=True)
            where.system.chmod(0o755)  # whatever the umask: the server's user must pass through
        except OSError as error:
            raise explained("The database has no place", where.system, str(error)) from error
    return installation(where)


def stop(where: Places) -> bool:
    """Stop the server cleanly; sessions still open are cut off. Say whether it ran."""
    if not where.data.exists() or not _answers(where):
        return False
    with _locked(where):
        done = run(
            where,
            [
                installation_of(where) / "bin" / "pg_ctl",
                "stop",
                f"--pgdata={where.data}",
                "--mode=fast",
                "--wait",
                f"--timeout={_PATIENCE_SECONDS}",
            ],
        )
    if done.returncode and _answers(where):
        raise explained("The database could not be stopped", where.data, done.stderr)
    return True


def remove(where: Places) -> None:
    """Stop the server and delete its data, for good. The programs are left where they are."""
    stop(where)
    with _locked(where):
        for folder in (where.base, where.sockets):
            if folder.exists():
                check_private(folder, where.uid)
                shutil.rmtree(folder)


def _launch(where: Places, programs: Path) -> None:
    begin = where.log.stat().st_size if where.log.exists() else 0
    done = run(
        where,
        [
            programs / "bin" / "pg_ctl",
            "start",
            f"--pgdata={where.data}",
            f"--log={where.log}",
            "--wait",
            f"--timeout={_PATIENCE_SECONDS}",
            "--silent",
        ],
    )
    if done.returncode:
        said = done.stderr
        if where.log.exists():
            said = where.log.read_bytes()[begin:].decode(errors="replace") + said
        raise explained("The database could not be started", where.base, said)


def _answers(where: Places) -> bool:
    if not (where.sockets / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        psycopg.connect(
            host=str(where.sockets), port=PORT, user=OWNER, dbname="postgres", connect_timeout=5
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _pid(where: Places) -> int | None:
    try:
        return int((where.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _forget_recycled_pid(where: Places) -> None:
    """Mark a killed server's lock files as stale when its process id now names something else.

    After a restart of a container ids are dealt out anew, and PostgreSQL would take any process of
    its own user for the old server. Only the id is changed: the shared memory noted beside it is
    still checked, so orphans of the old server keep a second one out.
    """
    pid = _pid(where)
    if pid is None or not Path(f"/proc/{pid}").exists():
        return
    try:
        is_server = b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        is_server = False
    if is_server:
        return
    lock = where.data / "postmaster.pid"
    _, _, rest = lock.read_text().partition("\n")
    lock.write_text(f"{_NO_PROCESS}\n{rest}")
    (where.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


@contextmanager
def _locked(where: Places) -> Iterator[None]:
    """Hold the lock of this data folder; the system gives it back when a process dies."""
    try:
        file = os.open(where.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseProblem(
            "NO_PERMISSION",
            f"{where.lock} cannot be written ({error.strerror}). "
            "Set FORBEAR_HOME to a folder of your own.",
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
