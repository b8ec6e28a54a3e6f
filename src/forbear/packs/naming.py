"""Packs as people name them on a command line."""

from __future__ import annotations

from pathlib import Path

from forbear.core.law.book import RuleBook
from forbear.packs.loader import load_book, load_folder

CURRENT = "current"


def named_book(name: str) -> RuleBook:
    """Return the packs that ``name`` stands for.

    ``current`` are those that ship; a folder is an exported set, or one pack in the place of its
    namesake; a file is an issuer's own rules beside the current packs. Raises ``PackError`` for
    packs that cannot be used, ``OSError`` where there is nothing.
    """
    if name == CURRENT:
        return load_book()
    path = Path(name)
    if path.is_dir():
        return load_folder(path)
    if not path.exists():
        raise FileNotFoundError(
            f"{name} is neither {CURRENT} nor a folder of packs nor a house file; "
            "forbear law export DIR writes such a folder"
        )
    return load_book(path)
