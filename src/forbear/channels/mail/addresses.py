"""Addresses of e-mail: one, or none."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_LENGTH_MAX = 254  # RFC 5321, section 4.5.3.1.3, less the brackets


def mail_address(text: str) -> str | None:
    """Return ``text`` as an address that any mail server takes; ``None`` if it is not one.

    A domain in other letters is written as the DNS has it (IDNA). A local part in other letters
    needs servers that few have (RFC 6531), and is refused.
    """
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    address = f"{local}@{domain}"
    if len(address) > _LENGTH_MAX or not all(map(_LABEL.fullmatch, domain.split("."))):
        return None
    return address
