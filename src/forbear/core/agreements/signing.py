"""What a stranger types to show that they are the cardholder, and as their name."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from forbear.core.preferences.plain import plain_line

NAME_MAX = 120
_LAST = 4
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_PHONES = frozenset({"mobile", "home", "work"})
_CODE_MIN = 4


def proof_matches(kind: str, held: str, typed: str) -> bool:
    """Return whether what was typed is what the file holds of a kind.

    Of a card and a telephone the last four digits are asked for, of an address by post its code
    (see ``_codes_of``), and an e-mail address as a whole.

    >>> proof_matches("mobile", "+12025550123", "01 23"), proof_matches("mobile", "+1202", "")
    (True, False)
    """
    given = unicodedata.normalize("NFKC", typed[:400]).strip().casefold()
    if kind == "card_last4" or kind in _PHONES:
        digits = "".join(sign for sign in given if sign.isdecimal())
        return len(digits) == _LAST and digits == _digits(held)[-_LAST:]
    if kind in {"email", "work_email"}:
        return bool(given) and given == unicodedata.normalize("NFKC", held).strip().casefold()
    if kind == "postal":
        return "".join(_WORD.findall(given)) in _codes_of(held)
    return False


def _digits(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdecimal())


def _codes_of(address: str) -> set[str]:
    """Return what may be the code of an address, as 10001 or SW1A 1AA; no short house number."""
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", address).casefold())
    found = {word for word in words if word.isdecimal() and len(word) >= _CODE_MIN}
    mixed = [word for word in words if any(map(str.isdecimal, word)) and not word.isdecimal()]
    pairs = {first + second for first, second in pairwise(words) if {first, second} <= set(mixed)}
    return found | {word for word in (*mixed, *pairs) if len(word) > _CODE_MIN}


def name_read(typed: str, held: str) -> str | None:
    """Return a typed name as it is kept; ``None`` if it is rubbish or not the cardholder's.

    Signs that cannot be seen or that turn the order of others are refused. A name in Chinese signs
    must be the one on file; of another, one whole word of at least two letters must be in it.

    >>> name_read(" ada  Kowalski ", "Ada M. Kowalski"), name_read("xxxx", "Ada Kowalski")
    ('ada Kowalski', None)
    """
    line = plain_line(typed, length_max=NAME_MAX)
    if line is None:
        return None
    given, known = _words(line), _words(held)
    if _HAN.search(held):
        return line if "".join(given) == "".join(known) else None
    common = {word for word in given if len(word) > 1} & set(known)
    return line if common or (given and given == known) else None


def _words(text: str) -> list[str]:
    """Return the words of a name without accents and in small letters."""
    parted = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return _WORD.findall(plain.casefold())
