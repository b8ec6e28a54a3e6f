"""Packs by their versions: the book by which something was once decided."""

from __future__ import annotations

from collections.abc import Mapping

from forbear.core.law.book import RuleBook
from forbear.core.law.sources import PackSource
from forbear.packs.loader import book_of


class PackMissing(Exception):  # noqa: N818 - it names what is missing
    """A version of a pack that nobody has the texts of; says the cure."""

    code = "PACK_MISSING"

    def __init__(self, key: str, version: str) -> None:
        self.key, self.version = key, version
        super().__init__(
            f"the pack {key} {version} is not here. "
            "Name the folder that holds it with --packs DIR (forbear law export wrote it)"
        )


class PackAltered(Exception):  # noqa: N818 - it says what was found
    """The texts of a pack are not those that its version names."""

    code = "PACK_ALTERED"

    def __init__(self, key: str, version: str) -> None:
        super().__init__(
            f"the texts of the pack {key} are not those of {version}: they were changed since. "
            "Name a folder that holds the true ones with --packs DIR"
        )


class PackLibrary:
    """Texts of packs in any number of versions. What is asked for twice is read once."""

    def __init__(self, *books: RuleBook) -> None:
        self._sources: dict[tuple[str, str], PackSource] = {}
        self._books: dict[tuple[tuple[str, str], ...], RuleBook] = {}
        for book in books:
            self.add(book)

    def add(self, book: RuleBook) -> None:
        """Take in every pack of a book."""
        for source in book.sources:
            self._sources[source.key, book.versions[source.key]] = source

    def keep(self, source: PackSource, version: str) -> None:
        """Take in one pack under the version that it claims; checked when it is read."""
        self._sources[source.key, version] = source

    def __contains__(self, pack: tuple[str, str]) -> bool:
        return pack in self._sources

    def book(self, versions: Mapping[str, str]) -> RuleBook:
        """Return the book of exactly these versions.

        Raises ``PackMissing`` for a version that is not here, ``PackAltered`` for texts that are
        not those of their version, ``PackError`` for texts that this program cannot read.
        """
        wanted = tuple(sorted(versions.items()))
        if wanted not in self._books:
            for key, version in wanted:
                if (key, version) not in self._sources:
                    raise PackMissing(key, version)
            book = book_of((self._sources[pack] for pack in wanted), is_part=True)
            for key, version in wanted:
                if book.versions[key] != version:
                    raise PackAltered(key, version)
            self._books[wanted] = book
        return self._books[wanted]
