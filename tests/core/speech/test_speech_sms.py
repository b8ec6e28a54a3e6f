import pytest

from forbear.core.speech.sms import sms_parts


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
