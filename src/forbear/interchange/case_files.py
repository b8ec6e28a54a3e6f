"""Files of disputes and complaints in a folder of ours: ``<ab>/<sha256>``, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from forbear.ports.case_files import CaseFileError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class CaseFiles:
    """Keeps files below one folder, each under the SHA-256 of its bytes; none has an ending."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256. The file appears whole or not at all."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        for folder in (self._folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file with mode 0600
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return kept bytes; raises ``CaseFileError`` where they are gone or not those kept."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            text = f"The file {sha256[:12]}… is not in {self._folder}. Restore it from the backup."
            raise CaseFileError("FILE_MISSING", text) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            text = f"The file {sha256[:12]}… was changed since it came. Restore it from the backup."
            raise CaseFileError("FILE_CHANGED", text)
        return data

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise CaseFileError("FILE_MISSING", "There is no such file.")
        return self._folder / sha256[:2] / sha256
