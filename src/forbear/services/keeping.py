"""Secrets that must be read again are kept enciphered: codes of sign-in, keys of webhooks.

Each is bound to what it is the secret of, so that one row's cannot be put into another.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeptProblem(Exception):  # noqa: N818 - as often a key that was lost as an error
    """A kept secret cannot be read: another key, or not of this."""


class Keeper:
    """Enciphers with the first key; reads with any, so that a key can be followed by another."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take Fernet keys, the newest first. Raises ValueError for one that is none."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def keep(self, text: str, *, of: str) -> str:
        """Return a text enciphered, as the secret of ``of``."""
        return self._fernet.encrypt(json.dumps([of, text]).encode()).decode()

    def read(self, kept: str, *, of: str) -> str:
        """Return the text that was kept. Raises ``KeptProblem``."""
        try:
            whose, text = json.loads(self._fernet.decrypt(kept.encode()))
        except InvalidToken as error:
            raise KeptProblem("The key of kept secrets is another one.") from error
        if whose != of:
            raise KeptProblem(f"This is not the secret of {of}.")
        return str(text)
