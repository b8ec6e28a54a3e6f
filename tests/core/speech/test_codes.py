from __future__ import annotations

import random
from itertools import pairwise

import pytest

from forbear.core.speech.codes import CODES, SIGNS, code_of, code_read

KEY = b"a key of the tests"


def test_no_two_messages_share_a_code() -> None:
    numbers = [*range(20_000), *range(CODES - 100, CODES)]
    codes = {code_of(number, KEY) for number in numbers}
    assert len(codes) == len(numbers)
    assert all(code_read(code) == code for code in codes)


def test_neighbours_are_not_alike() -> None:
    """Of eight signs drawn from 31, two codes agree in a place once in 31 times."""
    codes = [code_of(number, KEY) for number in range(2_000)]
    places = [0, 1, 2, 3, 5, 6, 7, 8]
    alike = sum(one[place] == two[place] for one, two in pairwise(codes) for place in places)
    assert 350 < alike < 690, "about 516 of 16,000"


def test_another_key_makes_other_codes() -> None:
    assert not {code_of(n, KEY) for n in range(500)} & {code_of(n, b"other") for n in range(500)}


@pytest.mark.parametrize("number", [0, 1, 77, 123_456, CODES - 1])
def test_each_wrong_sign_and_each_swap_is_found(number: int) -> None:
    signs = code_of(number, KEY).replace("-", "")
    for place, right in enumerate(signs):
        for wrong in SIGNS.replace(right, ""):
            assert code_read(signs[:place] + wrong + signs[place + 1 :]) is None
    for place in range(len(signs) - 1):
        one, two = signs[place : place + 2]
        if one != two:
            assert code_read(signs[:place] + two + one + signs[place + 2 :]) is None


def test_a_code_is_read_as_people_type_it() -> None:
    code = code_of(5, KEY)
    bare = code.replace("-", "")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in bare)
    for typed in (bare, bare.lower(), f"  {code}\n", code.replace("-", "－"), " ".join(bare), wide):
        assert code_read(typed) == code


@pytest.mark.parametrize("typed", ["", "-", "K7QF", "0OIL-1111-1", "x" * 10_000, "\0" * 9])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_read(typed) is None


def test_any_text_is_read_or_refused_without_a_fault() -> None:
    chance = random.Random(5)
    for _ in range(2_000):
        text = "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randrange(20)))
        found = code_read(text)
        assert found is None or code_read(found) == found


@pytest.mark.parametrize(("number", "key"), [(-1, KEY), (CODES, KEY), (1, b"")])
def test_what_can_have_no_code_is_refused(number: int, key: bytes) -> None:
    with pytest.raises(ValueError, match="code"):
        code_of(number, key)
