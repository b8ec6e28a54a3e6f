"""How a made-up figure is written into a pattern: the plain ways, or the one that a blank asks for.

A blank may name a form behind an underscore: ``{expiry_iso}``, ``{dpd_words}``, ``{apr_words}``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HAN = "零一二三四五六七八九"
_WEEK_ZH = "一二三四五六日"
_TEN, _TWENTY, _HUNDRED = 10, 20, 100


def parts(blank: str) -> tuple[str, str]:
    """Return the figure that a blank names and the form that it asks for, or none.

    >>> parts("expiry_iso"), parts("late_fee")
    (('expiry', 'iso'), ('late_fee', ''))
    """
    name, _, form = blank.rpartition("_")
    return (name, form) if form in FORMS else (blank, "")


def english_words(number: int) -> str:
    """Return a whole number below a thousand in words.

    >>> english_words(38), english_words(112)
    ('thirty-eight', 'one hundred and twelve')
    """
    if number < _TWENTY:
        return _ONES[number]
    if number < _HUNDRED:
        tens, ones = divmod(number, _TEN)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, _HUNDRED)
    return f"{_ONES[hundreds]} hundred" + (f" and {english_words(rest)}" if rest else "")


def chinese_words(number: int) -> str:
    """Return a whole number below a thousand in Chinese numerals.

    >>> chinese_words(14), chinese_words(38), chinese_words(105), chinese_words(112)
    ('十四', '三十八', '一百零五', '一百一十二')
    """
    if number < _TEN:
        return _HAN[number]
    if number < _HUNDRED:
        tens, ones = divmod(number, _TEN)
        return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
    hundreds, rest = divmod(number, _HUNDRED)
    if not rest:
        return f"{_HAN[hundreds]}百"
    tens, ones = divmod(rest, _TEN)
    tail = f"{_HAN[tens]}十" if tens else "零"
    return f"{_HAN[hundreds]}百{tail}" + (_HAN[ones] if ones else "")


def ordinal(day: int) -> str:
    """Return a day of the month as it is said.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if day // _TEN == 1 else ends.get(day % _TEN, 'th')}"


def _english_days(day: date) -> dict[str, Sequence[str]]:
    month, short, number = f"{day:%B}", f"{day:%b}", day.day
    return {
        "short": (f"{number} {short}", f"{short} {number}", f"{short}. {number}"),
        "numeric": (f"{day:%m/%d/%Y}", f"{day.month}/{number}/{day:%y}", f"{day.month}/{number}"),
        "iso": (day.isoformat(),),
        "ordinal": (
            f"{month} {ordinal(number)}",
            f"{ordinal(number)} {month}",
            f"the {ordinal(number)} of {month}",
        ),
        "weekday": (
            f"{day:%A}, {month} {number}",
            f"{day:%A} {number} {month}",
            f"{day:%a} {number} {short}",
            f"{day:%A} {month} {ordinal(number)}",
        ),
        "dashed": (f"{number:02d}-{short}-{day.year}", f"{number:02d}-{short}-{day:%y}"),
    }


def _chinese_days(day: date) -> dict[str, Sequence[str]]:
    year, month, number = day.year, day.month, day.day
    han = f"{chinese_words(month)}月{chinese_words(number)}日"
    week = _WEEK_ZH[day.weekday()]
    return {
        "short": (f"{month}月{number}号", f"{month}/{number}", f"{month}.{number}"),
        "iso": (day.isoformat(), f"{year}/{month:02d}/{number:02d}", f"{year}.{month}.{number}"),
        "hao": (f"{month}月{number}号",),
        "han": (han, "".join(_HAN[int(one)] for one in str(year)) + "年" + han),
        "weekday": (f"{month}月{number}日（周{week}）", f"{month}月{number}日星期{week}"),
    }


def day_in(chance: random.Random, language: str, form: str, day: date) -> str:
    """Write a day in a form."""
    return chance.choice((_english_days if language == "en" else _chinese_days)(day)[form])


def count_in_words(language: str, number: int) -> str:
    """Write a count in words."""
    return english_words(number) if language == "en" else chinese_words(number)


def rate_in_words(chance: random.Random, language: str, share: float) -> str:
    """Write a rate without its sign: ``share`` is a per cent; in Chinese a small one in parts."""
    if language == "en":
        return f"{share:g} {chance.choice(('percent', 'per cent', 'pct'))}"
    ways: list[Callable[[float], str]] = [lambda one: f"百分之{one:g}"]
    if share < 1:
        ways = [
            lambda one: f"万分之{one * 100:g}",
            lambda one: f"万分之{chinese_words(round(one * 100))}",
        ]
    return chance.choice(ways)(share)


def ordinal_in(chance: random.Random, language: str, number: int) -> str:
    """Write which one of a row it is: "fourth", "4th", 第四."""
    if language == "zh":
        return f"第{chance.choice((chinese_words(number), str(number)))}"
    spelled = _NTH.get(number, ordinal(number))
    return chance.choice((spelled, ordinal(number)))


_NTH = dict(
    enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"), 1
    )
)


def relative_in(chance: random.Random, language: str, day: date, today: date) -> str:
    """Write a day as it is told from today: "9 days from now", "this Friday", 下周三."""
    ahead = (day - today).days
    weeks, rest = divmod(ahead, len(_WEEK_ZH))
    if language == "en":
        ways = [f"{ahead} days from today", f"{ahead} days from now"]
        if not rest:
            ways += (
                [f"{english_words(weeks)} weeks from today"] if weeks > 1 else ["a week from today"]
            )
        if ahead < len(_WEEK_ZH):
            ways += [f"this {day:%A}", f"this coming {day:%A}", f"{day:%A}"] * 2
        return chance.choice(ways)
    ways = []
    # how many weeks ahead by the calendar
    weeks = (ahead + today.weekday()) // len(_WEEK_ZH)
    if weeks <= 1:
        ways += [f"{'本下'[weeks]}{name}{_WEEK_ZH[day.weekday()]}" for name in ("周", "星期")] * 2
    if (day.year, day.month) == (today.year, today.month):
        return chance.choice([*ways, f"本月{day.day}日", f"{day.day}号", f"这个月{day.day}号"])
    return chance.choice([*ways, f"下月{day.day}日", f"下个月{day.day}号"])


FORMS = frozenset(
    {"words", "nth", "rel", "short", "numeric", "iso", "ordinal", "weekday", "dashed", "hao", "han"}
)
