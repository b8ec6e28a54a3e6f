"""References with check digits: ISO 11649 creditor references, ISO 13616 account numbers (IBAN).

Both carry two check digits of ISO/IEC 7064, MOD 97-10: letters count from A = 10 to Z = 35, the
first four characters go to the end, and the whole leaves 1 when divided by 97.
"""

from __future__ import annotations

import re
import unicodedata

_RF = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)


def normalised(text: str) -> str:
    """Return a reference with capital letters and digits only, wide ones made narrow.

    >>> normalised("ab-12 / 3")
    'AB123'
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[^A-Z0-9]", "", plain, flags=re.ASCII)


def is_iban(text: str) -> bool:
    """Return whether a text without spaces is an IBAN whose check digits are right.

    >>> is_iban("DE89370400440532013000"), is_iban("DE88370400440532013000")
    (True, False)
    """
    return _IBAN.fullmatch(text) is not None and _rest(text) == 1


def is_creditor_reference(text: str) -> bool:
    """Return whether a normalised text is an ISO 11649 reference whose check digits are right.

    >>> is_creditor_reference("RF18539007547034"), is_creditor_reference("RF19539007547034")
    (True, False)
    """
    return _RF.fullmatch(text) is not None and _rest(text) == 1


def creditor_reference(reference: str) -> str:
    """Return the ISO 11649 reference that stands for a reference of ours.

    ``ValueError`` if it has no letter or digit, or more than 21 of them.

    >>> creditor_reference("5390-0754-7034")
    'RF18539007547034'
    """
    plain = normalised(reference)
    found = f"RF{98 - _rest(f'RF00{plain}'):02d}{plain}"
    if _RF.fullmatch(found) is None:
        raise ValueError(f"{reference!r} cannot be put into a creditor reference")
    return found


def in_fours(reference: str) -> str:
    """Return a reference or account number as it is printed, four signs together.

    >>> in_fours("RF18539007547034")
    'RF18 5390 0754 7034'
    """
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def _rest(text: str) -> int:
    digits = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    return int(digits) % 97
