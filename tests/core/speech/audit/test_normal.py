"""A text as it is read, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.audit.normal import Folding, normalise

FOLDING = Folding({"訴": "诉", "還": "还"})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pay NOW", "pay now"),
        ("ＰＡＹ １２３", "pay 123"),
        ("cоurt", "court"),
        ("l\u200baw\u200bsuit", "lawsuit"),
        ("還款，起訴", "还款，起诉"),
        ("pólice", "police"),
        ("“arrest”", '"arrest"'),
        ("①元", "1元"),
        ("\ufeff你好", "你好"),
        ("\U0001d429\U0001d41a\U0001d432", "pay"),
    ],
)
def test_what_is_written_is_read_alike(written: str, read: str) -> None:
    assert normalise(written, FOLDING).text == read


@given(st.text(max_size=200))
def test_every_place_leads_back_into_the_original(written: str) -> None:
    normal = normalise(written, FOLDING)
    assert normal.places is None or len(normal.places) == len(normal.text)
    for place in range(len(normal.text)):
        start, end = normal.original_span(place, place + 1)
        assert 0 <= start < end <= len(written)


def test_an_edit_keeps_the_way_back() -> None:
    normal = normalise("请 法.院 见", FOLDING).edited([(2, 5, "法院")])
    assert normal.text == "请 法院 见"
    at = normal.text.index("法院")
    assert normal.original_span(at, at + 2) == (2, 5)
