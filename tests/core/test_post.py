from __future__ import annotations

import pytest

from forbear.core.post import s10_number, s10_read


def reference(serial: int) -> int:
    """The check digit as the standard tells it, step by step."""
    total = 0
    for place, weight in enumerate([8, 6, 4, 2, 3, 5, 9, 7]):
        total += serial // 10 ** (7 - place) % 10 * weight
    rest = 11 - total % 11
    if rest == 10:
        return 0
    if rest == 11:
        return 5
    return rest


def test_the_check_digit_is_that_of_the_standard() -> None:
    for serial in (*range(3_000), 47_312_482, 99_999_999):
        assert s10_number("RR", serial, "GB")[10] == str(reference(serial))


def test_a_wrong_digit_is_found() -> None:
    number = s10_number("RA", 12_345_678, "CN")
    for place in range(2, 11):
        for digit in "0123456789".replace(number[place], ""):
            wrong = number[:place] + digit + number[place + 1 :]
            # the standard maps two remainders to digits that others have, too
            assert s10_read(wrong) is None or (number[10] in "05" or wrong[10] in "05")


@pytest.mark.parametrize("text", ["", "RR", "RR473124829G", "R1473124829GB", "\0", "9" * 99])
def test_what_is_no_number_is_none(text: str) -> None:
    assert s10_read(text) is None


@pytest.mark.parametrize(
    ("service", "serial", "country"),
    [("R", 1, "GB"), ("rr", 1, "GB"), ("RR", -1, "GB"), ("RR", 10**8, "GB"), ("RR", 1, "GBR")],
)
def test_what_makes_no_number_is_refused(service: str, serial: int, country: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        s10_number(service, serial, country)
