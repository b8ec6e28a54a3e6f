from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from forbear.wiring import embedded
from forbear.wiring.embedded import DatabaseProblem, Places
from forbear.wiring.embedded.cluster import ensure_cluster


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Places]:
    home = tmp_path / "a home's folder"
    home.mkdir()
    found = embedded.places(home)
    yield found
    embedded.stop(found)
    shutil.rmtree(found.base, ignore_errors=True)
    shutil.rmtree(found.sockets, ignore_errors=True)


def connect(where: Places) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(where.sockets), user=embedded.OWNER, dbname="postgres", autocommit=True
    )


def processes_of(pid: int) -> list[int]:
    """The server and all its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def kill_hard(pid: int) -> None:
    found = processes_of(pid)
    handles = [os.pidfd_open(number) for number in found]
    for number in found:
        os.kill(number, signal.SIGKILL)
    for handle in handles:
        # readable once the process is gone
        import select

        select.select([handle], [], [], 30)
        os.close(handle)


def test_start_and_stop_may_be_called_any_number_of_times(where: Places) -> None:
    assert not embedded.status(where).is_running
    assert embedded.stop(where) is False
    first = embedded.start(where)
    assert first.is_running
    assert embedded.start(where).pid == first.pid
    assert embedded.stop(where) is True
    assert embedded.stop(where) is False
    assert not embedded.status(where).is_running


def test_nothing_listens_on_the_network_and_the_socket_is_private(where: Places) -> None:
    embedded.start(where)
    assert where.sockets.stat().st_mode & 0o777 == 0o700
    assert where.data.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(where.sockets / ".s.PGSQL.5432")) < 100
    with connect(where) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_killed_server_loses_nothing_and_is_started_again(where: Places) -> None:
    pid = embedded.start(where).pid
    assert pid
    with connect(where) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
        kill_hard(pid)
    assert not embedded.status(where).is_running
    assert (where.data / "postmaster.pid").exists()
    assert embedded.start(where).is_running
    with connect(where) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(42,)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_dead_servers_number_dealt_to_another_process_does_not_keep_it_down(
    where: Places,
) -> None:
    pid = embedded.start(where).pid
    assert pid
    kill_hard(pid)
    who = {"user": where.runner.uid} if where.runner else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **who) as other:  # type: ignore[call-overload]
        lock = where.data / "postmaster.pid"
        for path in (lock, where.sockets / ".s.PGSQL.5432.lock"):
            _, _, rest = path.read_text().partition("\n")
            path.write_text(f"{other.pid}\n{rest}")
        assert embedded.start(where).is_running
        other.terminate()


def test_many_starts_at_once_make_one_server(where: Places) -> None:
    code = (
        "from pathlib import Path; from forbear.wiring import embedded;"
        f"print(embedded.start(embedded.places(Path({str(where.home)!r}))).pid)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    pids = {process.communicate()[0].strip() for process in running}
    assert [process.returncode for process in running] == [0] * 4
    assert len(pids) == 1


def test_data_of_another_version_is_refused_with_the_cure(where: Places) -> None:
    embedded.start(where)
    embedded.stop(where)
    (where.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseProblem, match="FORBEAR_HOME") as caught:
        embedded.start(where)
    assert caught.value.code == "WRONG_VERSION"
    assert "PostgreSQL 16" in str(caught.value)


def test_a_start_that_broke_off_leaves_nothing_in_the_way(where: Places) -> None:
    embedded.start(where)
    embedded.stop(where)
    where.data.rename(where.base / "data.part")
    assert embedded.start(where).is_running


def test_a_socket_folder_that_is_a_link_is_refused(where: Places, tmp_path: Path) -> None:
    where.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(DatabaseProblem) as caught:
            embedded.start(where)
    finally:
        where.sockets.unlink()
    assert caught.value.code == "NOT_OURS"


def test_an_installation_without_programs_is_a_clear_problem(where: Places) -> None:
    (where.home / "bin").mkdir()
    fake = where.home / "bin" / "initdb"
    fake.write_text("#!/bin/sh\necho 'initdb: error: No space left on device' >&2; exit 1\n")
    fake.chmod(0o755)
    if where.runner:
        pytest.skip("the other user cannot reach a private test folder")
    with pytest.raises(DatabaseProblem, match="disk is full") as caught:
        ensure_cluster(where, where.home)
    assert caught.value.code == "DISK_FULL"


def test_removing_leaves_nothing_and_may_be_repeated(where: Places) -> None:
    embedded.start(where)
    embedded.remove(where)
    assert not where.base.exists()
    assert not where.sockets.exists()
    embedded.remove(where)
    assert embedded.start(where).is_running
