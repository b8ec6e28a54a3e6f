"""The key that signs letters: a house's own, or one of a small authority made at first use."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from forbear.letters.authority import Bundle, authority_new, bundle_read, signer_new
from forbear.letters.seal import LetterSigner
from forbear.services.letters.certificates import certificate_note
from forbear.wiring import clock
from forbear.wiring.secrets import refuse_open, secret, secret_replace

SIGNER, ROOT = "letter_signer", "letter_root"
OFF = "off"


def is_configured() -> bool:
    """Return whether a house gives its own key, or wants none."""
    return bool(os.environ.get("FORBEAR_LETTER_KEY"))


def is_off() -> bool:
    """Return whether letters go unsigned: ``FORBEAR_LETTER_KEY=off``."""
    return os.environ.get("FORBEAR_LETTER_KEY") == OFF


def bundle(name: str) -> Bundle:
    """Return the key that signs the letters of the issuer ``name``, with its certificates.

    ``FORBEAR_LETTER_KEY`` names its PEM file, which no other user may read; without it, a root and
    a signer are made at first use. Raises OSError, or LetterError with code KEY_UNUSABLE.
    """
    if given := os.environ.get("FORBEAR_LETTER_KEY"):
        path = Path(given).expanduser()
        refuse_open(path)
        return bundle_read(path.read_bytes(), where=str(path))

    def made() -> bytes:
        return signer_new(_root(name), name, at=clock.now()).pem()

    return bundle_read(secret(SIGNER, make=made), where=f"the secret {SIGNER}")


def bundle_new(name: str, *, with_root: bool) -> Bundle:
    """Make a new key under our root, or under a new root; letters are signed with it from now on.

    Raises OSError where the environment gives the key.
    """
    if is_configured():
        raise OSError("FORBEAR_LETTER_KEY gives the key of letters. Change it there.")
    if with_root:
        secret_replace(ROOT, authority_new(name, at=clock.now()).pem())
    made = signer_new(_root(name), name, at=clock.now())
    secret_replace(SIGNER, made.pem())
    signer.cache_clear()
    return made


@cache
def signer(name: str, place: str) -> LetterSigner:
    """Return what signs the letters of the issuer ``name``, to be checked at ``place``.

    Kept: it holds the key. Its certificate is noted as ours.
    """
    held = bundle(name)
    certificate_note(held.signer.public_bytes(Encoding.DER), at=clock.now())
    return LetterSigner(held, place=place)


def _root(name: str) -> Bundle:
    pem = secret(ROOT, make=lambda: authority_new(name, at=clock.now()).pem())
    return bundle_read(pem, where=f"the secret {ROOT}")
