"""Days in a text: written out, without a year, or told from today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.speech.audit.numerals import HAN_NUMBER, chinese

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_WEEK = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_DAYS = {name: number for number, name in enumerate(_WEEK.split("|"))}
_EN = re.compile(
    rf"\b(?P<m1>{_M})\.? (?P<d1>{_D})(?:st|nd|rd|th)?\b(?:,? (?P<y1>20\d\d))?"
    rf"|\b(?P<d2>{_D})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_M})\b\.?(?:,? (?P<y2>20\d\d))?"
    rf"|\b(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    rf"|\b(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y4>20\d\d)\b"
    # "Tuesday 24 March" is one day, told twice
    rf"|\b(?P<next>next |this )?(?P<week>{_WEEK})\b(?!,? (?:the )?(?:\d|(?:{_M})\.? \d))"
    r"|\b(?P<near>today|tonight|tomorrow)\b"
    r"|\b(?:within|in) (?:the next )?(?P<n>\d{1,3}|two|three|five|seven|ten|"
    r"fourteen) (?P<unit>days?|hours?)\b"
)
_DECEMBER = 12
_SPELLED = {"two": 2, "three": 3, "five": 5, "seven": 7, "ten": 10, "fourteen": 14}
_ZH = re.compile(
    rf"(?:(?P<y>20\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>{_D})[日号]"
    rf"|(?P<y3>20\d\d)[-/.](?P<m3>\d\d?)[-/.](?P<d3>\d\d?)"
    rf"|(?:(?P<yh>[二〇零一三四五六七八九]{{4}})年)?(?P<mh>[一二三四五六七八九十]{{1,2}})月(?P<dh>[一二三四五六七八九十]{{1,3}})[日号]"
    rf"|(?P<this>本月|这个月|下月|下个月)(?P<d5>{_D})[日号]"
    r"|(?<![日号](?:\(|（))(?<![日号])(?P<next>下|本|这)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"
    r"|(?P<near>今天|今日|今晚|当天|明天|明日|后天)"
    rf"|(?P<n>\d{{1,3}}|{HAN_NUMBER}{{1,3}})(?P<unit>天|日|个?小时)(?:之内|以内|内)"
)
_HINT = re.compile(r"\d|day|tonight|tomorrow|[一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it stands; ``on`` is ``None`` where today is not known."""

    start: int
    end: int
    on: date | None
    is_relative: bool = False


def days(text: str, language: str, today: date | None, *, day_first: bool = False) -> Iterator[Day]:
    """Yield the days in a text; ``day_first``: 3/4 is the third of April."""
    if not _HINT.search(text):
        return
    for match in (_EN if language == "en" else _ZH).finditer(text):
        part = match.groupdict()
        if part["near"] or part["week"] or part["n"]:
            on = _relative(part, today, language)
            yield Day(match.start(), match.end(), on, is_relative=True)
            continue
        on = (
            _english(part, today, day_first=day_first)
            if language == "en"
            else _chinese(part, today)
        )
        if on is not None:
            yield Day(match.start(), match.end(), on)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near_year(month: int, day: int, today: date | None) -> date | None:
    if today is None:
        return None
    choices = [
        d for year in (today.year - 1, today.year, today.year + 1) if (d := _make(year, month, day))
    ]
    return min(choices, key=lambda d: abs((d - today).days), default=None)


def _english(part: dict[str, str | None], today: date | None, *, day_first: bool) -> date | None:
    for m, d, y in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if part[m]:
            month, day = _MONTHS[part[m] or ""], int(part[d] or 0)
            return (
                _make(int(part[y] or 0), month, day) if part[y] else _near_year(month, day, today)
            )
    if part["y3"]:
        return _make(int(part["y3"]), int(part["m3"] or 0), int(part["d3"] or 0))
    first, second = int(part["a"] or 0), int(part["b"] or 0)
    month, day = (second, first) if day_first or first > _DECEMBER else (first, second)
    return _make(int(part["y4"] or 0), month, day)


def _chinese(part: dict[str, str | None], today: date | None) -> date | None:
    if part["y3"]:
        return _make(int(part["y3"]), int(part["m3"] or 0), int(part["d3"] or 0))
    if part["this"]:
        if today is None:
            return None
        later = part["this"].startswith("下")
        month = today.month % 12 + 1 if later else today.month
        return _make(today.year + (later and today.month == _DECEMBER), month, int(part["d5"] or 0))
    if part["mh"]:
        month, day = int(chinese(part["mh"]) or 0), int(chinese(part["dh"] or "") or 0)
        year = "".join(str(int(chinese(c) or 0)) for c in part["yh"] or "")
    else:
        month, day, year = int(part["m"] or 0), int(part["d"] or 0), part["y"] or ""
    return _make(int(year), month, day) if year else _near_year(month, day, today)


def _relative(part: dict[str, str | None], today: date | None, language: str) -> date | None:
    if today is None:
        return None
    near = part["near"]
    if near:
        ahead = 2 if near == "后天" else int(near in ("tomorrow", "明天", "明日"))
        return today + timedelta(days=ahead)
    if week := part["week"]:
        wanted = (
            _DAYS[week]
            if language == "en"
            else "一二三四五六日".find("日" if week == "天" else week)
        )
        ahead = (wanted - today.weekday()) % 7
        if language == "zh" and part["next"] == "下":
            ahead = 7 - today.weekday() + wanted
        return today + timedelta(days=ahead)
    count = part["n"] or "0"
    number = int(count) if count.isdigit() else _SPELLED.get(count) or int(chinese(count) or 0)
    if (part["unit"] or "").startswith(("hour", "小时", "个小时")):
        return today + timedelta(days=number // 24)
    return today + timedelta(days=number)
