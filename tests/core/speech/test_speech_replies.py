from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.replies import INTENTS, reply_read

STOPS = """
STOP
stop.
Stop!!
Ｓｔｏｐ！
S.T.O.P
s t o p
STOPALL
stop all
UNSUBSCRIBE
End
quit
CANCEL
revoke
opt out
Opt-Out please
please stop texting me
Stop, thanks
STOP TEXTING THIS NUMBER
Don’t text me anymore
do not contact me again
remove me from your list
leave me alone
I want to opt out
I revoke my consent
no more messages
> your message
STOP
T
ｔ
TD
td0000
R
退订
退訂。
回复T退订
不要再发
请不要再给我发短信了
别再骚扰我
停止
拒收
取消订阅
"""
# Words that hold such a word and do not say it, or not plainly.
NOT_STOPS = (
    "I cannot stop by the bank",
    "don't stop",
    "it stopped working last month",
    "at the end of the month",
    "cancel my plan",
    "T恤",
    "stop calling me",
    "不要停止",
    "订单已取消了吗",
    "> STOP",
    "On Thu 12 Mar Larkfield wrote:\nSTOP",
    "To stop messages like this, reply STOP or write to us.",
    "",
    "?!",
)


@pytest.mark.parametrize("text", STOPS.strip().replace("> your message\n", "").splitlines())
def test_a_plain_wish_to_stop_is_exact(text: str) -> None:
    reading = reply_read(text)
    assert (reading.intent, reading.is_exact, reading.needs_person) == ("stop", True, False)


@pytest.mark.parametrize("text", NOT_STOPS)
def test_what_only_holds_the_word_is_never_acted_on(text: str) -> None:
    reading = reply_read(text)
    assert not reading.is_exact
    assert reading.needs_person


@pytest.mark.parametrize(
    ("text", "intent", "is_exact"),
    [
        ("wrong number", "wrong_person", True),
        ("Sorry, you have the wrong number", "wrong_person", True),
        ("打错了", "wrong_person", True),
        ("我不是本人", "wrong_person", True),
        ("he moved away", "wrong_person", False),
        ("START", "start", True),
        ("恢复", "start", True),
        ("HELP", "help", True),
        ("who are you", "help", False),
        ("my lawyer will write to you", "represented", False),
        ("请联系我的律师", "represented", False),
        ("I dispute this", "dispute", False),
        ("我不欠你们的钱", "dispute", False),
        ("I lost my job", "hardship", False),
        ("失业了，还不起", "hardship", False),
        ("I already paid yesterday", "paid", False),
        ("已还款", "paid", False),
        ("I will pay on Friday", "promise", False),
        ("下周发工资就还", "promise", False),
        ("好的", "other", False),
    ],
)
def test_the_other_wishes_are_read(text: str, intent: str, is_exact: bool) -> None:  # noqa: FBT001
    reading = reply_read(text)
    assert (reading.intent, reading.is_exact) == (intent, is_exact)


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("STOP", ()),
        ("Stop. Thank you!", ()),
        ("STOP. My lawyer is Jane Roe", ("represented",)),
        ("I already paid. STOP.", ("paid",)),
        ("Stop. The weather is fine", ("other",)),
    ],
)
def test_what_stands_beside_a_plain_wish_is_still_read(text: str, also: tuple[str, ...]) -> None:
    reading = reply_read(text)
    assert (reading.intent, reading.is_exact) == ("stop", True)
    assert (reading.also, reading.needs_person) == (also, bool(also))


@given(
    word=st.sampled_from(["stop", "unsubscribe", "opt out", "quit", "退订", "td", "停止"]),
    upper=st.booleans(),
    before=st.text(alphabet=" \t\n!*_-.\u200b\u202e\u2066", max_size=4),
    after=st.text(alphabet=" \t\n!*_-.。！\u200b\u202c", max_size=4),
)
def test_case_marks_and_hidden_signs_change_nothing(
    word: str,
    upper: bool,  # noqa: FBT001
    before: str,
    after: str,
) -> None:
    reading = reply_read(before + (word.upper() if upper else word) + after)
    assert (reading.intent, reading.is_exact) == ("stop", True)


@given(st.text(max_size=300))
def test_any_text_is_read_with_one_of_the_known_wishes(text: str) -> None:
    reading = reply_read(text)
    assert reading.intent in INTENTS
    assert set(reading.also) <= set(INTENTS) - {reading.intent}
    if not reading.is_exact:
        assert reading.needs_person


@pytest.mark.parametrize("part", ["remove me ", "stop all ", "please ", "hi ", "不要再", "t "])
def test_a_text_made_to_be_slow_is_read_at_once(part: str) -> None:
    # a pattern that tried every way would not end within the life of this machine
    assert reply_read(part * 20_000 + "x").intent in INTENTS
