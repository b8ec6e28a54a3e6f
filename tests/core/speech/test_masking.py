"""Personal data is covered sign by sign; what claims rest on stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.masking import masked


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("Ada Chen, ADa, Chenille", ["Ada Chen"], "Xxx Xxxx, XXx, Chenille"),
        ("call +1 (202) 555-0147 today", [], "call +0 (000) 000-0000 today"),
        ("write to ada.chen@example.com.", [], "write to xxx.xxxx@xxxxxxx.xxx."),
        ("see https://pay.example/q?x=1 now", [], "see xxxxx://xxx.xxxxxxx/x?x=0 now"),
        ("card 4111 1111 1111 1111", [], "card 0000 0000 0000 0000"),
        ("SSN 123-45-6789", [], "SSN 000-00-0000"),
        ("NI number QQ123456C", [], "NI number XX000000X"),
        ("your password is hunter2 ok", [], "your password is xxxxxx0 ok"),
        ("王建国,建国你好,卡号尾号4471", ["王建国"], "某某某,某某你好,卡号尾号4471"),
        ("身份证11010519491231002X", [], "身份证00000000000000000X"),
        ("手机13812345678欠款12000000元", [], "手机00000000000欠款12000000元"),
        ("$1,234,567.00 or 1234567.89 by 2026-03-12, 45 days", [], None),
        ("Al owes 20", ["Al Li", "20"], None),
        ("住址:上海市淮海路5号", ["上海市淮海路5号"], "住址:某某某某某某0某"),
    ],
)
def test_what_is_covered_and_what_stays(text: str, known: list[str], expected: str | None) -> None:
    assert masked(text, known) == (text if expected is None else expected)


@given(
    st.text(alphabet="aB 好王1230-@.,x$元+()İ\n", max_size=60),
    st.lists(st.text(max_size=8), max_size=3),
)
def test_a_masked_text_is_as_long_and_masked_for_good(text: str, known: list[str]) -> None:
    once = masked(text, known)
    assert len(once) == len(text)
    assert [char for char in once if char.isspace()] == [char for char in text if char.isspace()]


@given(
    st.from_regex(r"\+?[1-9][0-9]{6,14}", fullmatch=True),
    st.sampled_from(("call {} now", "打{}。")),
)
def test_no_long_number_stays(number: str, around: str) -> None:
    assert number.lstrip("+") not in masked(around.format(number))
