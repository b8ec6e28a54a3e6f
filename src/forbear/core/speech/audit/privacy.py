"""Numbers and secrets that no message may carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CARD = re.compile(r"(?<![\d*x])\d(?:[ -]?\d){12,18}(?![\d*])")
_CN_ID = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?![\da-z])"
)
# 9xx is dealt to no one by the social security but to taxpayers, in the same form
_SSN = re.compile(r"(?<![\d-])(?!000|666)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\d-])")
_SSN_PLAIN = re.compile(r"(?:ssn|social security(?: number| no\.?| #)?)[^\d.\n]{0,20}(\d{9})(?!\d)")
_NINO = re.compile(
    r"(?:national insurance|\bni number|\bnino)[^.\n]{0,40}?\b([a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d])\b"
)
_SECRET = re.compile(
    r"(?:mother'?s maiden name (?:is|was|:|on file is)|security (?:answer|word|"
    r"code)(?:s)? (?:is|are|was|on file is)|security answer:|"
    r"answer to your (?:security|secret) question|memorable word (?:is|:)|"
    r"your password (?:is|:)|your pin (?:is|:)|pin: ?\d|security code:? (?:is )?\d{3}|"
    r"cvv(?: is|:)? ?\d{3}|cvc(?: is|"
    r":)? ?\d{3}|"
    r"passcode (?:is|:)|one-time code is \d|secret answer|first pet'?s?\)? ?(?:name )?(?:is|was|:)|"
    r"\w+ \((?:mother's maiden name|first pet|first school|place of birth)\))"
    r"|(?:密码(?:是|为|：|:)\s?[\da-z]{4,}|查询密码|安全问题(?:的)?答案|密保答案|安全码(?:是|为|：|"
    r":)?\s?\d{3}|"
    r"cvv2?(?:码)?(?:是|为|：|:)?\s?\d{3}|交易密码(?:是|为|：|:)|母亲姓名(?:是|为|：|:))"
)
# Without one of these words nothing of the kind is found.
_INSURED = ("national insurance", "ni number", "nino")
_GUARDED = (
    *("maiden", "secur", "secret", "memorable", "password", "pin", "cvv", "cvc", "passcode"),
    *("one-time", "first pet", "first school", "place of birth", "密", "安全", "母亲"),
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_VARIED = 3
_NINE = 9
_LEADS = frozenset("3456")
_DIGITS = re.compile(r"\d{3}")


def leaks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what leaks, with what it is: card, identity, social or secret."""
    if _DIGITS.search(text):
        for match in _CN_ID.finditer(text):
            yield match.start(), match.end(), "identity"
        for match in _CARD.finditer(text):
            digits = [int(char) for char in match.group() if char.isdigit()]
            if _is_card(digits) and not _CN_ID.fullmatch(match.group()):
                yield match.start(), match.end(), "card"
        for match in _SSN.finditer(text):
            yield match.start(), match.end(), "social"
        for match in _SSN_PLAIN.finditer(text):
            yield match.start(1), match.end(1), "social"
    yield from _worded(text)


def _worded(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is told by its words: a national insurance number, a secret."""
    if any(word in text for word in _INSURED):
        for match in _NINO.finditer(text):
            yield match.start(1), match.end(1), "social"
    if any(word in text for word in _GUARDED):
        for match in _SECRET.finditer(text):
            yield match.start(), match.end(), "secret"


def _is_card(digits: list[int]) -> bool:
    """Whether digits look like a card by length, first digit and check digit (none for 16, 19)."""
    if str(digits[0]) not in _LEADS or len(set(digits)) < _VARIED - 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > _NINE else doubled
    return total % 10 == 0 or len(digits) in (16, 19)
