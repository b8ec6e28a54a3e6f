"""Statements and notifications of ISO 20022: totals, batches, returns, damage, and attacks."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.interchange.bank.camt import read_camt
from forbear.interchange.bank.entries import BankProblem, BankRead
from tests.interchange.bank.make import IBAN, balance, camt053, entry, statement, summary


def read(*statements: str, version: str = "001.08") -> BankRead:
    return read_camt([camt053(*statements, version=version)])


def told(found: BankRead) -> list[str]:
    return [finding.code for finding in found.findings]


PARTIES = (
    "<RltdPties><Dbtr><Pty><Nm>Payer  One</Nm></Pty></Dbtr>"
    "<DbtrAcct><Id><IBAN>GB29 NWBK</IBAN></Id></DbtrAcct>"
    "<Cdtr><Nm>Us</Nm></Cdtr></RltdPties>"
)


@pytest.mark.parametrize("version", ["001.02", "001.04", "001.08", "001.13", ""])
def test_an_entry_says_the_same_in_every_version(version: str) -> None:
    details = (
        "<Refs><EndToEndId>E2E-1</EndToEndId><TxId>T1</TxId></Refs>"
        + PARTIES
        + "<RmtInf><Ustrd>for</Ustrd><Ustrd>April</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref>"
        "</CdtrRefInf><AddtlRmtInf>thanks</AddtlRmtInf></Strd></RmtInf>"
    )
    status = "<Sts>BOOK</Sts>" if version <= "001.02" else "<Sts><Cd>BOOK</Cd></Sts>"
    more = "<AcctSvcrRef>BANK1</AcctSvcrRef>"
    found = read(statement(entry(status=status, more=more, details=[details])), version=version)
    assert not found.findings
    assert found.version == version
    (row,) = found.entries.iter_rows(named=True)
    assert row == {
        "place": "statement 1, entry 1 (line 3)",
        "statement": "S1",
        "account": IBAN,
        "booked_on": date(2026, 3, 2),
        "value_on": date(2026, 3, 1),
        "amount_minor": 1000,
        "currency": "EUR",
        "is_reversal": False,
        "bank_reference": "BANK1",
        "detail_reference": "T1",
        "end_to_end_id": "E2E-1",
        "reference": "RF18",
        "remittance": "for April thanks",
        "party_name": "Payer One",
        "party_account": "GB29NWBK",
        "return_reason": "",
        "bank_code": "",
    }


def part(amount: str, *, way: str = "CRDT", currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>'


@pytest.mark.parametrize(
    ("parts", "amounts", "codes"),
    [
        ([part("4"), part("6.00")], [400, 600], []),
        ([part("12"), part("2", way="DBIT")], [1200, -200], []),
        ([part("4"), part("5.99")], [1000], ["BATCH_SUM"]),
        ([part("4"), part("6", currency="USD")], [1000], ["BATCH_SUM"]),
        ([part("4"), part("six")], [1000], ["BATCH_SUM"]),
        ([part("4"), ""], [1000], ["BATCH_SUM"]),
        ([part("9.50")], [1000], ["BATCH_SUM"]),
        ([""], [1000], []),
        ([], [1000], []),
    ],
)
def test_a_batch_is_split_where_its_details_sum_to_it_and_else_told(
    parts: list[str], amounts: list[int], codes: list[str]
) -> None:
    found = read(statement(entry(details=parts)))
    assert found.entries["amount_minor"].to_list() == amounts
    assert told(found) == codes


def test_a_batch_that_announces_another_number_is_told() -> None:
    more = "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls>"
    found = read(statement(entry(more=more, details=[part("4"), part("6")])))
    assert found.entries.height == 2
    assert told(found) == ["BATCH_COUNT"]


@pytest.mark.parametrize(
    ("faulty", "code"),
    [
        (entry("1..0"), "BAD_AMOUNT"),
        (entry("1.001"), "BAD_AMOUNT"),
        (entry("-1"), "BAD_AMOUNT"),
        (entry("1e3"), "BAD_AMOUNT"),
        (entry("0.00"), "ZERO_AMOUNT"),
        (entry(currency="USD"), "WRONG_CURRENCY"),
        (entry(way="BOTH"), "NO_DIRECTION"),
        (entry(dates=""), "BAD_DATE"),
        (entry(dates="<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "BAD_DATE"),
        (entry(dates="<BookgDt><Dt>02.03.2026</Dt></BookgDt>"), "BAD_DATE"),
        (entry(status="<Sts>PDNG</Sts>"), "PENDING"),
        (entry(status="<Sts><Cd>INFO</Cd></Sts>"), "NOT_BOOKED"),
        (entry(status=""), "NOT_BOOKED"),
    ],
)
def test_a_bad_entry_is_told_with_its_place_and_the_good_ones_are_kept(
    faulty: str, code: str
) -> None:
    found = read(statement(entry("1"), "\n", faulty, "\n", entry("2")))
    assert found.entries["amount_minor"].to_list() == [100, 200]
    (finding,) = found.findings
    assert (finding.code, finding.is_left_out) == (code, True)
    assert finding.place == "statement 1, entry 2 (line 4)"


def test_an_unknown_currency_is_told() -> None:
    assert told(read(statement(entry(currency="DEM"), currency=""))) == ["UNKNOWN_CURRENCY"]


def test_a_statement_that_names_no_account_gives_nothing() -> None:
    found = read(statement(entry(), account=""))
    assert found.entries.is_empty()
    assert told(found) == ["NO_ACCOUNT"]


@pytest.mark.parametrize(
    ("children", "codes"),
    [
        ([balance("OPBD", "5"), balance("CLBD", "15")], []),
        ([balance("PRCD", "5"), balance("CLBD", "15")], []),
        ([balance("OPBD", "15", way="DBIT"), balance("CLBD", "5", way="DBIT")], []),
        ([balance("OPBD", "5"), balance("CLBD", "15.01")], ["BALANCE_MISMATCH"]),
        ([balance("OPBD", "5"), balance("CLBD", "15", way="DBIT")], ["BALANCE_MISMATCH"]),
        ([balance("OPBD", "5", currency="USD"), balance("CLBD", "15")], ["BALANCE_CURRENCY"]),
        ([balance("OPBD", "5,00"), balance("CLBD", "15")], ["BAD_BALANCE"]),
        ([balance("CLBD", "99")], []),
        ([summary("TtlNtries", "1", "10")], []),
        ([summary("TtlNtries", "2", "")], ["COUNT_MISMATCH"]),
        ([summary("TtlCdtNtries", "", "10.01")], ["SUM_MISMATCH"]),
        ([summary("TtlCdtNtries", "", "ten")], ["SUM_MISMATCH"]),
        ([summary("TtlDbtNtries", "1", "")], ["COUNT_MISMATCH"]),
    ],
)
def test_totals_that_do_not_add_up_are_told_and_the_entries_kept(
    children: list[str], codes: list[str]
) -> None:
    found = read(statement(*children, entry()))
    assert found.entries.height == 1
    assert told(found) == codes


def test_totals_of_a_statement_in_pages_are_not_held_against_one_page() -> None:
    pages = "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>"
    found = read(statement(pages, balance("OPBD", "5"), balance("CLBD", "99"), entry()))
    assert not found.findings


UNPAID = (
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
    "</BkTxCd>"
)


@pytest.mark.parametrize(
    ("more", "detail", "way", "party"),
    [
        ("", "", "CRDT", "Payer One"),
        ("", "", "DBIT", "Us"),
        ("<RvslInd>true</RvslInd>", "", "DBIT", "Payer One"),
        ("", "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>", "DBIT", "Payer One"),
        (UNPAID, "", "DBIT", "Payer One"),
    ],
)
def test_a_return_names_the_party_of_what_it_takes_back(
    more: str, detail: str, way: str, party: str
) -> None:
    found = read(statement(entry(way=way, more=more, details=[PARTIES + detail])))
    (row,) = found.entries.iter_rows(named=True)
    assert row["is_reversal"] == bool(more or detail)
    assert row["party_name"] == party
    assert row["return_reason"] == ("AM04" if detail else "")


WHOLE = camt053(
    statement(balance("OPBD", "0"), *(entry(f"{n}.00") + "\n" for n in range(1, 6))),
    statement(entry("6"), entry("7"), number="S2"),
)


@pytest.mark.parametrize("end", range(120, len(WHOLE) - 1, 17))
def test_a_file_cut_off_anywhere_gives_its_first_entries_and_is_told(end: int) -> None:
    if b"<BkToCstmrStmt>" not in WHOLE[:end]:
        with pytest.raises(BankProblem, match="stops being XML"):
            read_camt([WHOLE[:end]])
        return
    found = read_camt([WHOLE[: end // 2], WHOLE[end // 2 : end]])
    assert "CUT_OFF" in told(found)
    complete = WHOLE[:end].count(b"</Ntry>")
    assert found.entries["amount_minor"].to_list() == [100 * n for n in range(1, complete + 1)]


def test_a_file_damaged_in_the_middle_gives_what_came_before() -> None:
    found = read_camt([WHOLE.replace(b"<Ntry", b"<Ntry <", 4).replace(b"<Ntry <", b"<Ntry", 3)])
    assert "NOT_XML" in told(found)
    assert found.entries["amount_minor"].to_list() == [100, 200, 300]


@pytest.mark.parametrize(
    ("doctype", "code"),
    [
        ('<!DOCTYPE Document [<!ENTITY a "b">]>', "DOCTYPE_REFUSED"),
        ('<!DOCTYPE Document SYSTEM "file:///etc/hostname">', "DOCTYPE_REFUSED"),
        ('<!DOCTYPE D [<!ENTITY a SYSTEM "http://localhost/">]>', "DOCTYPE_REFUSED"),
        ("<a>" * 50, "TOO_DEEP"),
    ],
)
def test_what_can_do_harm_is_refused(doctype: str, code: str) -> None:
    hostile = WHOLE.replace(b"<Document", doctype.encode() + b"<Document", 1)
    with pytest.raises(BankProblem) as caught:
        read_camt([hostile])
    assert caught.value.code == code


def test_an_unknown_entity_is_not_read_over() -> None:
    assert told(read_camt([WHOLE.replace(b"2.00", b"&x;2.00")])) == ["NOT_XML"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<Document><BkToCstmrAcctRpt/></Document>", "INTERIM_REPORT"),
        (b"<Document><BkToCstmrAcctRptV01/></Document>", "INTERIM_REPORT"),
        (b"<Document><CstmrCdtTrfInitn/></Document>", "NOT_A_STATEMENT"),
        (b"<html><body>Error 500", "NOT_A_STATEMENT"),
        (camt053(), "NO_STATEMENT"),
    ],
)
def test_what_is_no_statement_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BankProblem) as caught:
        read_camt([content])
    assert caught.value.code == code


def test_a_message_in_an_envelope_is_read() -> None:
    inner = WHOLE.partition(b"\n")[2]
    found = read_camt([b"<Envelope><AppHdr><Fr/></AppHdr>" + inner + b"</Envelope>"])
    assert found.entries.height == 7
