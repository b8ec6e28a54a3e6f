"""Personal data in a text covered sign by sign: every span of it stays where it was.

Sums, rates, days and the last four digits that texts name are kept: claims rest on them. Only names
and addresses that are known can be found; what someone tells of themselves stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from forbear.core.speech.audit.privacy import leaks

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
# seven digits and more, as telephones, cards and accounts are written; not days, not sums of money
_UNIT = "元|块|万|美元|人民币|yuan|dollars|rmb|cny|usd|gbp"
_NUMBER = re.compile(
    rf"(?<![\d$£€¥￥.,])\+?\(?\d(?:[ \-()]{{0,2}}\d){{6,}}(?!\d|[.,]\d|\s?(?:{_UNIT}))",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_CJK_NAME = re.compile(r"[\u3400-\u9fff]{3,4}")
_PARTS = re.compile(r"[,，;；/]")
_WORD_LEAST = 3
_CJK_LEAST = 2
_SECRET = re.compile(r"\s*\S{1,24}")


def masked(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with personal data covered; exactly as long as it was.

    ``known`` are names, numbers and addresses of people of the case; a name of several words is
    covered word by word too.

    >>> masked("Ada Chen, call +1 202 555 0147 about $1,234.50", ["Ada Chen"])
    'Xxx Xxxx, call +0 000 000 0000 about $1,234.50'
    """
    covered = list(text)
    for found in _MAIL.finditer(text):
        _cover(covered, found.start(), found.end())
    for found in _LINK.finditer(text):
        _cover(covered, found.start(), found.end())
    for found in _NUMBER.finditer(text):
        if not _DAY.fullmatch(found.group()):
            _cover(covered, found.start(), found.end(), _digit)
    _cover_leaks(covered, text)
    for pattern in _patterns(known):
        for found in pattern.finditer(text):
            _cover(covered, found.start(), found.end())
    return "".join(covered)


def _cover_leaks(covered: list[str], text: str) -> None:
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    for start, end, kind in leaks(lowered):
        if kind == "secret":
            said = _SECRET.match(text, end)
            _cover(covered, start, end, _digit)
            if said:
                _cover(covered, said.start(), said.end())
        else:
            _cover(covered, start, end)


def _patterns(known: Iterable[str]) -> list[re.Pattern[str]]:
    wholes = {one.strip() for one in known if one and one.strip()}
    parts = {part.strip() for whole in wholes for part in _PARTS.split(whole)}
    parts |= {word for part in parts for word in part.split()}
    # 王建国 is called 建国 too
    given = {word[1:] for word in parts if _CJK_NAME.fullmatch(word)}
    words = sorted(filter(_tells, wholes | parts | given), key=len, reverse=True)
    return [re.compile(_whole_word(word), re.IGNORECASE) for word in words]


def _whole_word(word: str) -> str:
    name = re.escape(word)
    return name if _CJK.search(word) else rf"(?<!\w){name}(?!\w)"


def _tells(word: str) -> bool:
    """Whether a word names someone: short words and digits would cover what they should not."""
    if _CJK.search(word):
        return len(word) >= _CJK_LEAST
    return len(word) >= _WORD_LEAST and any(char.isalpha() for char in word)


def _digit(char: str) -> str:
    return "0" if char.isdigit() else char


def _any(char: str) -> str:
    if char.isdigit():
        return "0"
    if _CJK.match(char):
        return "某"
    if char.isalpha():
        return "X" if char.isupper() else "x"
    return char


def _cover(covered: list[str], start: int, end: int, sign: Callable[[str], str] = _any) -> None:
    for place in range(start, end):
        covered[place] = sign(covered[place])
