"""Mails that lie somewhere: a Maildir, an mbox file, or a folder of .eml files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from forbear.channels.mail.returned import BYTES_MAX


class BoxError(OSError):
    """A place that holds no mail; says what was looked for."""


@dataclass(frozen=True, slots=True)
class Lying:
    """One mail: its name, its beginning up to a bound, and what to call when it was taken."""

    name: str
    data: bytes
    done: Callable[[], None]


def mails_in(place: Path) -> Iterator[Lying]:
    """Return the mails of ``place``, one after the other. Raises BoxError.

    Of a Maildir those that are new; ``done`` moves them to the seen ones. An mbox file and a folder
    of .eml files stay as they are: a mail that was taken before changes nothing.
    """
    if (place / "new").is_dir():
        return _maildir(place)
    if place.is_dir():
        return _folder(place)
    if place.is_file():
        return _mbox(place)
    raise BoxError(f"{place} is neither a Maildir, nor an mbox file, nor a folder of .eml files.")


def _maildir(place: Path) -> Iterator[Lying]:
    seen = place / "cur"
    seen.mkdir(exist_ok=True)
    for path in sorted((place / "new").iterdir()):
        if path.is_file() and not path.is_symlink():
            target = seen / f"{path.name.partition(':')[0]}:2,S"
            yield Lying(path.name, _beginning(path), partial(_move, path, target))


def _folder(place: Path) -> Iterator[Lying]:
    for path in sorted(place.glob("*.eml")):
        if path.is_file() and not path.is_symlink():
            yield Lying(path.name, _beginning(path), _nothing)


def _mbox(place: Path) -> Iterator[Lying]:
    """Read an mbox file line by line: it may be larger than the memory."""
    number, kept, is_blank = 0, bytearray(), True
    with place.open("rb") as lines:
        while line := lines.readline(BYTES_MAX):
            if is_blank and line.startswith(b"From "):
                if number:
                    yield Lying(f"{place.name}:{number}", bytes(kept), _nothing)
                number += 1
                kept.clear()
            elif number and len(kept) < BYTES_MAX:
                kept += line
            is_blank = line in {b"\n", b"\r\n"}
    if not number:
        raise BoxError(f"{place} is no mbox file: none of its lines begins a mail.")
    yield Lying(f"{place.name}:{number}", bytes(kept), _nothing)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BYTES_MAX)


def _move(path: Path, target: Path) -> None:
    path.replace(target)


def _nothing() -> None:
    return None
