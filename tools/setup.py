"""Make the environment: a virtual one, locked with hashes, quick the second time.

Runs on a bare Python 3.11+; nothing else may be assumed. uv installs in seconds; where it cannot be
had, pip does the same more slowly.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements" / "dev.txt"
UV_LOCK = ROOT / "requirements" / "uv.txt"
READY = VENV / ".ready"
NO_UV = os.environ.get("FORBEAR_NO_UV") == "1"


def run(*command: str | Path, quiet: bool = False) -> bool:
    """Run a command in the project folder; say whether it worked."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=quiet,
    )
    return result.returncode == 0


def fail(what: str, cure: str) -> None:
    sys.exit(f"setup: {what}. {cure}")


def refuse_what_cannot_work() -> None:
    if sys.version_info < (3, 11):
        fail(
            f"Python {sys.version_info.major}.{sys.version_info.minor} is too old",
            "Run with Python 3.11 or later: make PYTHON=python3.11 …",
        )
    closed = next(
        (place for place in (ROOT, VENV) if place.exists() and not may_write(place)), None
    )
    if closed:
        fail(
            f"{closed} belongs to another user",
            "Use a clone of your own, or remove .venv as the user who made it",
        )


def may_write(place: Path) -> bool:
    return os.access(place, os.W_OK | os.X_OK)


def make_venv() -> None:
    """Make an empty virtual environment; Debian's Python may have no pip to put into it."""
    if PYTHON.exists():
        # A server that still runs would lose its programs.
        run(PYTHON, "-m", "forbear", "db", "stop", quiet=True)
    if run(sys.executable, "-m", "venv", "--clear", VENV, quiet=True):
        return
    if not run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV):
        fail(
            "could not make a virtual environment",
            "On Debian and Ubuntu: apt-get install python3-venv, then try again",
        )


def pip() -> list[str | Path]:
    """Return the pip to install with: the environment's own, else the system's; or nothing."""
    if run(PYTHON, "-m", "pip", "--version", quiet=True):
        return [PYTHON, "-m", "pip"]
    if run(sys.executable, "-m", "pip", "--version", quiet=True):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    return []


def uv(pip_command: list[str | Path]) -> list[str | Path]:
    """Return the uv to install with: the locked one, else one on the path; or nothing."""
    if NO_UV:
        return []
    if pip_command and run(
        *pip_command, "install", "-q", "--require-hashes", "-r", UV_LOCK, quiet=True
    ):
        return [PYTHON, "-m", "uv"]
    found = shutil.which("uv")
    return [found] if found else []


def install() -> None:
    with_pip = pip()
    with_uv = uv(with_pip)
    wanted = ("install", "-q", "--require-hashes", "-r", LOCK)
    # uv knows certificates of its own; an index behind a proxy may need the system's.
    for certificates in ([], ["--system-certs"]) if with_uv else []:
        if run(*with_uv, "pip", *wanted, "--python", PYTHON, *certificates, quiet=True):
            return
    if not with_pip:
        fail(
            "neither pip nor uv is to be had",
            "On Debian and Ubuntu: apt-get install python3-venv, then try again",
        )
    print("setup: uv is not to be had here; pip takes a few minutes …", flush=True)
    if not run(*with_pip, *wanted):
        fail(
            "could not install the dependencies",
            "See the lines above; is the package index reachable?",
        )


def point_to_source() -> None:
    """Write a path file instead of an editable install: nothing to build, works from any path."""
    site = subprocess.run(
        [str(PYTHON), "-c", "import site; print(site.getsitepackages()[0])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (Path(site) / "forbear.pth").write_text(f"{ROOT / 'src'}\n")


def write_command() -> None:
    """Write ``.venv/bin/forbear``, which finds its environment from any path."""
    command = VENV / "bin" / "forbear"
    if not command.exists():
        command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m forbear "$@"\n')
        command.chmod(0o755)


def main() -> None:
    refuse_what_cannot_work()
    stamp = hashlib.sha256(LOCK.read_bytes() + str(VENV).encode()).hexdigest()
    if READY.exists() and PYTHON.exists() and READY.read_text() == stamp:
        write_command()
        return
    print("setup: making .venv with the locked dependencies (once; a minute at most) …", flush=True)
    make_venv()
    install()
    point_to_source()
    write_command()
    READY.write_text(stamp)


if __name__ == "__main__":
    main()
