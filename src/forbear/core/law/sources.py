"""The texts that a pack was read from: by them an old answer can be worked out again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

# The issuer's own rules: one file, whose name does not count towards its version.
ISSUER = "issuer"
_SHOWN = 16


@dataclass(frozen=True, slots=True)
class PackSource:
    """One pack as texts. ``key`` is ``us``, ``cn``, ``house`` …, or ``issuer``.

    ``files`` maps a file's name (``us/cease.toml``) to its content.
    """

    key: str
    files: Mapping[str, bytes]

    @property
    def sha256(self) -> str:
        """Return the hash of the texts, in full."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            if self.key != ISSUER:
                digest.update(name.encode() + b"\0")
            digest.update(content)
        return digest.hexdigest()

    def version(self, named: str) -> str:
        """Return the version that goes on every answer: the pack's own name for it, and a hash."""
        return f"{named}+sha256:{self.sha256[:_SHOWN]}"
