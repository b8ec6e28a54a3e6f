"""The repository as the tidy checks see it: files that travel with it, and parsed sources."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
_NOT_OURS = {".venv", ".forbear", ".git", "site", "node_modules", "__pycache__"}


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file of the repository: as git knows them, or all there are where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode == 0:
        found = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    else:
        found = [p for p in ROOT.rglob("*") if not _NOT_OURS & set(p.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def python(*folders: str) -> list[Path]:
    """The Python files below some folders; migrations are written by Django."""
    roots = [ROOT / folder for folder in folders]
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and any(path.is_relative_to(root) for root in roots)
    ]


def texts() -> list[tuple[Path, str]]:
    """Every file that holds text, with its text."""
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        try:
            found.append((path, content.decode()))
        except UnicodeDecodeError:
            continue
    return found


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
