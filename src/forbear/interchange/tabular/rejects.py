"""The file of rows that do not fit: line, column, value and reason, for the owner's eyes only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import polars as pl

from forbear.interchange.tabular.problems import ImportProblem


class RejectsFile:
    """A CSV file that is made when there is something to write, and only then."""

    def __init__(self, path: Path | None) -> None:
        """Take where to write; with no path the rejects are only counted."""
        self.path = path
        self._file: BinaryIO | None = None

    @property
    def is_written(self) -> bool:
        """Whether there was anything to write."""
        return self._file is not None

    def write(self, rejects: pl.DataFrame) -> None:
        """Append problems."""
        if rejects.is_empty() or self.path is None:
            return
        is_new = self._file is None
        file = self._file or self._made()
        try:
            rejects.write_csv(file, include_header=is_new)
            file.flush()
        except OSError as error:
            raise self._problem(error) from error

    def close(self, *, keep: bool = True) -> None:
        """Close the file; without ``keep`` it is removed, because nothing was imported."""
        if self._file is not None:
            self._file.close()
            if not keep and self.path is not None:
                self.path.unlink(missing_ok=True)

    def _made(self) -> BinaryIO:
        assert self.path is not None
        try:
            # a file of the same name may be open to others; a new one is not
            self.path.unlink(missing_ok=True)
            number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._problem(error) from error
        self._file = os.fdopen(number, "wb")
        return self._file

    def _problem(self, error: OSError) -> ImportProblem:
        return ImportProblem(
            f"{self.path}: the rejected rows cannot be written there ({error.strerror}). "
            "Nothing was imported; choose another place with --rejects."
        )
