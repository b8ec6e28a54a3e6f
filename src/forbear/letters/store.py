"""Letters as files: ``<yyyy-mm-dd>/<reference>.pdf``, for their owner's eyes only."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import date
from pathlib import Path

from forbear.ports.letters import LetterError

# No dot at the start and no slash: a reference cannot name another folder.
_REFERENCE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")


class LetterFiles:
    """Keeps letters below one folder. A kept letter is never replaced by another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, *, reference: str, on: date, pdf: bytes, unsigned: bytes | None = None) -> str:
        """Keep ``pdf`` and return its path below the folder.

        The same bytes again are fine, and so is the same letter signed again, which begins with the
        bytes ``unsigned``; the one that is kept stays. Others under the same reference raise
        LetterError, code LETTER_EXISTS. The file appears whole or not at all.
        """
        place = self._place(reference, on)
        path = self._folder / place
        for folder in (self._folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file with mode 0600
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            os.link(part, path)  # unlike a rename, this cannot replace a file
        except FileExistsError as error:
            kept = path.read_bytes()
            if kept != pdf and (unsigned is None or not kept.startswith(unsigned)):
                raise LetterError(
                    "LETTER_EXISTS",
                    f"Another letter is kept as {place}. Give the new letter its own reference.",
                ) from error
        finally:
            Path(part).unlink()
        return place

    def read(self, *, reference: str, on: date) -> bytes:
        """Return a kept letter; raises LetterError, code LETTER_MISSING."""
        place = self._place(reference, on)
        try:
            return (self._folder / place).read_bytes()
        except FileNotFoundError as error:
            raise LetterError("LETTER_MISSING", f"No letter is kept as {place}.") from error

    def _place(self, reference: str, on: date) -> str:
        if not _REFERENCE.fullmatch(reference):
            raise LetterError(
                "LETTER_INVALID",
                f"The reference {reference!r} has other signs than letters, digits, . _ -",
            )
        return f"{on.isoformat()}/{reference}.pdf"
