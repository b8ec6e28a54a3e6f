from __future__ import annotations

import pytest

from forbear.core.preferences.plain import plain_line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("张伟 律师事务所", "张伟 律师事务所"),
        ("Jose\u0301", "José"),
        ("שרה כהן", "שרה כהן"),
        ("", None),
        ("   ", None),
        ("a\nBcc: x@y", None),
        ("a\tb", None),
        ("a\x00b", None),
        ("abc\u202etxt.exe", None),
        ("zero\u200bwidth", None),
        ("line\u2028break", None),
        ("\ud800", None),
        ("x" * 201, None),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_line_is_visible_or_refused(text: str, plain: str | None) -> None:
    assert plain_line(text, length_max=200) == plain
