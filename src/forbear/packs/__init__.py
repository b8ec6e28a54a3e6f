"""Law, strategies and words as data, and their loaders.

The loader of the law is imported when it is asked for: who reads only words must not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forbear.packs.loader import load_book

__all__ = ["load_book"]


def __getattr__(name: str) -> object:
    """Return the loader of the law."""
    if name == "load_book":
        from forbear.packs.loader import load_book  # noqa: PLC0415 - see above

        return load_book
    raise AttributeError(name)
