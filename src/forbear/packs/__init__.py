"""Law and strategies as data, and their loader."""

from forbear.packs.loader import load_book

__all__ = ["load_book"]
