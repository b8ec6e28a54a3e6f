"""MT940: lines, signs, days at the turn of the year, details, damage."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.interchange.bank.entries import BankProblem, BankRead
from forbear.interchange.bank.mt940 import read_mt940
from forbear.interchange.bank.mt940_details import details_of
from tests.interchange.bank.make import IBAN, mt940


def told(found: BankRead) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("line", "amount", "is_reversal", "reference", "bank"),
    [
        ("2603010302C10,00NTRFNONREF//B1", 1000, False, "", "B1"),
        ("260301C10,NTRFA-77", 1000, False, "A-77", ""),
        ("260301CR10,5NTRFNONREF", 1050, False, "", ""),
        ("260301D10,00NTRFNONREF", -1000, False, "", ""),
        ("260301RC10,00NTRFNONREF", -1000, True, "", ""),
        ("260301RD10,00NTRFNONREF", 1000, True, "", ""),
        ("260301RCR10,00NTRFNONREF//X//Y", -1000, True, "", "X//Y"),
    ],
)
def test_a_line_says_amount_and_sign(
    line: str,
    amount: int,
    is_reversal: bool,  # noqa: FBT001 - a column of the table
    reference: str,
    bank: str,
) -> None:
    (row,) = read_mt940(mt940(f":61:{line}")).entries.iter_rows(named=True)
    assert row["account"] == IBAN
    assert row["statement"] == "REF 1/1"
    assert (row["amount_minor"], row["is_reversal"]) == (amount, is_reversal)
    assert (row["reference"], row["bank_reference"]) == (reference, bank)


@pytest.mark.parametrize(
    ("days", "value_on", "booked_on"),
    [
        ("2603010302", date(2026, 3, 1), date(2026, 3, 2)),
        ("260301", date(2026, 3, 1), date(2026, 3, 1)),
        ("2601021231", date(2026, 1, 2), date(2025, 12, 31)),
        ("2512310102", date(2025, 12, 31), date(2026, 1, 2)),
        ("2402290229", date(2024, 2, 29), date(2024, 2, 29)),
        ("9912310101", date(1999, 12, 31), date(2000, 1, 1)),
    ],
)
def test_the_booking_day_is_the_one_beside_the_value_day(
    days: str, value_on: date, booked_on: date
) -> None:
    (row,) = read_mt940(mt940(f":61:{days}C10,00NTRFNONREF")).entries.iter_rows(named=True)
    assert (row["value_on"], row["booked_on"]) == (value_on, booked_on)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("260230C10,00NTRFNONREF", "BAD_DATE"),
        ("2603011301C10,00NTRFNONREF", "BAD_DATE"),
        ("260301C10NTRFNONREF", "BAD_LINE"),
        ("260301X10,00NTRFNONREF", "BAD_LINE"),
        ("260301C1,,0NTRFNONREF", "BAD_LINE"),
        ("260301C1,001NTRFNONREF", "BAD_AMOUNT"),
        ("260301C0,00NTRFNONREF", "ZERO_AMOUNT"),
    ],
)
def test_a_bad_line_is_told_and_the_good_ones_are_kept(line: str, code: str) -> None:
    good = ":61:260301C10,00NTRFNONREF"
    found = read_mt940(mt940(good, f":61:{line}", ":86:what", closing="C260302EUR111,00"))
    assert found.entries.height == 1
    assert told(found) == [code, "BALANCE_MISMATCH"]
    assert found.findings[0].place == "statement 1, entry 2 (line 6)"


WHOLE = mt940(
    *(line for n in range(1, 6) for line in (f":61:260301C{n},00NTRFNONREF", f":86:payment {n}")),
    closing="C260302EUR115,00",
)


@pytest.mark.parametrize("end", range(len(":20:REF\n:25:X\n"), WHOLE.index(":62F:"), 5))
def test_a_file_cut_off_anywhere_gives_only_entries_that_are_whole(end: int) -> None:
    found = read_mt940(WHOLE[:end])
    whole = read_mt940(WHOLE).entries
    assert found.entries.equals(whole.head(found.entries.height))
    assert found.entries.height == max(0, WHOLE[:end].count("\n:61:") - 1)
    if ":60F:C" in WHOLE[:end]:
        assert "CUT_OFF" in told(found)


@pytest.mark.parametrize(
    ("written", "account", "currency"),
    [
        ("12345678/1020304050", "12345678/1020304050", "EUR"),
        ("1291.99.348EUR", "1291.99.348", "EUR"),
        ("UBRT/123456/EUR", "UBRT/123456", "EUR"),
        ("DE89 3704 0044 0532 0130 00", IBAN, "EUR"),
        ("MU17BOMM0101101030300200000MUR", "MU17BOMM0101101030300200000MUR", "EUR"),
    ],
)
def test_a_currency_after_the_account_is_no_part_of_it(
    written: str, account: str, currency: str
) -> None:
    text = mt940(":61:260301C10,00NTRFNONREF").replace(IBAN, written)
    (row,) = read_mt940(text).entries.iter_rows(named=True)
    assert (row["account"], row["currency"]) == (account, currency)


def test_lines_end_only_where_lines_end() -> None:
    text = mt940(":61:260301C10,00NTRFNONREF", ":86:a\x85b\x1cc").replace("\n", "\r\n")
    assert read_mt940(text).entries["remittance"].to_list() == ["a b c"]


def returned(reason: str) -> dict[str, object]:
    return {"end_to_end_id": "A1", "return_reason": reason, "is_return": True}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["plain text", "of two lines"], {"remittance": "plain text of two lines"}),
        (
            ["166?00GUTSCHRIFT?20EREF+A1?21SVWZ+card pay", "ment?22 77?31DE02?32JANE?33 DOE"],
            {
                "end_to_end_id": "A1",
                "remittance": "card payment 77",
                "party_name": "JANE DOE",
                "party_account": "DE02",
            },
        ),
        (["109?20EREF+A1?34914?32J"], returned("914") | {"party_name": "J"}),
        (["020~20only text~32JANE"], {"remittance": "only text", "party_name": "JANE"}),
        (
            ["/EREF/A1/BENM//NAME/JOHN DOE/REMI/Reference 2013/ISDT/2013-01-02"],
            {"end_to_end_id": "A1", "remittance": "Reference 2013", "party_name": "JOHN DOE"},
        ),
        (["/NAME/JOHN/REMI/STRD/CUR/RF18539/"], {"reference": "RF18539", "party_name": "JOHN"}),
        (["/REMI/USTD//for April/IBAN/DE02"], {"remittance": "for April", "party_account": "DE02"}),
        (["/RTRN/AC04/EREF/A1"], returned("AC04")),
        ([], {}),
    ],
)
def test_details_are_read_in_the_three_ways_banks_write_them(
    lines: list[str], expected: dict[str, object]
) -> None:
    found = details_of(lines)._asdict()
    assert {key: value for key, value in found.items() if value} == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (":20:X\n:25:1\n:28C:1\n:34F:EUR0,00\n:61:", "INTERIM_REPORT"),
        (":20:X\n:NS:22\n", "NO_STATEMENT"),
        ("1\n2\n3", "NO_STATEMENT"),
        (":20:" + "X" * 20_000, "TOO_LARGE"),
    ],
)
def test_what_is_no_statement_is_refused(text: str, code: str) -> None:
    with pytest.raises(BankProblem) as caught:
        read_mt940(text)
    assert caught.value.code == code
