"""Make the environment: a virtual one, locked with hashes, quick the second time.

Runs on a bare Python 3.11+; nothing else may be assumed. uv installs in seconds; where it cannot be
had, pip does the same more slowly.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "dev.txt"
READY = VENV / ".ready"
UV = "uv==0.13.9"


def run(*command: str | Path, quiet: bool = False) -> bool:
    """Run a command in the project folder; say whether it worked."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=False,
        capture_output=quiet,
    )
    return result.returncode == 0


def fail(what: str, cure: str) -> None:
    sys.exit(f"setup: {what}. {cure}")


def main() -> None:
    if sys.version_info < (3, 11):
        fail(
            f"Python {sys.version_info.major}.{sys.version_info.minor} is too old",
            "Run with Python 3.11 or later: make PYTHON=python3.11 …",
        )
    stamp = hashlib.sha256(LOCK.read_bytes() + str(VENV).encode()).hexdigest()
    if READY.exists() and READY.read_text() == stamp:
        READY.touch()
        return
    print("setup: making .venv with the locked dependencies (once; a minute at most) …", flush=True)
    python = VENV / "bin" / "python"
    if not run(sys.executable, "-m", "venv", "--clear", VENV):
        fail(
            "could not make a virtual environment",
            "On Debian and Ubuntu: apt-get install python3-venv, then try again",
        )
    has_uv = run(python, "-m", "pip", "install", "-q", UV, quiet=True)
    if has_uv:
        installed = run(
            python,
            "-m",
            "uv",
            "pip",
            "install",
            "-q",
            "--python",
            python,
            "--require-hashes",
            "-r",
            LOCK,
        )
    else:
        print("setup: uv is not to be had here; pip takes a little longer", flush=True)
        installed = run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", LOCK)
    if not installed:
        fail(
            "could not install the dependencies",
            "See the lines above; is the package index reachable?",
        )
    # A path file instead of an editable install: nothing to build, works from any path.
    site = subprocess.run(
        [str(python), "-c", "import site; print(site.getsitepackages()[0])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (Path(site) / "forbear.pth").write_text(f"{ROOT / 'src'}\n")
    READY.write_text(stamp)


if __name__ == "__main__":
    main()
