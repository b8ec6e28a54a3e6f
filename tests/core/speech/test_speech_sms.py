import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.sms import sms_alphabet, sms_octets, sms_parts, sms_split, sms_text


@pytest.mark.parametrize(
    "text, parts",
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the euro sign is not cut in half
        ("中" * 70, 1),
        ("中" * 71, 2),
        ("中" * 134, 2),
        ("中" * 135, 3),
        ("a" * 71 + "’", 2),  # one curly quote makes it all UCS-2
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 fit into a part of 67 units: none is cut in half
        ("😀" * 67, 3),
    ],
)
def test_parts_of_a_text_message(text: str, parts: int):
    assert sms_parts(text) == parts


@given(st.text(max_size=400))
def test_a_text_goes_through_the_air_and_comes_back(text: str):
    text = text.encode("utf-8", "ignore").decode()
    parts = sms_split(text)
    assert "".join(parts) == text
    alphabet = sms_alphabet(text)
    coding = 8 if alphabet == "ucs2" else 0
    octets = [sms_octets(part, alphabet) for part in parts]
    assert "".join(sms_text(each, coding) for each in octets) == text
    # what a network takes for one message, with the header where there are several
    room = 140 if alphabet == "ucs2" else 160
    assert all(len(each) <= (room if len(parts) == 1 else room - 6) for each in octets)


@given(st.binary(max_size=200), st.integers(0, 255))
def test_any_octets_are_a_text(data: bytes, coding: int):
    assert isinstance(sms_text(data, coding), str)


@pytest.mark.parametrize(
    ("data", "coding", "text"),
    [
        (b"\x00\x1be\x1b", 0, "@€\ufffd"),
        (b"caf\xe9", 3, "café"),
        (b"\x90\x00\x8b", 8, "退\ufffd"),
        (b"STOP", 0xF1, "STOP"),
        (b"\x01\x02", 4, ""),
    ],
)
def test_each_coding_is_read(data: bytes, coding: int, text: str):
    assert sms_text(data, coding) == text
