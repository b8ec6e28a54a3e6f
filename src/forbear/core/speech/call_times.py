"""When somebody wants to be called, read from their words: one day and one hour, or nothing.

The whole message has to ask for a call and say when; whatever else stands in it makes it unclear.
Words that could mean two times ("at 6", "next Monday", "around noon") are not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forbear.core.speech.replies import own_words

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ZH_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NOON = 12
_ZH_WEEK = "一二三四五六日"
# which hours a part of the day can have, as they are spoken, and what is added to them
_PARTS: dict[str, dict[int, int]] = {
    "morning": {hour: hour for hour in range(1, 12)},
    "noon": {11: 11, 12: 12, 1: 13},
    "afternoon": {12: 12, **{hour: hour + 12 for hour in range(1, 7)}},
    "evening": {hour: hour + 12 for hour in range(5, 12)},
}
_PARTS["night"] = _PARTS["evening"]
_ZH_PARTS = {
    "早上": "morning",
    "上午": "morning",
    "早": "morning",
    "中午": "noon",
    "下午": "afternoon",
    "傍晚": "evening",
    "晚上": "evening",
    "晚": "evening",
}


@dataclass(frozen=True, slots=True)
class CallTime:
    """A day and an hour as the clock of whoever wrote shows them."""

    on: date
    at: time


@dataclass(frozen=True, slots=True)
class _Said:
    """A day, and the part of it that was named with it."""

    on: date | None
    part: str


_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_PART_EN = "morning|afternoon|evening|night"
_DAY_EN = re.compile(
    rf"(?:on )?(?:(?P<near>today|tonight|tomorrow)|(?:this )?(?P<week>{'|'.join(_WEEK)})"
    rf"|(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?: (?P<y>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<y2>\d{{4}}))?"
    rf"|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|this (?=morning|afternoon|evening))"
    rf" ?(?:in the )?(?P<part>{_PART_EN})?"
)
_HOUR_EN = re.compile(
    r"(?:at )?(?:(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))? ?(?P<mark>[ap]m)?|(?P<noon>noon|midday))"
    rf"(?: in the (?P<part>{_PART_EN})| at (?P<night>night))?"
)
_POLITE_EN = (
    r"(?:(?:please|pls|kindly|hi|hello|hey|ok|okay|yes|thank you|thanks|thx|good (?:morning|day"
    r"|afternoon|evening)|dear (?:sir|madam|team|sir or madam))[ .!,]*)*"
)
_ASK_EN = re.compile(
    rf"{_POLITE_EN}(?:(?:can|could|would|will) (?:you|u|someone|somebody) (?:please )?)?"
    r"(?:(?:call|ring|phone|telephone) me(?: back)?|give me a (?:call|ring)(?: back)?)"
    rf"(?: please)? (?P<when>.+?)(?: {_POLITE_EN})?"
)
_NUMBER_ZH = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_WHEN_ZH = (
    r"(?:在|于)?(?:(?P<near>今天|今日|明天|明日|后天|今(?=[早晚])|明(?=[早晚]))"
    r"|(?P<which>这|本|下)?(?:个)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"
    rf"|(?:(?P<y>\d{{4}})年)?(?P<m>{_NUMBER_ZH})月(?P<d>{_NUMBER_ZH})[日号])?的?"
    rf"(?P<part>{'|'.join(_ZH_PARTS)})?"
    rf"(?:(?P<h>{_NUMBER_ZH})点(?:钟|整|(?P<half>半)|(?P<q>[一三])刻"
    rf"|(?P<min>{_NUMBER_ZH})分?)?|(?P<h2>\d{{1,2}}):(?P<min2>\d{{2}}))"
)
_POLITE_ZH = r"(?:你好|您好|请|麻烦|烦请|劳烦|拜托|能不能|可不可以|可以|能否|你们|你|您)*"
_CALL_ZH = (
    r"再?(?:(?:给|跟)我再?(?:打|回|来|拨)(?:一?个|一下|一?通)?电话"
    r"|(?:打|回|来)(?:一?个|一下|一?通)?电话给我|[打回]给我|(?:致电|回电|来电)(?:给?我|本人)?)"
)
_AFTER_ZH = r"(?:可以吗|好吗|行吗|吗|吧|谢谢|多谢|感谢|您|你)*"
_ASKS_ZH = (
    re.compile(rf"{_POLITE_ZH}{_WHEN_ZH}{_POLITE_ZH}{_CALL_ZH}{_AFTER_ZH}"),
    re.compile(rf"{_POLITE_ZH}{_CALL_ZH}{_WHEN_ZH}{_AFTER_ZH}"),
)
_SIMPLE = str.maketrans(
    "請點電話後週禮個來這給撥麻煩謝嗎號兩鐘", "请点电话后周礼个来这给拨麻烦谢吗号两钟"
)
_MARKS_ZH = re.compile(r"[\s,，。!！?？、;；~～]+")
_LONGEST = 200


def call_time_read(text: str, *, now: datetime) -> CallTime | None:
    """Return when a message asks to be called; ``None`` where it does not say so plainly.

    ``now`` is the moment at which it came, on the clock of whoever wrote.

    >>> from datetime import UTC
    >>> call_time_read("Call me tomorrow at 6pm", now=datetime(2026, 3, 12, 9, tzinfo=UTC))
    CallTime(on=datetime.date(2026, 3, 13), at=datetime.time(18, 0))
    """
    said = own_words(text).strip()
    if len(said) > _LONGEST:
        return None
    found = _english(said, now) or _chinese(said, now)
    if found is None or datetime.combine(found.on, found.at) <= now.replace(tzinfo=None):
        return None
    return found


def _english(said: str, now: datetime) -> CallTime | None:
    even = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", said)
    even = re.sub(r"[\s,]+", " ", even).strip(" .!?")
    asked = _ASK_EN.fullmatch(even)
    if asked is None:
        return None
    when = asked["when"].strip(" .!?")
    for day in [*_DAY_EN.finditer(when), None]:
        rest = when if day is None else (when[: day.start()] + when[day.end() :]).strip()
        is_inside = day is not None and day.start() > 0 and day.end() < len(when)
        hour = None if is_inside else _HOUR_EN.fullmatch(rest)
        if hour is None:
            continue
        on = _Said(now.date(), "") if day is None else _day_english(day, now.date())
        return _hour_english(on, hour)
    return None


def _day_english(day: re.Match[str], today: date) -> _Said:
    part = day["part"] or ""
    if day["near"]:
        part = part or ("night" if day["near"] == "tonight" else "")
        return _Said(today + timedelta(days=day["near"] == "tomorrow"), part)
    if day["week"]:
        return _Said(_weekday(_WEEK.index(day["week"]), today), part)
    if day["iso"]:
        return _Said(_date(*(int(one) for one in day["iso"].split("-"))), part)
    month = day["m"] or day["m2"]
    if month is None:
        return _Said(today, part)
    number = 1 + [name[:3] for name in _MONTHS].index(month[:3])
    year = day["y"] or day["y2"]
    return _Said(_coming(year, number, int(day["d"] or day["d2"]), today), part)


def _hour_english(said: _Said, hour: re.Match[str]) -> CallTime | None:
    parts = {one for one in (said.part, hour["part"], hour["night"]) if one}
    if said.on is None or len(parts) > 1:
        return None
    part = next(iter(parts), "")
    if hour["noon"]:
        return None if part else CallTime(said.on, time(12))
    number, minute = int(hour["h"]), int(hour["min"] or 0)
    if hour["mark"]:
        if not 1 <= number <= _NOON:
            return None
        on_the_clock = number % _NOON + (_NOON if hour["mark"] == "pm" else 0)
        if part and _PARTS[part].get(number) != on_the_clock:
            return None
        return _at(said.on, on_the_clock, minute)
    is_written_so = hour["h"].startswith("0") and hour["min"] is not None
    return _in_part(said.on, part, number, minute, is_of_24=is_written_so)


def _chinese(said: str, now: datetime) -> CallTime | None:
    even = _MARKS_ZH.sub("", said.translate(_SIMPLE))
    asked = next((found for one in _ASKS_ZH if (found := one.fullmatch(even))), None)
    if asked is None:
        return None
    on = _day_chinese(asked, now.date())
    if on is None:
        return None
    hour = _number(asked["h"] or asked["h2"])
    minute = _number(asked["min"] or asked["min2"] or "0")
    if asked["half"]:
        minute = 30
    if asked["q"]:
        minute = 15 if asked["q"] == "一" else 45
    written = asked["h2"] or ""
    is_of_24 = written.startswith("0")
    return _in_part(on, _ZH_PARTS.get(asked["part"] or "", ""), hour, minute, is_of_24=is_of_24)


def _day_chinese(asked: re.Match[str], today: date) -> date | None:
    if asked["near"]:
        return today + timedelta(days={"今": 0, "明": 1, "后": 2}[asked["near"][0]])
    if asked["week"]:
        number = _ZH_WEEK.index(asked["week"].replace("天", "日"))
        if not asked["which"]:
            return _weekday(number, today)
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=number + 7 * (asked["which"] == "下"))
    if asked["m"]:
        return _coming(asked["y"], _number(asked["m"]), _number(asked["d"]), today)
    return today


def _in_part(on: date, part: str, hour: int, minute: int, *, is_of_24: bool) -> CallTime | None:
    """Return the time of an hour without am or pm; none where it could be either."""
    if part and hour in _PARTS[part]:
        return _at(on, _PARTS[part][hour], minute)
    if part:
        return _at(on, hour, minute) if hour > _NOON and hour in _PARTS[part].values() else None
    return _at(on, hour, minute) if is_of_24 or hour > _NOON else None


def _at(on: date, hour: int, minute: int) -> CallTime | None:
    try:
        return CallTime(on, time(hour, minute))
    except ValueError:
        return None


def _weekday(number: int, today: date) -> date | None:
    """Return the next day of that name; none today, which could mean either of two."""
    ahead = (number - today.weekday()) % 7
    return today + timedelta(days=ahead) if ahead else None


def _coming(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    found = _date(today.year, month, day)
    return found if found is None or found >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(written: str) -> int:
    """Return a number of at most two digits, in either writing; 99 where it is none."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _ZH_NUMBERS.get(written, 99)
    return 10 * _ZH_NUMBERS.get(tens or "一", 9) + (_ZH_NUMBERS.get(ones, 99) if ones else 0)
