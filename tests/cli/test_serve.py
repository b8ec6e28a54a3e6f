from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from click.testing import CliRunner

from forbear.cli.serve import address_problem, command


@pytest.fixture
def taken() -> socket.socket:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.listen()
    return listening


def test_a_port_in_use_is_one_sentence_with_the_cure(taken: socket.socket) -> None:
    with taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(command, ["--port", str(port)])
    assert done.exit_code == 1
    assert done.stderr == (f"Port {port} is in use. Stop what uses it, or try --port {port + 1}.\n")


def test_an_address_that_is_not_ours_is_refused() -> None:
    assert "192.0.2.1" in address_problem("192.0.2.1", 8000)


@pytest.mark.django_db(transaction=True)
def test_the_desk_is_served(transactional_db: None) -> None:
    del transactional_db
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    served = subprocess.Popen(
        [sys.executable, "-m", "forbear", "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings"},
    )
    try:
        assert served.stdout is not None
        assert served.stdout.readline().startswith(f"The desk is at http://127.0.0.1:{port}/")
        page = _page(f"http://127.0.0.1:{port}/sign-in/", served)
        assert "Sign in" in page
        assert "/static/forbear." in page
    finally:
        served.terminate()
        served.communicate(timeout=30)


def _page(address: str, served: subprocess.Popen[str]) -> str:
    """Ask until the workers answer; a server that ended ends the waiting."""
    while served.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.05)
    raise AssertionError("the server ended before it answered")
