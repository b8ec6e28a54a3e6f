"""Keys of this house: from the environment, or made at first use and kept below FORBEAR_HOME."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from forbear.wiring.home import data_folder

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def secret(name: str, *, make: Callable[[], bytes]) -> bytes:
    """Return the secret ``name``, the same on every call and in every process.

    The variable ``FORBEAR_SECRET_<NAME>`` wins; its text is the secret, in UTF-8. Otherwise it is
    read from ``secrets/<name>`` below FORBEAR_HOME. ``make`` is called where there is none yet, and
    what it returns is kept, open to the owner only; of two processes that make one at the same
    moment, both get the one that was first.

    Raises OSError, with a sentence that names the cure, for a file that others may read or that is
    empty. A missing secret is made anew: whoever loses the file loses what it had signed.
    """
    assert _NAME.fullmatch(name)
    if given := os.environ.get(f"FORBEAR_SECRET_{name.upper()}"):
        return given.encode()
    path = data_folder() / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        _keep(path, make())
    return _read(path)


def secret_replace(name: str, value: bytes) -> None:
    """Put another secret in the place of ``name``, at once and whole.

    Raises OSError where the environment gives the secret: it would go on holding.
    """
    variable = f"FORBEAR_SECRET_{name.upper()}"
    if os.environ.get(variable):
        raise OSError(f"{variable} gives this secret. Change it there.")
    secret(name, make=lambda: value)
    path = data_folder() / "secrets" / name
    if path.read_bytes() != value:
        new = path.with_name(f".new-{name}")
        new.unlink(missing_ok=True)
        _keep(new, value)
        new.replace(path)


def _keep(path: Path, made: bytes) -> None:
    # mkstemp makes the file with mode 0600; a link, unlike a rename, replaces nothing
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(part)
    except FileExistsError:
        pass  # another process was first: its secret holds
    finally:
        Path(part).unlink()


def refuse_open(path: Path) -> None:
    """Raise OSError, naming the cure, for a file with a secret that other users may read."""
    if path.stat().st_mode & _OTHERS:
        raise OSError(f"The secret {path} is open to other users. Close it: chmod 600 '{path}'.")


def _read(path: Path) -> bytes:
    refuse_open(path)
    found = path.read_bytes()
    if not found:
        raise OSError(f"The secret {path} is empty. Put it back from your backup, or remove it.")
    return found
