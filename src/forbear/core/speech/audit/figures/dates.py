"""Days in a text: written out, in figures, without a month or a year, or told from today.

A day that may be read in two ways, as 3/4, keeps both readings: it is false if neither is true.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.speech.audit.figures.numerals import HAN_NUMBER, chinese

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
# "Tuesday 24 March" is one day, told twice
_WEEK_OF = re.compile(rf"\b(?:{_WEEK}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?,? (?:the )?$")
_WEEK_REACH = 16
_ONE_TO_FIFTEEN = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen"),
)
_SPELLED = {word: number for number, word in enumerate(_ONE_TO_FIFTEEN, 1)}
_SPELLED |= {"a": 1, "twenty": 20, "twenty-one": 21, "twenty-eight": 28, "thirty": 30}
_DATED_EN = (
    rf"(?P<m1>{_M})\.? (?P<d1>{_D})(?:st|nd|rd|th)?\b(?:,? (?P<y1>20\d\d))?"
    rf"|(?P<d2>{_D})(?:st|nd|rd|th)?[ /.-](?:of )?(?P<m2>{_M})\b\.?"
    r"(?:,? (?P<y2>20\d\d)|[-/'](?P<s2>(?:20)?\d\d)(?!\d))?"
    r"|(?P<y3>20\d\d)[-/.](?P<m3>\d\d?)[-/.](?P<d3>\d\d?)\b"
    r"|(?P<a>\d\d?)(?:/(?P<b>\d\d?)/(?P<y4>(?:20)?\d\d)\b|[-.](?P<b2>\d\d?)[-.](?P<y5>20\d\d)\b"
    r"|/(?P<b3>\d\d?)(?![\d/%]))"
    rf"|the (?P<dom>{_D})(?:st|nd|rd|th)\b"
    r"(?! (?:of |day|floor|instal|payment|time|month|century|letter|call|remind|notice|attempt))"
)
_TOLD_EN = (
    rf"(?P<next>next |this )?(?P<week>{_WEEK})\b(?!,? (?:the )?(?:\d|(?:{_M})\.? \d))"
    r"|(?P<near>from (?:now|today)|today|tonight|(?:the day after )?tomorrow)\b"
    rf"|(?:within|in) (?:the next )?(?P<n>\d{{1,3}}|(?:{'|'.join(_SPELLED)})\b) ?"
    r"(?P<unit>days?|hours?|weeks?)\b"
    rf"|(?:the )?end of (?:(?P<eomm>{_M})\b(?! \d)|(?P<eom>(?:this|the) month))|"
    rf"(?P<eom2>month[- ]end)\b"
)
_EN = re.compile(rf"\b(?:{_DATED_EN}|{_TOLD_EN})")
# where no digit stands only these can be found
_EN_TOLD = re.compile(rf"\b(?:{_TOLD_EN})")
_DIGIT = re.compile(r"\d")
_DECEMBER, _MONTH = 12, 31
_OF_WEEK = r"(?:\s?[（(]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?"
_ZH = re.compile(
    r"(?=[\d〇零一二两三四五六七八九十百千万亿拾佰仟壹贰叁肆伍陆柒捌玖本这个下周星礼今当明大后月])(?:"
    rf"(?:(?P<y>(?:20)?\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>{_D})[日号]{_OF_WEEK}"
    r"|(?P<y3>20\d\d)[-/.](?P<m3>\d\d?)[-/.](?P<d3>\d\d?)"
    rf"|"
    rf"(?:(?P<yh>[二〇零一三四五六七八九]{{4}})年)?(?P<mh>[一二三四五六七八九十]{{1,2}})月(?P<dh>[一二三四五六七八九十]{{1,3}})[日号]{_OF_WEEK}"
    rf"|(?P<this>本月|这个月|下月|下个月)(?P<d5>{_D})[日号]"
    r"|(?:(?P<next>[下本这]个?)|(?<![日号](?:\(|（))(?<![日号]))(?:周|星期|"
    r"礼拜)(?P<week>[一二三四五六日天])"
    r"|(?P<near>今天|今日|今晚|当天|明天|明日|大?后天)"
    rf"|(?P<n>\d{{1,3}}|{HAN_NUMBER}{{1,3}})(?P<unit>天|日|个?小时|周|个?星期)(?:之内|以内|内)"
    rf"|(?<![\d./-])(?P<ms>1[0-2]|0?[1-9])(?P<dot>[/.])(?P<ds>{_D})(?![\d./元%％万倍折块点-])"
    rf"|"
    rf"(?<![\d第月年每路楼栋号期达满过共已延迟误欠拖逾近约])(?P<dom>{_D})[日号](?![楼院店线码后内])"
    r"|(?:(?P<eomm>1[0-2]|[1-9])|(?P<eom>本|这个|当|下个?)?)月[底末])"
)
# without a digit, only these words make a day
_HINT = re.compile(
    r"day|tonight|tomorrow|month|end of|week|hours|周内|期内|时内|一|二|三|四|五|六|七|八|九|十|今|"
    r"当天|"
    r"明|后天|月底|月末|周日|周天|期日|期天|拜日|拜天"
)
# "6/4" is a day where such a word leads to it
_DATED = re.compile(
    r"(?:\b(?:by|on|until|till|before|through|is|was|from|since|dated?|due|visit|expir\w+|ends?|"
    r"closes?|valid to)|[于在至到是为自从日止期天])[ :：]*$"
)
_DATED_AFTER = re.compile(
    r"[日号]?(?:之?前|以前|截止|止|到期|上门|登门|拜访|家访|到访|走访|外访|当天|当日|或之?前|起|过期|"
    r"失效|结束|生效|开始|算起|[应该需要]还|还款日|到现在|到今|至今|那[期天])"
)
_LEAD = 12
# every hour of every day
_ALWAYS = ("24", "7")


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it stands; without ``readings`` today is not known."""

    start: int
    end: int
    readings: tuple[date, ...]
    is_relative: bool = False

    @property
    def on(self) -> date | None:
        """The likeliest reading."""
        return self.readings[0] if self.readings else None


Parts = dict[str, str | None]
# the groups that only one of the patterns has
_NOTHING: Parts = dict.fromkeys(("b3", "ms", "m1", "m2", "dom", "eom", "eom2", "eomm", "n"))


def days(
    text: str, language: str, today: date | None, *, day_first: bool | None = False
) -> Iterator[Day]:
    """Yield the days in a text; ``day_first``: 3/4 is the third of April; ``None``: or of March."""
    has_digits = _DIGIT.search(text) is not None
    if not has_digits and not _HINT.search(text):
        return
    words = (_EN if has_digits else _EN_TOLD) if language == "en" else _ZH
    for match in words.finditer(text):
        part = _NOTHING | match.groupdict()
        start, end = match.span()
        if (part["near"] or "").startswith("from "):
            yield from _from_today(text, start, end, today)
            continue
        if part["near"] or part["week"] or part["n"]:
            yield Day(start, end, _relative(part, today, language), is_relative=True)
            continue
        if (part["b3"] or part["ms"]) and not _is_dated(text, match):
            continue
        if part["m1"] or part["m2"]:
            told_twice = _WEEK_OF.search(text, max(0, start - _WEEK_REACH), start)
            start = told_twice.start() if told_twice else start
        if readings := _readings(part, match.group(), today, language, day_first=day_first):
            yield Day(start, end, readings)


def _readings(
    part: Parts, said: str, today: date | None, language: str, *, day_first: bool | None
) -> tuple[date, ...]:
    if part["dom"] or part["eom"] or part["eom2"] or part["eomm"] or said.startswith("月"):
        return _of_month(part, today)
    if language == "en":
        return _english(part, today, day_first=day_first)
    return _chinese(part, today)


def _is_dated(text: str, match: re.Match[str]) -> bool:
    """Whether two small numbers are a day and not a share, a score or "24/7"."""
    part = match.groupdict()
    if (part.get("a"), part.get("b3")) == _ALWAYS:
        return False
    if _DATED_AFTER.match(text, match.end()):
        return True
    is_point = part.get("dot") == "."
    before = text[max(0, match.start() - _LEAD) : match.start()]
    return not is_point and _DATED.search(before) is not None


def _known(*readings: date | None) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for day in readings if day is not None))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) % 100 + 2000


def _near_year(month: int, day: int, today: date | None) -> date | None:
    if today is None:
        return None
    choices = [
        d for year in (today.year - 1, today.year, today.year + 1) if (d := _make(year, month, day))
    ]
    return min(choices, key=lambda d: abs((d - today).days), default=None)


def _of(year: str | None, month: int, day: int, today: date | None) -> date | None:
    return _make(_year(year), month, day) if year else _near_year(month, day, today)


def _english(part: Parts, today: date | None, *, day_first: bool | None) -> tuple[date, ...]:
    if part["m1"]:
        return _known(_of(part["y1"], _MONTHS[part["m1"]], int(part["d1"] or 0), today))
    if part["m2"]:
        year = part["y2"] or part["s2"]
        return _known(_of(year, _MONTHS[part["m2"]], int(part["d2"] or 0), today))
    if part["y3"]:
        return _known(_make(int(part["y3"]), int(part["m3"] or 0), int(part["d3"] or 0)))
    first, second = int(part["a"] or 0), int(part["b"] or part["b2"] or part["b3"] or 0)
    year = part["y4"] or part["y5"]
    as_month = _of(year, first, second, today) if first <= _DECEMBER else None
    as_day = _of(year, second, first, today) if second <= _DECEMBER else None
    if day_first is None:
        return _known(as_month, as_day)
    # what cannot be read in the way of the country is read in the other
    return _known(as_day or as_month if day_first else as_month or as_day)


def _chinese(part: Parts, today: date | None) -> tuple[date, ...]:
    if part["y3"]:
        return _known(_make(int(part["y3"]), int(part["m3"] or 0), int(part["d3"] or 0)))
    if part["this"]:
        if today is None:
            return ()
        first = _next_month(today) if part["this"].startswith("下") else today
        return _known(_make(first.year, first.month, int(part["d5"] or 0)))
    if part["ms"]:
        return _known(_near_year(int(part["ms"]), int(part["ds"] or 0), today))
    if part["mh"]:
        month, day = int(chinese(part["mh"]) or 0), int(chinese(part["dh"] or "") or 0)
        year = "".join(str(int(chinese(c) or 0)) for c in part["yh"] or "")
    else:
        month, day, year = int(part["m"] or 0), int(part["d"] or 0), part["y"] or ""
    return _known(_of(year, month, day, today))


def _next_month(today: date) -> date:
    return date(today.year + (today.month == _DECEMBER), today.month % _DECEMBER + 1, 1)


def _of_month(part: Parts, today: date | None) -> tuple[date, ...]:
    """Return the days that "the 24th" or the end of a month may be, the next one first."""
    if today is None:
        return ()
    if part["dom"]:
        day = int(part["dom"])
        here = _make(today.year, today.month, day)
        first = _next_month(today)
        last = today.replace(day=1) - timedelta(days=1)
        later, earlier = _make(first.year, first.month, day), _make(last.year, last.month, day)
        if here is not None and here >= today:
            return _known(here, earlier)
        return _known(later, here, earlier)
    if named := part["eomm"]:
        month = int(named) if named.isdigit() else _MONTHS[named]
        year = today.year + (month < today.month)
    else:
        first = _next_month(today) if (part["eom"] or "").startswith("下") else today
        year, month = first.year, first.month
    end = date(year, month, calendar.monthrange(year, month)[1])
    # a house may mean the last day of work
    return _known(end, end - timedelta(days=max(0, end.weekday() - _FRIDAY)))


_FRIDAY, _WHOLE_WEEK = 4, 7


# "nine days from now"
_AHEAD = re.compile(rf"\b(?P<n>\d{{1,3}}|{'|'.join(_SPELLED)}) ?(?P<unit>days?|weeks?) $")


def _from_today(text: str, start: int, end: int, today: date | None) -> Iterator[Day]:
    """Yield the day that is so long from today, or today where no such time stands before it."""
    if ahead := _AHEAD.search(text, max(0, start - _WEEK_REACH), start):
        readings = _relative(
            {**_NOTHING, "near": None, "week": None, **ahead.groupdict()}, today, "en"
        )
        yield Day(ahead.start(), end, readings, is_relative=True)
    elif text.endswith("today", start, end):
        yield Day(end - len("today"), end, () if today is None else (today,), is_relative=True)


def _relative(part: Parts, today: date | None, language: str) -> tuple[date, ...]:
    if today is None:
        return ()
    if near := part["near"]:
        ahead = int(near in ("tomorrow", "明天", "明日"))
        ahead += 2 * (near.startswith("the day after") or near.endswith("后天"))
        return (today + timedelta(days=ahead + near.startswith("大")),)
    if week := part["week"]:
        wanted = (
            _DAYS[week]
            if language == "en"
            else "一二三四五六日".find("日" if week == "天" else week)
        )
        ahead = (wanted - today.weekday()) % _WHOLE_WEEK
        if language == "zh" and (part["next"] or "").startswith("下"):
            ahead = _WHOLE_WEEK - today.weekday() + wanted
        days_ahead = [ahead]
        if part["next"] == "next ":
            # of next week, or the next one
            days_ahead.append(ahead + _WHOLE_WEEK)
        return tuple(today + timedelta(days=one) for one in days_ahead)
    count = part["n"] or "0"
    number = int(count) if count.isdigit() else _SPELLED.get(count) or int(chinese(count) or 0)
    unit = part["unit"] or ""
    if unit.startswith(("hour", "小时", "个小时")):
        return (today + timedelta(days=number // 24),)
    is_weeks = unit.startswith(("week", "周", "星期", "个星期"))
    return (today + timedelta(days=number * (_WHOLE_WEEK if is_weeks else 1)),)
