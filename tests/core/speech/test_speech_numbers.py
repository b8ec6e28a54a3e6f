from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.numbers import number_even, number_nation, number_spellings


@pytest.mark.parametrize(
    ("value", "even", "nation"),
    [
        ("+8613800138000", "+8613800138000", "CN"),
        ("8613800138000", "+8613800138000", "CN"),
        ("0086 138-0013-8000", "+8613800138000", "CN"),
        ("+1 (202) 555-0123", "+12025550123", "US"),
        ("447700900123", "+447700900123", "GB"),
        ("Larkfield", None, None),
        ("", None, None),
        ("+", None, None),
        ("12", None, None),
        ("+99999999999999999999", None, None),
        ("+86138\u202e00138000", None, None),
        ("someone@mail.example", None, None),
    ],
)
def test_a_number_has_one_even_form(value: str, even: str | None, nation: str | None) -> None:
    assert (number_even(value), number_nation(value)) == (even, nation)


def test_every_spelling_of_a_number_is_looked_for() -> None:
    assert {"+12025550123", "12025550123", "0012025550123", "+1 202-555-0123"} <= set(
        number_spellings("12025550123")
    )


@given(st.text(max_size=40))
def test_what_is_no_number_is_looked_for_as_it_stands(value: str) -> None:
    found = number_spellings(value)
    assert found[0] == value
    if number_even(value) is None:
        assert found == (value,)
