"""The code by which anyone can ask whether a message is genuine: ``K7QF-2M9X-P``.

Eight signs name the message, the ninth is a check. The signs are 31, without those that are easily
taken for another (0 O, 1 I L). The eight signs are the message's number under a permutation that
only the holder of the key can follow (a Feistel network over 40 bits, walked until it falls within
31 to the power of 8): no two messages have the same code, and one code does not tell another.
The check sign is public: it finds each wrong sign and each swapped pair, before anything is asked.
"""

from __future__ import annotations

import hmac
import unicodedata

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BASE = len(SIGNS)
_LENGTH = 8
CODES = _BASE**_LENGTH
_HALF_BITS = 20
_HALF = 1 << _HALF_BITS
_ROUNDS = 8
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−_. "), None)


def code_of(message_number: int, key: bytes) -> str:
    """Return the code of a message; ``ValueError`` for a number that has none, or no key.

    >>> code_of(1, b"the key of a house, 32 bytes long")
    '38VT-QM8F-C'
    """
    if not 0 <= message_number < CODES:
        raise ValueError(f"There is no code for the number {message_number}.")
    if not key:
        raise ValueError("A code needs a key.")
    found = _permuted(message_number, key)
    while found >= CODES:
        found = _permuted(found, key)
    signs = ""
    for _ in range(_LENGTH):
        found, rest = divmod(found, _BASE)
        signs += SIGNS[rest]
    return code_text(signs + _check(signs))


def code_read(text: str) -> str | None:
    """Return the code that someone typed, as it is printed; none if it cannot be one.

    Small letters, full-width signs, and any or no dashes and spaces are taken.

    >>> code_read(" 38vt qm8fc")
    '38VT-QM8F-C'
    >>> code_read("38VT-QM8F-D") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text[:80]).translate(_DASHES)
    signs = "".join(plain.split()).upper()
    if len(signs) != _LENGTH + 1 or any(sign not in SIGNS for sign in signs):
        return None
    return code_text(signs) if signs[-1] == _check(signs[:-1]) else None


def code_text(signs: str) -> str:
    """Return nine signs as they are printed."""
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def _check(signs: str) -> str:
    # 31 is a prime and no weight is a multiple of it: one wrong sign or one swap changes the sum
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, start=2))
    return SIGNS[total % _BASE]


def _permuted(number: int, key: bytes) -> int:
    left, right = divmod(number, _HALF)
    for turn in range(_ROUNDS):
        mixed = hmac.digest(key, b"forbear code %d %d" % (turn, right), "sha256")
        left, right = right, left ^ (int.from_bytes(mixed[:3]) % _HALF)
    return left * _HALF + right
