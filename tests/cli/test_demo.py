"""``forbear demo`` from nothing, twice, in a data folder of its own with a space in its name."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import httpx
import pytest

from tests.store.address import address
from tests.store.make import account

COUNTED = """
import django
django.setup()
from forbear.store import models
names = ("Account", "Contact", "PlannedContact", "DayRun", "Decision", "Permit", "ImportBatch")
print({name: getattr(models, name).objects.count() for name in names})
print(sorted(models.PlannedContact.objects.values_list("pk", "state")))
"""


def _forbear(home: Path, *given: str, url: str = "") -> subprocess.CompletedProcess[str]:
    env = {n: v for n, v in os.environ.items() if not n.startswith(("FORBEAR", "DJANGO"))}
    env |= {"FORBEAR_HOME": str(home), "COLUMNS": "200"}
    if url:
        env["DATABASE_URL"] = url
    else:
        env.pop("DATABASE_URL", None)
    if given[0] == "-c":
        env["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    else:
        given = ("-m", "forbear", *given)
    return subprocess.run(
        [sys.executable, *given], capture_output=True, text=True, check=False, env=env
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo") / "a home"
    yield folder
    _forbear(folder, "db", "stop")


def _arrived(home: Path) -> dict[str, list[Path]]:
    kinds = {"mail": home / "arrived" / "mail", "sms": home / "arrived" / "sms"}
    found = {
        kind: sorted(path for path in folder.rglob("*") if path.is_file())
        for kind, folder in kinds.items()
    }
    found["letters"] = sorted((home / "letters").rglob("*.pdf"))
    return found


@pytest.mark.slow
def test_the_demo_sends_for_real_and_a_second_run_sends_nothing(home: Path) -> None:
    first = _forbear(home, "demo", "--no-serve", "--accounts", "600")
    assert first.returncode == 0, (first.stdout, first.stderr)
    assert "Traceback" not in first.stderr
    arrived = _arrived(home)
    assert all(arrived.values()), {kind: len(found) for kind, found in arrived.items()}
    mail = message_from_bytes(arrived["mail"][0].read_bytes())
    assert mail["To"]
    assert mail["Subject"]
    assert arrived["letters"][0].read_bytes().startswith(b"%PDF")
    state = _forbear(home, "-c", COUNTED)
    assert "'Account': 600" in state.stdout, state.stderr
    assert "'DayRun': 1" in state.stdout

    second = _forbear(home, "demo", "--no-serve", "--accounts", "600")
    assert second.returncode == 0, (second.stdout, second.stderr)
    assert "The real portfolio is loaded already" in second.stdout
    assert _arrived(home) == arrived, "nobody hears from us twice"
    assert _forbear(home, "-c", COUNTED).stdout == state.stdout


@pytest.mark.django_db(transaction=True)
def test_the_demo_leaves_somebody_elses_accounts_alone(
    transactional_db: None, tmp_path: Path
) -> None:
    del transactional_db
    account()
    done = _forbear(tmp_path, "demo", "--no-serve", "--accounts", "5", url=address())
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stderr == (
        "forbear demo: this database holds accounts that are not the demo's. Unset "
        "DATABASE_URL, or set FORBEAR_HOME to another folder.\n"
    )
    assert not any(_arrived(tmp_path).values())


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_desk_that_the_demo_serves_answers_for_a_case(tmp_path: Path) -> None:
    """The server runs beside what the demo has done before it: its workers must not hang."""
    home, port = tmp_path / "a home", _port()
    env = {n: v for n, v in os.environ.items() if not n.startswith(("FORBEAR", "DJANGO"))}
    env.pop("DATABASE_URL", None)
    demo = subprocess.Popen(
        [sys.executable, "-m", "forbear", "demo", "--accounts", "300", "--port", str(port)],
        env=env | {"FORBEAR_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    try:
        told = []
        for line in demo.stdout:
            told.append(line)
            if "The desk is at" in line:
                break
        assert str(port) in told[-1]
        # the cardholder's pages are served with it, so messages lead to them
        assert any(f"http://127.0.0.1:{port}/check/" in line for line in told)
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            follow_redirects=True,
            timeout=20,
            transport=httpx.HTTPTransport(retries=8),
        ) as desk:
            desk.get("/sign-in/")
            signed_in = desk.post(
                "/sign-in/",
                data={
                    "username": "chen",
                    "password": "forbear-demo",
                    "csrfmiddlewaretoken": desk.cookies["csrftoken"],
                },
            )
            assert signed_in.status_code == 200
            queue = desk.get("/today/").text
            case = desk.get(re.findall(r'href="(/accounts/[0-9]+/[^"]*)"', queue)[0])
            check = desk.get("/check/")
        assert case.status_code == 200
        assert check.status_code == 200
        mails = [message_from_bytes(path.read_bytes()) for path in _arrived(home)["mail"]]
        links = f"<http://127.0.0.1:{port}/p/"
        assert mails
        assert all(mail["List-Unsubscribe"].startswith(links) for mail in mails), "to the wishes"
    finally:
        demo.terminate()
        demo.wait(timeout=30)
        demo.stdout.close()
        _forbear(home, "db", "stop")
