"""A signing key of the tests, made once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding

from forbear.letters.authority import Bundle, authority_new, signer_new
from forbear.letters.seal import LetterSigner

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
CODE = "38VT-QM8F-C"


@cache
def root() -> Bundle:
    return authority_new("Larkfield Bank", at=AT)


@cache
def bundle() -> Bundle:
    return signer_new(root(), "Larkfield Bank", at=AT)


@cache
def signer() -> LetterSigner:
    return LetterSigner(bundle(), place="https://larkfield.example/check")


def der(given: Bundle) -> bytes:
    return given.signer.public_bytes(Encoding.DER)
