"""Which words name one moment for a call, and which could mean two."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.call_times import CallTime, call_time_read
from forbear.core.speech.replies import reply_read

# a Thursday, at nine in the morning
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
PLAIN = [
    ("call me tomorrow at 6pm", 13, time(18)),
    ("Please ring me back on Monday at 18:30, thanks!", 16, time(18, 30)),
    ("Could you call me today at 4 p.m.?", 12, time(16)),
    ("Hello, give me a call 20 March 2pm", 20, time(14)),
    ("call me on march 20th at 14.15", 20, time(14, 15)),
    ("call me tomorrow morning at 9", 13, time(9)),
    ("call me at 10am tomorrow", 13, time(10)),
    ("call me at 8 in the evening", 12, time(20)),
    ("call me tonight at 8", 12, time(20)),
    ("call me 2026-03-19 at 09:30", 19, time(9, 30)),
    ("Phone me tomorrow at noon please", 13, time(12)),
    ("CALL ME TOMORROW AT 12 PM", 13, time(12)),
    ("call me tomorrow 6pm\n> Call us on 020 7946 0123", 13, time(18)),
    ("请明天下午六点给我打电话", 13, time(18)),
    ("下周三上午10点半打电话给我，谢谢", 18, time(10, 30)),
    ("明晚八點請給我打電話", 13, time(20)),
    ("3月15日14:00请回电", 15, time(14)),
    ("请三月十五号下午两点一刻来电。", 15, time(14, 15)),
    ("您好，麻烦后天中午12点给我回个电话", 14, time(12)),
    ("给我打电话，明天下午3点20分", 13, time(15, 20)),
]
UNCLEAR = [
    "call me",
    "call me at 6",
    "call me tomorrow",
    "call me tomorrow at 10:00",  # ten in the evening too
    "call me on Thursday at 6pm",  # today, or in a week
    "call me next Monday at 6pm",
    "call me around 6pm",
    "call me after 6pm tomorrow",
    "call me tomorrow between 5 and 6pm",
    "call me tomorrow at 18:00 or 19:00",
    "call me tomorrow morning at 6pm",
    "call me tomorrow at 25:00",
    "call me tomorrow at 13pm",
    "call me 31 February at 3pm",
    "call me Friday 20 March at 3pm",
    "call me today at 8am",  # that has passed
    "don't call me tomorrow at 6pm",
    "call my lawyer tomorrow at 6pm",
    "call me tomorrow at 6pm. I lost my job",
    "I will call you tomorrow at 6pm",
    "不要明天下午六点给我打电话",
    "明天六点给我打电话",
    "明天下午给我打电话",
    "周四下午3点给我打电话",
    "明天下午六点左右给我打电话",
    "给我打电话",
    "明天下午二十五点给我打电话",
]


@pytest.mark.parametrize(("text", "day", "at"), PLAIN)
def test_one_day_and_one_hour_are_read(text: str, day: int, at: time) -> None:
    assert call_time_read(text, now=NOW) == CallTime(date(2026, 3, day), at)
    reading = reply_read(text)
    assert (reading.intent, reading.also) == ("call_back", ())


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_could_mean_another_time_is_not_read(text: str) -> None:
    assert call_time_read(text, now=NOW) is None


def test_a_day_without_its_year_is_the_next_that_comes() -> None:
    now = datetime(2026, 12, 30, 9, tzinfo=UTC)
    found = call_time_read("call me January 5 at 3pm", now=now)
    assert found == CallTime(date(2027, 1, 5), time(15))


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm_and_never_as_a_moment_that_passed(text: str) -> None:
    for said in (text, f"call me {text}", f"{text}给我打电话"):
        found = call_time_read(said, now=NOW)
        assert found is None or datetime.combine(found.on, found.at, tzinfo=UTC) > NOW


@given(
    hour=st.integers(1, 12),
    minute=st.integers(0, 59),
    mark=st.sampled_from(["am", "pm"]),
    polite=st.sampled_from(["", "please ", "Hi, can you "]),
)
def test_every_hour_of_tomorrow_is_the_one_that_was_said(
    hour: int, minute: int, mark: str, polite: str
) -> None:
    found = call_time_read(f"{polite}call me tomorrow at {hour}:{minute:02} {mark}", now=NOW)
    of_24 = datetime.strptime(f"{hour}:{minute:02} {mark}", "%I:%M %p").time()  # noqa: DTZ007
    assert found == CallTime(date(2026, 3, 13), of_24)
