"""The two engines that the gate is compared with: installed for the bench alone."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "bench.txt"
HOME = ROOT / ".venv" / "bench"


def use_parts() -> None:
    """Let this process import them."""
    if str(HOME) not in sys.path:
        sys.path.append(str(HOME))


def get_parts() -> str:
    """Install them if they are not there; return why that cannot be done, or nothing."""
    ready = HOME / ".ready"
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if ready.exists() and ready.read_text() == stamp:
        return ""
    wanted = ("install", "-q", "--require-hashes", "--target", str(HOME), "-r", str(LOCK))
    said = "neither uv nor pip is to be had"
    for installer in (("-m", "uv", "pip"), ("-m", "uv", "pip", "--system-certs"), ("-m", "pip")):
        python = ("--python", sys.executable) if "uv" in installer else ()
        command = [sys.executable, *installer[:3], *wanted, *python, *installer[3:]]
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
            )
        except subprocess.TimeoutExpired:
            said = "the package index does not answer"
            continue
        if done.returncode == 0:
            ready.write_text(stamp)
            return ""
        said = (done.stderr.strip().splitlines() or [said])[-1][:160]
    return said
