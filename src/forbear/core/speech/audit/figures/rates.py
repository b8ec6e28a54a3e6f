"""Rates in a text: per cent, parts of a thousand or ten thousand, Chinese 分 and 厘."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from forbear.core.speech.audit.figures.numerals import (
    EN_NUMBER,
    HAN_NUMBER,
    chinese,
    english,
    plain,
)

_N = r"\d{1,4}(?:\.\d{1,6})?"
_PERCENT = re.compile(
    rf"(?P<a>{_N}) ?%? ?(?:-|~|to|至|到|and) ?(?P<b>{_N}) ?(?:%|percent\b|per cent\b|pct\b)"
    rf"|(?P<one>{_N}) ?(?:%|percent\b|per cent\b|pct\b|个百分点|个点)"
)
_WORDS = re.compile(rf"(?<![a-z])(?P<words>{EN_NUMBER})[ -]*(?:percent|per cent)\b")
_PARTS = re.compile(
    rf"(?P<base>百|千|万)分之(?P<num>{_N}|(?:{HAN_NUMBER}|[点半]){{1,6}})(?:(?:至|到|-)(?:(?:百|千|"
    rf"万)分之)?(?P<b>{_N}|(?:{HAN_NUMBER}){{1,4}}))?"
    rf"|(?P<mille>{_N}) ?‰"
)
_FEN = re.compile(
    rf"(?P<per>日|天|月|年)(?:息|利率|利)(?:是|为|按|要)?(?P<num>{_N}|"
    rf"[一二三四五六七八九十两]{{1,2}})(?P<unit>分|厘)(?P<half>半|[一二三四五六七八九])?"
)
_POINTS = re.compile(rf"(?P<num>{HAN_NUMBER}{{1,3}})个(?:百分)?点")
_PERIOD = (
    (
        "day",
        re.compile(
            r"per day|a day|each day|every day|daily|/day|每天|每日|日息|"
            r"日利率|天息|一天|按日(?:利率|息)?|/天|/日"
        ),
    ),
    (
        "month",
        re.compile(
            r"per month|a month|each month|every month|monthly|/month|(?<!\d )(?<!\d)p\.m\b|"
            r"每月|月息|月利率|一个月|"
            r"按月(?:利率|息)?|/月|每个月"
        ),
    ),
    (
        "year",
        re.compile(
            r"per year|a year|per annum|p\.a\b|annual|annually|yearly|apr\b|/year|每年|年化|"
            r"年利率|年息|一年|按年(?:利率|息)?|/年"
        ),
    ),
)
_LEAD = 12
_FROM = re.compile(r"(?:\bfrom|由|从)\s*$")
_HINT = re.compile(r"%|percent|per cent|pct|分之|‰|息|利率|点")


# "the daily periodic rate is 0.05 %"
_NAMED = re.compile(
    r"\b(daily|monthly|annual|yearly)(?: [a-z]+){0,3} (?:rate|interest)"
    r"(?: (?:is|of|at|was|stands at|now|currently))*[ :=]*$"
)
_PERIOD_OF = {"d": "day", "m": "month", "a": "year", "y": "year"}
_REACH = 56


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as a part of one, with its period and, for a range, its upper end."""

    start: int
    end: int
    rate: Decimal
    period: str
    upper: Decimal | None = None


def rates(text: str) -> Iterator[Rate]:
    """Yield the rates in a text."""
    if not _HINT.search(text):
        return
    for match in _PERCENT.finditer(text):
        yield from _percents(text, match)
    for match in _WORDS.finditer(text):
        if (words := english(match["words"])) is not None:
            yield _rate(text, match, Decimal(words) / 100, None)
    for match in _PARTS.finditer(text):
        yield from _parts(text, match)
    for match in _FEN.finditer(text):
        yield _fen(match)
    for match in _POINTS.finditer(text):
        if (number := chinese(match["num"])) is not None:
            yield _rate(text, match, number / 100, None)


def _percents(text: str, match: re.Match[str]) -> Iterator[Rate]:
    low = plain(match["one"] or match["a"])
    high = plain(match["b"]) if match["b"] else None
    if low is None:
        return
    if high is None or not _is_change(text, match):
        yield _rate(text, match, low / 100, high / 100 if high is not None else None)
        return
    # "from 21.99 % to 9.9 %" names two rates
    yield _rate(text, match, low / 100, None)
    yield _rate(text, match, high / 100, None)


def _is_change(text: str, match: re.Match[str]) -> bool:
    """Whether two rates are one before and one after, and no range."""
    return "%" in match.group()[:-1] or bool(
        _FROM.search(text, max(0, match.start() - _LEAD), match.start())
    )


def _fen(match: re.Match[str]) -> Rate:
    number: Decimal = chinese(match["num"]) or Decimal(0)
    if match["half"]:
        number += (
            Decimal("0.5") if match["half"] == "半" else (chinese(match["half"]) or 0) / Decimal(10)
        )
    # a 分 is a tenth a year and a hundredth a month; a 厘 is a tenth of it
    base = Decimal("0.1") if match["per"] == "年" else Decimal("0.01")
    period = {"日": "day", "天": "day", "月": "month", "年": "year"}[match["per"]]
    rate = number * base * (Decimal("0.1") if match["unit"] == "厘" else 1)
    return Rate(match.start(), match.end(), rate, period)


def _parts(text: str, match: re.Match[str]) -> Iterator[Rate]:
    if match["mille"]:
        number = plain(match["mille"])
        if number is not None:
            yield _rate(text, match, number / 1000, None)
        return
    base = {"百": 100, "千": 1000, "万": 10000}[match["base"]]
    low = _spoken(match["num"])
    high = _spoken(match["b"]) if match["b"] else None
    if low is not None:
        yield _rate(text, match, low / base, high / base if high is not None else None)


def _spoken(text: str) -> Decimal | None:
    if text[0].isascii():
        return plain(text)
    whole, _, part = text.replace(
        "半", "点五" if not text.startswith("半") else "零点五"
    ).partition("点")
    number = chinese(whole) if whole else Decimal(0)
    if number is None or not part:
        return number
    digits = "".join(str(int(chinese(char) or 0)) for char in part)
    return number + Decimal(f"0.{digits}")


def _rate(text: str, match: re.Match[str], rate: Decimal, upper: Decimal | None) -> Rate:
    after = text[match.end() : match.end() + 14]
    before = text[max(0, match.start() - 14) : match.start()]
    if named := _NAMED.search(text, max(0, match.start() - _REACH), match.start()):
        return Rate(match.start(), match.end(), rate, _PERIOD_OF[named[1][0]], upper)
    nearest, chosen = len(after) + 1, "once"
    for period, words in _PERIOD:
        if (follows := words.search(after)) and follows.start() < nearest:
            nearest, chosen = follows.start(), period
        for leads in words.finditer(before):
            if len(before) - leads.end() <= nearest:
                nearest, chosen = len(before) - leads.end(), period
    return Rate(match.start(), match.end(), rate, chosen, upper)
