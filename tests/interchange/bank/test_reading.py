"""A file is known by what stands in it, not by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from forbear.interchange.bank.entries import BankProblem
from forbear.interchange.bank.reading import read_bank_file
from tests.interchange.bank.make import camt053, entry, mt940, statement

LINE = ":61:260301C10,00NTRFNONREF"
ROWS = "account,booked_on,currency,amount_minor\nX,2026-03-02,EUR,1000\n"
SWIFT = "{1:F01BANK}{2:I940}{4:\r\n" + mt940(LINE).replace("\n", "\r\n").removesuffix("-") + "-}"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (camt053(statement(entry())), "camt.053"),
        (b"\xef\xbb\xbf\n" + camt053(statement(entry())).partition(b"\n")[2], "camt.053"),
        (
            camt053(statement(entry())).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
            "camt.053",
        ),
        (
            camt053(statement(entry(more="<AddtlNtryInf>\xe9</AddtlNtryInf>")))
            .decode()
            .replace("UTF-8", "ISO-8859-1")
            .encode("latin-1"),
            "camt.053",
        ),
        (mt940(LINE).encode(), "mt940"),
        (mt940(LINE, ":86:caf\xe9").encode("latin-1"), "mt940"),
        (SWIFT.encode(), "mt940"),
        (ROWS.encode(), "csv"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_bytes(content)
    read = read_bank_file(path)
    assert not read.findings
    assert (read.kind, read.entries.height) == (kind, 1)
    assert read.entries["amount_minor"].to_list() == [1000]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b" \n\n", "EMPTY"),
        (b"%PDF-1.7", "NOT_A_TABLE"),
        (b"PK\x03\x04\x00\x00", "NOT_A_TABLE"),
        (b"\x00\x01\x02", "NOT_A_TABLE"),
        (b"<html></html>", "NOT_A_STATEMENT"),
    ],
)
def test_what_is_no_bank_file_is_refused_with_its_name(
    content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "statement.xml"
    path.write_bytes(content)
    with pytest.raises(BankProblem) as caught:
        read_bank_file(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BankProblem, match="cannot be read"):
        read_bank_file(tmp_path / "none.xml")
