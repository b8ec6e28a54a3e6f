"""Where the files of disputes and complaints are kept."""

from __future__ import annotations

from typing import Protocol


class CaseFileError(Exception):
    """A file cannot be kept or found; ``code`` is stable."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class CaseFileStore(Protocol):
    """Keeps bytes under their SHA-256, out of reach of any web server."""

    def keep(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256; the same bytes again change nothing."""

    def read(self, sha256: str) -> bytes:
        """Return kept bytes; raises ``CaseFileError``: ``FILE_MISSING``, ``FILE_CHANGED``."""
