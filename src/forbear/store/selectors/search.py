"""Find a cardholder or an account by whatever someone has at hand, as they type it.

Every question below stops at a limit and is answered from an index of its own (migration 0112):
the beginning of a name or of one of its words, of a reference or of an e-mail address; a phone
number in any writing, from its beginning or its end; the last four digits of a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection

WORD_MIN = 2
DIGITS_MIN = 3
# the calling codes of the nations whose law Forbear knows, tried before a number written nationally
_CODES = ("86", "1", "44", "61", "91")
_WORD = re.compile(r"\w+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"[\d\s()+./-]+")
_LIKE = re.compile(r"([%_\\])")

_BY_PERSON = "SELECT a.id FROM store_account a WHERE a.person_id IN ({}) ORDER BY a.id LIMIT %s"
_NAME = _BY_PERSON.format(
    "SELECT id FROM store_person WHERE lower(name) LIKE %s ORDER BY lower(name) LIMIT 500"
)
_WORDS = _BY_PERSON.format(
    "SELECT id FROM store_person WHERE to_tsvector('simple', name) @@ to_tsquery('simple', %s) "
    "LIMIT 500"
)
_PERSON = _BY_PERSON.format("SELECT id FROM store_person WHERE upper(reference) LIKE %s LIMIT 500")
_ACCOUNT = "SELECT id FROM store_account WHERE upper(reference) LIKE %s ORDER BY 1 LIMIT %s"
_CARD = "SELECT id FROM store_account WHERE card_last4 = %s ORDER BY 1 LIMIT %s"
_VALUE = _BY_PERSON.format(
    "SELECT person_id FROM store_contactpoint WHERE lower(value) LIKE %s LIMIT 500"
)
_ENDING = _BY_PERSON.format(
    "SELECT person_id FROM store_contactpoint "
    "WHERE reverse(value) LIKE %s AND kind IN ('mobile', 'home', 'work') LIMIT 500"
)


def account_ids_found(text: str, *, limit: int = 20) -> list[int]:
    """Return the accounts that ``text`` may mean, at most ``limit``; none for too short a text."""
    found: dict[int, None] = {}
    for sql, value in _questions(text.replace("\x00", "").strip()):
        with connection.cursor() as cursor:
            cursor.execute(sql, [value, limit])
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _questions(text: str) -> Iterator[tuple[str, str]]:
    if len(text) < WORD_MIN and not _CHINESE.search(text):
        return
    begins = _LIKE.sub(r"\\\1", text)
    yield _ACCOUNT, f"{begins.upper()}%"
    yield _PERSON, f"{begins.upper()}%"
    digits = "".join(sign for sign in text if sign in "0123456789")
    if _NUMBER.fullmatch(text) and len(digits) >= DIGITS_MIN:
        if len(digits) == 4:  # noqa: PLR2004 - a card shows its last four
            yield _CARD, digits
        # without the zero or zeros that are dialled before a national or a foreign number
        bare = digits.lstrip("0") or digits
        yield _VALUE, f"+{bare}%"
        for code in _CODES:
            yield _VALUE, f"+{code}{bare}%"
        yield _ENDING, f"{(digits if len(digits) < 8 else bare)[::-1]}%"  # noqa: PLR2004 - local
        return
    yield _NAME, f"{begins.lower()}%"
    if "@" in text or "." in text:
        yield _VALUE, f"{begins.lower()}%"
    words = _WORD.findall(text)
    if words:
        yield _WORDS, " & ".join(f"'{word}':*" for word in words)
