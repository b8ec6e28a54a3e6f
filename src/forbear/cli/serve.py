"""``forbear serve``: the desk, over the database as it stands."""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import sys

import click

HOST = "127.0.0.1"
PORT = 8000
WORKERS = 2
THREADS = 4


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int) -> None:
    """Serve the desk and print its address."""
    serve(host, port)


def serve(host: str = HOST, port: int = PORT) -> None:
    """Make the database and the static files ready, then serve until stopped.

    Leaves with one sentence and status 1 if the address cannot be had.
    """
    if problem := address_problem(host, port):
        click.echo(problem, err=True)
        sys.exit(1)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.wiring.settings")
    _allow(host)
    _prepare()
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"The desk is at http://{shown}:{port}/  (stop with Ctrl+C)")
    # A worker that is forked from a process with Polars' threads waits for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    _few_rows_each()
    from granian import Granian  # noqa: PLC0415 - its import starts threads
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        "forbear.wiring.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        log_access=False,
    ).serve()


def address_problem(host: str, port: int) -> str:
    """Say why the address cannot be listened on, and the cure; empty if it can."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except socket.gaierror:
        return f"{host} is not an address of this machine. Try --host {HOST}."
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else port - 1  # noqa: PLR2004 - the last port
                return f"Port {port} is in use. Stop what uses it, or try --port {other}."
            if error.errno == errno.EACCES:
                return f"Port {port} is open to administrators only. Try --port {PORT}."
            return f"Cannot listen on {host}: {error.strerror}. Try --host {HOST}."
    return ""


def _few_rows_each() -> None:
    """Let the workers that are started from here ask the gate about few rows with one thread each.

    Threads that wait for each other over two rows cost more than the rows; and memory that was
    given back serves the next page instead of the system. Who sets these otherwise is heard.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:60000,muzzy_decay_ms:60000")


def _allow(host: str) -> None:
    """Let the address that we print be asked for."""
    known = os.environ.get("FORBEAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host not in {*known, "0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        os.environ["FORBEAR_HOSTS"] = ",".join([*known, host])


def _prepare() -> None:
    from forbear.wiring.database import (  # noqa: PLC0415 - settings come first
        DatabaseProblem,
        ensure_database,
        is_embedded,
    )

    try:
        ensure_database(migrate=is_embedded())
    except DatabaseProblem as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
