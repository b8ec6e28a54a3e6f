"""Sums as they are written elsewhere: lakh and crore, dollars with a country, kr, zł, CHF, 卢比."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from forbear.core.speech.audit.figures.numerals import (
    EN_NUMBER,
    HAN_NUMBER,
    chinese,
    english,
    european,
    plain,
)

# the place, the value, the currency if it is certain, and whether the value is rough
Read = tuple[int, int, Decimal, str | None, bool]

_GROUPED = r"\d{1,3}(?:[,，]\d{3})+|\d{1,2}(?:[,，]\d{2})+[,，]\d{3}"
_NUM = rf"(?:(?:{_GROUPED})(?:\.\d{{1,2}})?|\d{{1,9}}(?:\.\d{{1,5}})?)(?![\d%])"
# with a space, a point or an apostrophe between thousands, and a comma before the hundredths; how
# often is bounded, because after a space a number may begin anew: no text may take quadratic time
_EURO = (
    r"(?:\d{1,3}(?:[ .]\d{3}){1,3}(?:,\d{1,2})?|\d{1,3}(?:'\d{3}){1,3}(?:[.,]\d{1,2})?|"
    r"\d{1,9},\d{1,2})"
    r"(?![\d%]|[.,]\d)"
)
# the cheap question whether anything here can be found; each choice begins with its own letter and
# looks back, because so the search is three times as fast
_HINT = re.compile(
    r"₹|zł|zl|lakh|lac(?<=\blac)s?\b|crore|rs(?<=\brs)\b|inr|rupee|kr|chf|franc|\$(?<=[a-z]\$)|"
    r"dollars|"
    r"cad(?<=\bcad)|aud(?<=\baud)|sgd(?<=\bsgd)|twd(?<=\btwd)|ntd(?<=\bntd)|hkd(?<=\bhkd)|"
    r"nzd(?<=\bnzd)|sek(?<=\bsek)|nok(?<=\bnok)|dkk(?<=\bdkk)|pln(?<=\bpln)|"
    r"美元|美金|欧元|英镑|卢比|港元|港币|台币|澳元|澳币|加元|加币|新元|新币|新加坡元|法郎|瑞郎|克朗|兹罗提"
)
_INDIAN = {"lakh": 10**5, "lac": 10**5, "l": 10**5, "crore": 10**7, "cr": 10**7}
_INDIAN |= {"thousand": 1000, "k": 1000, "million": 10**6}
_PART = rf"{_NUM} ?-?(?:lakh|lac|crore)s?\b"
_MORE_PARTS = rf"(?:,? (?:and )?{_NUM} ?(?:lakhs?|lacs?|thousand|k)\b){{0,3}}"
_SIZED = rf"{_NUM} ?-?(?:(?:lakh|lac|crore)s?|cr|l|thousand|million|k)\b{_MORE_PARTS}"
_PAISE = r"(?:,? and (?P<paise>\d{1,2}) paise)?"
_RUPEES = [
    re.compile(
        rf"(?:₹|(?<![a-z])(?:inr|rs\.?|(?:indian )?rupees)) ?"
        rf"(?:(?P<num>{_SIZED}|{_NUM})|(?P<words>{EN_NUMBER})){_PAISE}"
    ),
    re.compile(
        rf"(?<![\d.,$£€¥])(?P<num>{_SIZED}|{_NUM}) ?(?:indian )?(?:rupees?|inr|rs)\b{_PAISE}"
    ),
]
# without a currency: not "2 crore people"
_BARE = re.compile(
    rf"(?<![\d.,$£€¥])(?P<num>{_PART}{_MORE_PARTS})"
    r"(?= ?(?:$|[.,;:!?)，。；！？]|(?:only|by|before|today|now|in|as|or|and|to|is|was|at|on|for|"
    r"within|immediately|outstanding|overdue|due|from|plus)\b))"
)
_UNIT = re.compile(rf"({_NUM}) ?-?([a-z]+?)s?(?![a-z])")

_CODES: Mapping[str, str | None] = {
    **dict.fromkeys(("c$", "ca$", "cad", "canadian dollars", "加元", "加币"), "CAD"),
    **dict.fromkeys(("a$", "au$", "aud", "australian dollars", "澳元", "澳币"), "AUD"),
    **dict.fromkeys(("s$", "sg$", "sgd", "singapore dollars", "新加坡元", "新元", "新币"), "SGD"),
    **dict.fromkeys(("nt$", "twd", "ntd", "taiwan dollars", "新台币", "台币"), "TWD"),
    **dict.fromkeys(("hk$", "hkd", "hong kong dollars", "港元", "港币"), "HKD"),
    **dict.fromkeys(("nz$", "nzd", "new zealand dollars"), "NZD"),
    **dict.fromkeys(("chf", "francs", "swiss francs", "瑞士法郎", "瑞郎"), "CHF"),
    **dict.fromkeys(("pln", "zł", "zl", "zloty", "zlotys", "złoty", "złotych", "兹罗提"), "PLN"),
    **dict.fromkeys(("卢比", "印度卢比"), "INR"),
    **dict.fromkeys(("美元", "美金"), "USD"),
    "欧元": "EUR",
    "英镑": "GBP",
    # of Sweden, Norway or Denmark
    **dict.fromkeys(("kr", "kr.", "kroner", "krone", "克朗")),
    **{one: one.upper() for one in ("sek", "nok", "dkk")},
    **dict.fromkeys(("kronor", "krona"), "SEK"),
    "瑞典克朗": "SEK",
    "挪威克朗": "NOK",
    "丹麦克朗": "DKK",
}


def _one_of(names: list[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))


_LATIN = [one for one in _CODES if one[0].isascii() or one[0] == "z"]
_SIGNS = [one for one in _LATIN if one[-1] == "$" or len(one.rstrip(".")) in (2, 3)]
_WORDS = [one for one in _LATIN if one[-1] != "$"]
_BIG = r"(?P<big> ?(?:k|thousand|million)\b|[万千])?"
_BEFORE = re.compile(rf"(?<![a-z])(?P<name>{_one_of(_SIGNS)}) ?(?P<num>{_EURO}|{_NUM}){_BIG}")
_AFTER = re.compile(
    rf"(?<![\d.,'$£€¥])(?P<num>{_EURO}|{_NUM}){_BIG} ?(?P<name>{_one_of(_WORDS)})(?![a-zł])"
)
_HAN_NAMES = _one_of([one for one in _CODES if one not in _LATIN])
_HAN_NUM = (
    rf"(?:(?<![\d.,])(?:{_NUM})|(?<![\d.]){HAN_NUMBER})(?:[\d.]|{HAN_NUMBER}|[wk](?![a-z])){{0,14}}"
)
_HAN = [
    re.compile(rf"(?P<num>{_HAN_NUM})(?P<more>多|余)?(?:元|块钱|块)?(?P<name>{_HAN_NAMES})"),
    re.compile(rf"(?P<name>{_HAN_NAMES})[:： ]?(?P<num>{_HAN_NUM})(?P<more>多|余)?(?:元|块钱|块)?"),
]
_SIGN_HAN = re.compile(rf"(?P<name>₹|(?<![a-z])inr) ?(?P<num>{_HAN_NUM})(?P<more>多|余)?")
_FEW = ("几", "数")
_FIGURE = re.compile(r"[\d一二三四五六七八九壹贰叁肆伍陆柒捌玖两]|^十")


def sums_abroad(text: str) -> Iterator[Read]:
    """Yield the sums of a normalised text; of those that overlap the first and longest is meant.

    ``kr`` is of Sweden, Norway or Denmark: its currency is ``None``, as with ``$``.
    """
    if not _HINT.search(text):
        return
    yield from _rupees(text)
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            value = _scaled(match["num"], match["big"])
            if value is not None:
                yield match.start(), match.end(), value, _CODES[match["name"]], False
    for pattern in (*_HAN, _SIGN_HAN):
        for match in pattern.finditer(text):
            value = chinese(match["num"].replace("，", ","))
            if value is None or not _FIGURE.search(match["num"]):
                continue
            if text[match.start() - 1 : match.start()] in _FEW:
                continue
            currency = _CODES.get(match["name"], "INR")
            yield match.start(), match.end(), value, currency, bool(match["more"])


def _rupees(text: str) -> Iterator[Read]:
    for pattern in _RUPEES:
        for match in pattern.finditer(text):
            words = match.groupdict().get("words")
            value = Decimal(english(words) or 0) if words else _summed(match["num"])
            if value is None or (words and not value):
                continue
            value += Decimal(match["paise"] or 0) / 100
            yield match.start(), match.end(), value, "INR", False
    for match in _BARE.finditer(text):
        value = _summed(match["num"])
        if value is not None:
            yield match.start(), match.end(), value, None, False


def _summed(text: str) -> Decimal | None:
    """Return what "2 crore 50 lakh" comes to.

    >>> _summed("2 crore 50 lakh"), _summed("1,20,000")
    (Decimal('25000000'), Decimal('120000'))
    """
    parts = _UNIT.findall(text)
    if not parts:
        return plain(text)
    total = Decimal(0)
    for number, unit in parts:
        value = plain(number)
        if value is None or unit not in _INDIAN:
            return None
        total += value * _INDIAN[unit]
    return total


def _scaled(num: str, big: str | None) -> Decimal | None:
    if big in ("万", "千"):
        return chinese(num.replace("，", ",") + big)
    value = european(num)
    scale = {"k": 1000, "thousand": 1000, "million": 10**6}
    return value if value is None or not big else value * scale[big.strip()]
