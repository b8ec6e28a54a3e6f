"""Bank entries from rows: other headers, European decimals, amounts in two columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forbear.interchange.bank.entries import BankProblem, BankRead
from forbear.interchange.bank.reading import read_bank_file

SAMPLES = Path(__file__).parent / "samples" / "parser"
GERMAN = """
delimiter = ";"
[columns]
account = "IBAN"
booked_on = "Buchungstag"
currency = "CCY"
amount_minor = { source = "Betrag", scale = 2, decimal = ",", thousands = "." }
remittance = "Verwendungszweck"
bank_reference = "Ref"
"""
FRENCH = """
delimiter = ";"
[columns]
account = { constant = "FR7630006000011234567890189" }
booked_on = "Date opération"
currency = "Devise"
credit_minor = { source = "Crédit", scale = 2, decimal = "," }
debit_minor = { source = "Débit", scale = 2, decimal = "," }
remittance = "Libellé"
bank_reference = "Référence"
"""
SPANISH = GERMAN.replace("IBAN", "Cuenta").replace("Buchungstag", "Fecha").replace(
    "CCY", "Moneda"
).replace("Betrag", "Importe").replace("Verwendungszweck", "Concepto").replace(
    '"Ref"', '"Referencia"'
)  # fmt: skip
ENGLISH = """
[columns]
account = { constant = "X1" }
booked_on = "Date"
currency = "Currency"
amount_minor = { source = "Amount", scale = 2 }
remittance = "Description"
"""
BALANCED = ENGLISH.replace('{ constant = "X1" }', '"Account"') + (
    'balance_minor = { source = "Balance", scale = 2 }\n'
)
SPLIT = """
delimiter = ";"
[columns]
account = "IBAN"
booked_on = "Booking Date"
currency = "CCY"
credit_minor = { source = "Credit", scale = 2, decimal = "," }
debit_minor = { source = "Debit", scale = 2, decimal = "," }
balance_minor = { source = "Running Balance", scale = 2, decimal = "," }
remittance = "Details"
bank_reference = "Ref"
"""
HEADER = "account,booked_on,currency,amount_minor,reference"


def told(read: BankRead) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in read.findings]


@pytest.mark.parametrize(
    ("name", "mapping", "amounts", "findings"),
    [
        ("csv_european_decimals.csv", GERMAN, [-123456, 350000, -450], []),
        ("csv_french_headers.csv", FRENCH, [-123456, 350000, -450], []),
        ("csv_spanish_headers.csv", SPANISH, [-123456, 350000, -450], []),
        ("csv_garbled_amount.csv", ENGLISH, [10000], [("BAD_AMOUNT", "line 3, column Amount")]),
        ("sample_statement.csv", BALANCED, [250000, -120000], []),
        ("sample_split_amounts.csv", SPLIT, [125050, -20025], []),
    ],
)
def test_a_sample_is_read_by_its_mapping(
    name: str, mapping: str, amounts: list[int], findings: list[tuple[str, str]], tmp_path: Path
) -> None:
    where = tmp_path / "map.toml"
    where.write_text(mapping, encoding="utf-8")
    read = read_bank_file(SAMPLES / name, map_path=where)
    assert read.entries["amount_minor"].to_list() == amounts
    assert told(read) == findings
    assert read.kind == "csv"


def rows(tmp_path: Path, *lines: str, header: str = HEADER) -> BankRead:
    path = tmp_path / "rows.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_bank_file(path)


def test_a_file_with_our_names_needs_no_mapping(tmp_path: Path) -> None:
    read = rows(tmp_path, "DE89 3704,2026-03-02,EUR,1000,A  77")
    (row,) = read.entries.iter_rows(named=True)
    assert not read.findings
    assert row["place"] == "line 2"
    assert row["account"] == "DE893704"
    assert row["booked_on"] == row["value_on"] == date(2026, 3, 2)
    assert (row["amount_minor"], row["reference"], row["party_name"]) == (1000, "A 77", "")


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("X,2026-02-30,EUR,1,A", "BAD_DATE", "line 3, column booked_on"),
        ("X,2026-03-02,eur,1,A", "BAD_VALUE", "line 3, column currency"),
        ("X,2026-03-02,DEM,1,A", "UNKNOWN_CURRENCY", "line 3"),
        ("X,2026-03-02,EUR,1.5,A", "BAD_AMOUNT", "line 3, column amount_minor"),
        ("X,2026-03-02,EUR,0,A", "ZERO_AMOUNT", "line 3"),
        ("X,2026-03-02,EUR,,A", "ZERO_AMOUNT", "line 3"),
        (",2026-03-02,EUR,1,A", "BAD_VALUE", "line 3, column account"),
        ("X,2026-03-02,EUR", "BAD_LINE", "line 3"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(
    line: str, code: str, place: str, tmp_path: Path
) -> None:
    good = "X,2026-03-02,EUR,{},A"
    read = rows(tmp_path, good.format(1), line, good.format(2))
    assert read.entries["amount_minor"].to_list() == [1, 2]
    assert told(read) == [(code, place)]
    assert read.findings[0].is_left_out


@pytest.mark.parametrize(
    ("columns", "line", "code"),
    [
        ("credit_minor,debit_minor", "5,7", "BAD_AMOUNT"),
        ("credit_minor,debit_minor", "0,0", "ZERO_AMOUNT"),
        ("credit_minor,debit_minor", "5,-7", "BAD_AMOUNT"),
        ("amount_minor,status", "5,pending", "PENDING"),
    ],
)
def test_two_amounts_none_and_pending_rows_are_told(
    columns: str, line: str, code: str, tmp_path: Path
) -> None:
    header = f"account,booked_on,currency,{columns}"
    read = rows(tmp_path, f"X,2026-03-02,EUR,{line}", header=header)
    assert read.entries.is_empty()
    assert [finding.code for finding in read.findings] == [code]


@pytest.mark.parametrize(
    ("balances", "lines"),
    [
        ((100, 110, 120), []),
        ((120, 110, 100), []),
        ((100, 110, 125), ["line 4"]),
    ],
)
def test_a_running_balance_is_checked_in_either_direction(
    balances: tuple[int, ...], lines: list[str], tmp_path: Path
) -> None:
    header = "account,booked_on,currency,amount_minor,balance_minor"
    given = [f"X,2026-03-02,EUR,10,{balance}" for balance in balances]
    read = rows(tmp_path, *given, header=header)
    assert told(read) == [("BALANCE_MISMATCH", line) for line in lines]
    assert read.entries.height == 3


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("account,booked_on,currency,reference", "no column of amounts"),
        ("account,booked_on,currency,amount_minor,colour", "colour"),
        ("booked_on,currency,amount_minor", "account"),
    ],
)
def test_a_file_that_lacks_what_is_needed_is_refused(
    header: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(BankProblem, match=word) as caught:
        rows(tmp_path, "1,2,3", header=header)
    assert caught.value.code == "NOT_A_TABLE"
    assert str(tmp_path) in str(caught.value)


def test_a_mapping_that_names_a_missing_column_is_refused(tmp_path: Path) -> None:
    where = tmp_path / "map.toml"
    where.write_text(GERMAN, encoding="utf-8")
    with pytest.raises(BankProblem, match="lacks the column 'Betrag'"):
        read_bank_file(SAMPLES / "sample_statement.csv", map_path=where)
