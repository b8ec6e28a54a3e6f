from __future__ import annotations

import json

import pytest

from forbear.core.money.rates import rate_text
from forbear.interchange.accounts import BadAccount, read_line
from forbear.packs.products import load_products


@pytest.mark.parametrize("given", ["a", 5, None])
def test_a_bad_line_answers_with_its_id_or_its_number(given: object) -> None:
    read = read_line(json.dumps({"id": given, "colour": 1}).encode(), 9, load_products())
    assert isinstance(read, BadAccount)
    assert read.as_json()["id"] == (given if given is not None else 9)


def test_bytes_that_are_no_text_are_told() -> None:
    read = read_line(b'{"id": "\xff"}', 3, {})
    assert isinstance(read, BadAccount)
    assert (read.code, read.account_id) == ("BAD_JSON", 3)


@pytest.mark.parametrize(("e10", "text"), [(0, "0"), (10**10, "1"), (1, "0.0000000001")])
def test_a_rate_is_written_exactly(e10: int, text: str) -> None:
    assert rate_text(e10) == text
