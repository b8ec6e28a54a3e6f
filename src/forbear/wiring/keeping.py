"""The key under which secrets are kept in the database."""

from __future__ import annotations

from functools import cache

from cryptography.fernet import Fernet

from forbear.services.keeping import Keeper
from forbear.wiring.secrets import secret

SECRET = "keeping_key"  # noqa: S105 - its name


@cache
def keeper() -> Keeper:
    """Return what enciphers: ``FORBEAR_SECRET_KEEPING_KEY``, or a key made at first use.

    Several keys stand apart by spaces, the newest first. Raises OSError for what is no such key.
    """
    given = secret(SECRET, make=Fernet.generate_key)
    try:
        return Keeper(given.split())
    except ValueError as error:
        raise OSError(
            f"The secret {SECRET} is no Fernet key (32 octets in URL-safe base64)."
        ) from error
