"""Check digits against the standard's own rule, written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.payments.references import (
    creditor_reference,
    is_creditor_reference,
    is_iban,
    normalised,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rest(text: str) -> int:
    """MOD 97-10 as people do it by hand: digit by digit, carrying the remainder."""
    remainder = 0
    for character in text[4:] + text[:4]:
        for digit in str(ALPHABET.index(character)):
            remainder = (remainder * 10 + int(digit)) % 97
    return remainder


@given(st.text(ALPHABET, min_size=1, max_size=21))
def test_a_reference_of_ours_is_valid_and_holds_what_it_stands_for(reference: str) -> None:
    made = creditor_reference(reference)
    assert rest(made) == 1
    assert is_creditor_reference(made)
    assert made[4:] == reference


@given(st.text(ALPHABET, min_size=2, max_size=21), st.data())
def test_a_slip_of_one_character_is_seen(reference: str, data: st.DataObject) -> None:
    made = creditor_reference(reference)
    place = data.draw(st.integers(4, len(made) - 1))
    kind = "0123456789" if made[place].isdigit() else ALPHABET[10:]
    other = data.draw(st.sampled_from([one for one in kind if one != made[place]]))
    assert not is_creditor_reference(made[:place] + other + made[place + 1 :])


@pytest.mark.parametrize("reference", ["", "--", "A" * 22, "账户"])
def test_what_cannot_be_a_reference_is_an_error(reference: str) -> None:
    with pytest.raises(ValueError, match="cannot be put"):
        creditor_reference(reference)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GB33BUKB20201555555555", True),
        ("GB34BUKB20201555555555", False),
        ("MU17BOMM0101101030300200000MUR", True),
        ("DE89", False),
        ("de89370400440532013000", False),
    ],
)
def test_an_iban_has_right_check_digits(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_iban(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a-1/２", "A12"), (" RF18 5390 ", "RF185390"), ("é", "")]
)
def test_a_reference_is_compared_by_its_letters_and_digits(text: str, expected: str) -> None:
    assert normalised(text) == expected
