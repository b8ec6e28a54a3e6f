from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from forbear.wiring.secrets import secret


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "a home"))
    monkeypatch.delenv("FORBEAR_SECRET_SIGNING", raising=False)
    return tmp_path / "a home"


def never() -> bytes:
    raise AssertionError("a secret that exists is not made again")


def test_a_secret_is_made_once_and_closed_to_others(home: Path) -> None:
    first = secret("signing", make=lambda: secrets.token_bytes(32))
    assert len(first) == 32
    assert secret("signing", make=never) == first
    path = home / "secrets" / "signing"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["signing"]


def test_the_environment_wins_and_nothing_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_SECRET_SIGNING", "from the vault")
    assert secret("signing", make=never) == b"from the vault"
    assert not (home / "secrets").exists()


def test_a_secret_that_others_may_read_is_not_used(home: Path) -> None:
    secret("signing", make=lambda: b"one")
    (home / "secrets" / "signing").chmod(0o640)
    with pytest.raises(OSError, match="chmod 600"):
        secret("signing", make=never)


def test_an_empty_secret_is_not_used(home: Path) -> None:
    secret("signing", make=lambda: b"one")
    (home / "secrets" / "signing").write_bytes(b"")
    with pytest.raises(OSError, match="is empty"):
        secret("signing", make=never)


def test_processes_that_make_one_at_the_same_moment_agree() -> None:
    program = (
        "import secrets; from forbear.wiring.secrets import secret;"
        "print(secret('signing', make=lambda: secrets.token_bytes(16)).hex())"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=os.environ)
        for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in running}) == 1
