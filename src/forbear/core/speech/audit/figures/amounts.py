"""Sums of money in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from forbear.core.speech.audit.figures.abroad import sums_abroad
from forbear.core.speech.audit.figures.numerals import (
    EN_NUMBER,
    HAN_NUMBER,
    chinese,
    english,
    plain,
)

# in threes, or as in India in twos above the last three: 12,34,567
_GROUPS = r"(?:\d{1,3}(?:[,，]\d{3})+|\d{1,2}(?:[,，]\d{2})+[,，]\d{3})"
_NUM = rf"{_GROUPS}(?:\.\d{{1,2}})?(?!\d)|\d{{1,9}}(?:\.\d{{1,2}})?(?![\d%])"
_SIGNS = {"$": None, "us$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR"}
_SIGNS |= {"¥": "CNY", "cn¥": "CNY", "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "₹": "INR"}
_SIGNS |= {"inr": "INR", "rs": "INR", "a$": "AUD", "aud": "AUD"}
_NAMES = {
    "dollar": None,
    "dollars": None,
    "bucks": None,
    "usd": "USD",
    "pounds": "GBP",
    "pound": "GBP",
}
_NAMES |= {"quid": "GBP", "gbp": "GBP", "euros": "EUR", "yuan": "CNY", "rmb": "CNY", "cny": "CNY"}
_NAMES |= {"rupees": "INR"}
# "twenty-two pounds seventy-five": behind a bare tail comes an end, or what it cannot count
_TAIL_ENDS = (
    r"(?= ?(?:[.,;:!?]|$)"
    r"| (?:over|for|and|on|by|in|each|a month|per|is|was|to|at|from|of|due|remains?|ow(?:ed|ing))"
    r"\b)"
)
_CENTS = (
    rf"(?:,? +(?:and +)?(?P<cents>\d{{1,2}}|{EN_NUMBER}) +(?:cents|pence|paise)"
    rf"| (?P<tail>\d\d|{EN_NUMBER}){_TAIL_ENDS})?"
)
_SIGN = re.compile(
    rf"(?P<sign>us\$|cn¥|a\$|\$|£|€|¥|₹|"
    rf"(?<![a-z0-9])(?:usd|gbp|eur|cny|rmb|inr|aud|rs\.?)(?=[ \d])|人民币) ?"
    rf"(?P<num>{_NUM})(?P<big> ?(?:k|thousand|million|grand)\b|万|千|"
    rf"w)?(?P<more>[零\d千百十]{{1,6}}(?=[元块]))?"
    rf"(?:元|块钱|块)?"
)
_NAMED = re.compile(
    rf"(?P<num>(?<![\d.,$£€¥])(?:{_NUM}))(?P<big> ?(?:k|thousand|hundred|million|grand)\b)? *"
    rf"(?P<name>dollars?|bucks|pounds?|quid|euros|yuan|rupees|usd|gbp|rmb|cny)\b{_CENTS}"
)
_WORDED = re.compile(
    rf"(?<![a-z])(?P<words>{EN_NUMBER})[ -]*(?P<name>dollars?|bucks|pounds?|quid|euros|"
    rf"yuan|rupees|usd|gbp|grand)\b{_CENTS}"
)
_BARE = re.compile(
    r"\b(?:owe|owes|balance of|balance is|balance:|amount of|total of|amount due:?|"
    r"total:|totals|totaling|pay us) +"
    rf"(?P<num>{_GROUPS}(?:\.\d\d)?|\d{{2,7}}\.\d\d|\d{{3,7}}(?![\d%-]))"
)
_ONE = r"[\d零一二三四五六七八九壹贰叁肆伍陆柒捌玖两]"
_ZH = re.compile(
    rf"(?P<num>(?:(?<![\d.,])(?:{_NUM})|(?<![\d.]){HAN_NUMBER})"
    rf"(?:[\d.]|{HAN_NUMBER}|[wk](?![a-z])){{0,14}})"
    r"(?P<more>多|余|来)?(?P<unit>元|块钱|块(?!儿)|人民币|圆)"
    rf"(?:零?(?P<jiao>{_ONE})[角毛](?:(?P<fen>{_ONE})分?(?!\d))?|零?(?P<cent>{_ONE})分"
    rf"|(?P<tail>{_ONE})(?![\d年月日天期次个号家位%案事笔项起例名]))?"
)
_ZH_BIG = re.compile(
    rf"(?P<num>(?:(?<![\d.,])\d+(?:\.\d+)?|{HAN_NUMBER}{{1,6}})[万千w](?:[\d千百十零]|"
    rf"{HAN_NUMBER}){{0,8}})(?P<more>多|余)?"
    r"(?![元块圆\d年月日天期次个号人家位分％%之张遍里步])"
)
# "手续费600，合计9208.50": after such a word a number needs no unit.
_ZH_BARE = re.compile(
    r"(?:费|利息|罚息|本金|违约金|滞纳金|合计|总计|共计|保证金)[:：为是]?"
    r"(?P<num>\d{2,7}(?:\.\d{1,2})?)"
    r"(?![\d.,年月日天期次个号人家位分时小％%之张遍里步元块圆万千百多余wk:：/-])"
)
_ZH_WITH_SIGN = re.compile("[$£€₹]|us|usd|gbp")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[\d一二三四五六七八九壹贰叁肆伍陆柒捌玖两]|^十")
_FEW = ("几", "数")
# Without one of these signs or words the search that it stands for finds nothing.
_SIGNED = re.compile("[$£€¥₹]|usd|gbp|eur|cny|rmb|inr|aud|rs|人民币")
_NAMES_OF_MONEY = re.compile("dollar|bucks|pound|quid|euros|yuan|rupees|usd|gbp|rmb|cny")
_ZH_UNIT = re.compile("[元块圆]|人民币")
_ZH_HINT = re.compile(r"[费息金计][:：为是]?\d")
_ZH_SCALE = re.compile("[万千w]")
_NUMBER_NAME = re.compile(r"(?:dollar|bucks|pound|quid|euro|yuan|rupee|grand)")


# Below it a bare Chinese number is no sum of money.
_LEAST = 1000
# So many cents are no cents any more.
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money and where it stands in the normalised text."""

    start: int
    end: int
    minor: int
    currency: str | None
    is_rough: bool = False


# signs before a number are read alike in Chinese
_FOREIGN = re.compile(r"[$£€]")


def sums(text: str, language: str) -> Iterator[Sum]:
    """Yield the sums in a text, in order; a place is read once."""
    found = list(_english(text)) if language == "en" or _FOREIGN.search(text) else []
    if language == "zh" or "元" in text or "块" in text:
        found += _chinese(text)
    found += [
        Sum(start, end, _minor(value), currency, is_rough)
        for start, end, value, currency, is_rough in sums_abroad(text)
    ]
    last = -1
    for item in sorted(found, key=lambda one: (one.start, -one.end)):
        if item.start >= last and item.minor >= 0:
            last = item.end
            yield item


def _minor(value: Decimal) -> int:
    return int((value * 100).to_integral_value())


def _english(text: str) -> Iterator[Sum]:
    if _DIGIT.search(text):
        for match in _SIGN.finditer(text) if _SIGNED.search(text) else ():
            value = _scaled(match["num"], match["big"], match["more"])
            if value is not None:
                yield Sum(
                    match.start(), match.end(), _minor(value), _SIGNS.get(match["sign"].rstrip("."))
                )
        for match in _NAMED.finditer(text) if _NAMES_OF_MONEY.search(text) else ():
            value = _scaled(match["num"], match["big"], None)
            if value is not None:
                value += _cents(match)
                yield Sum(match.start(), match.end(), _minor(value), _NAMES.get(match["name"]))
        for match in _BARE.finditer(text):
            value = plain(match["num"])
            if value is not None:
                yield Sum(match.start("num"), match.end(), _minor(value), None)
    if _NUMBER_NAME.search(text):
        yield from _worded(text)


def _worded(text: str) -> Iterator[Sum]:
    for match in _WORDED.finditer(text):
        words = match["words"] + (" thousand" if match["name"] == "grand" else "")
        number = english(words)
        if number is not None:
            value = Decimal(number) + _cents(match)
            yield Sum(match.start(), match.end(), _minor(value), _NAMES.get(match["name"]))


def _scaled(num: str, big: str | None, more: str | None) -> Decimal | None:
    if big in ("万", "千", "w"):
        return chinese(num.replace("，", ",") + big + (more or ""))
    value = plain(num)
    if value is None or not big:
        return value
    scale = {"k": 1000, "thousand": 1000, "grand": 1000, "million": 10**6, "hundred": 100}
    return value * scale[big.strip()]


def _cents(match: re.Match[str]) -> Decimal:
    text = match["cents"] or match["tail"]
    if not text:
        return Decimal(0)
    number = int(text) if text.isdigit() else english(text)
    return Decimal(number or 0) / 100 if (number or 0) < _WHOLE else Decimal(0)


def _chinese(text: str) -> Iterator[Sum]:
    for match in _ZH.finditer(text) if _ZH_UNIT.search(text) else ():
        value = chinese(match["num"].replace("，", ","))
        if value is None or _is_vague(match):
            continue
        # "三块五", but no tenth after a sum that is written to the last: "880.00元一案"
        tail = None if "." in match["num"] else match["tail"]
        tenths = match["jiao"] or tail
        if tenths:
            value += (chinese(tenths) or Decimal(0)) / 10
        if hundredths := match["fen"] or match["cent"]:
            value += (chinese(hundredths) or Decimal(0)) / 100
        yield Sum(match.start(), match.end(), _minor(value), "CNY", bool(match["more"]))
    yield from _signed(text)
    for match in _ZH_BIG.finditer(text) if _ZH_SCALE.search(text) else ():
        value = chinese(match["num"])
        if value is not None and value >= _LEAST and not _is_vague(match):
            yield Sum(match.start(), match.end(), _minor(value), "CNY", bool(match["more"]))

    if _ZH_HINT.search(text):
        yield from _bare(text)


def _signed(text: str) -> Iterator[Sum]:
    if not _SIGNED.search(text) or _ZH_WITH_SIGN.search(text):
        return
    for match in _SIGN.finditer(text):
        value = _scaled(match["num"], match["big"], match["more"])
        if value is not None:
            currency = _SIGNS.get(match["sign"].rstrip("."), "CNY")
            yield Sum(match.start(), match.end(), _minor(value), currency)


def _bare(text: str) -> Iterator[Sum]:
    for match in _ZH_BARE.finditer(text):
        value = plain(match["num"])
        if value is not None:
            yield Sum(match.start("num"), match.end(), _minor(value), "CNY")


def _is_vague(match: re.Match[str]) -> bool:
    """Whether it is no number at all: "a few hundred" (几百块), "by all means" (千万)."""
    before = match.string[match.start() - 1 : match.start()]
    return before in _FEW or not _FIGURE.search(match["num"])
