"""Mandates from a CSV file, good and bad."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.interchange.sepa import SepaProblem
from forbear.interchange.sepa.mandate_rows import read_mandate_rows

HEAD = "account_reference,reference,signed_on,iban,holder"
OURS = "DE98ZZZ09999999999"


def read(text: str | bytes) -> tuple[list[str], list[tuple[int, str, str]]]:
    content = text.encode() if isinstance(text, str) else text
    rows, problems = read_mandate_rows(content, creditor_id=OURS)
    return [row.mandate.reference for row in rows], [
        (one.line, one.column, one.reason) for one in problems
    ]


def test_a_row_becomes_a_mandate_with_what_a_mandate_has_unless_told() -> None:
    text = f"\ufeff{HEAD},amount,fixed_minor,notice_days,scheme\r\n"
    text += 'A1, M1 ,2026-01-05,FR1420041010050500013M02606,"Müller, Zoë",fixed,5000,5,\r\n'
    rows, problems = read_mandate_rows(text.encode(), creditor_id=OURS)
    assert not problems
    (row,) = rows
    assert (row.line, row.account_reference) == (2, "A1")
    found = row.mandate
    assert (found.reference, found.holder) == ("M1", "Müller, Zoë")
    assert (found.signed_on, found.creditor_id) == (date(2026, 1, 5), OURS)
    assert (found.amount, found.fixed_minor, found.notice_days) == ("fixed", 5000, 5)
    assert (found.sequence, found.scheme) == ("FRST", "CORE")


def test_a_bad_row_is_told_with_its_line_and_the_others_go_in() -> None:
    text = (
        f"{HEAD},fixed_minor\n"
        "A1,M1,2026-01-05,X,A,\n"
        "A1,M2,05.01.2026,X,A,\n"
        "A1,M3,2026-01-05,X,A,1.5\n"
        "A1,,2026-01-05,X,A,\n"
        "A1,M5,2026-01-05\n"
        "A1,M6,2026-01-05,X,A,,,\n"
        "A1,M7,2026-01-05,X,A,7\n"
    )
    good, problems = read(text)
    assert good == ["M1", "M7"]
    assert problems == [
        (3, "signed_on", "is not a day such as 2026-03-12"),
        (4, "fixed_minor", "is not a whole number"),
        (5, "reference", "is missing"),
        (6, "", "has fewer fields than the head"),
        (7, "", "has more fields than the head"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "COLUMN_MISSING"),
        (b"account_reference,reference\n", "COLUMN_MISSING"),
        (f"{HEAD},ibann\n".encode(), "COLUMN_UNKNOWN"),
        (HEAD.encode() + b"\nA1,M\xff\n", "ENCODING"),
        (f'{HEAD}\nA1,"M1,2026-01-05,X,A\n'.encode(), "CSV_BROKEN"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SepaProblem) as caught:
        read(content)
    assert caught.value.code == code
