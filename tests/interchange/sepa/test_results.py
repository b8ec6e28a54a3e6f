"""A bank's answers: rejected, returned, cut off, hostile, or of another kind altogether."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.interchange.sepa import SepaProblem
from forbear.interchange.sepa.results import Results, read_results

ON = date(2026, 4, 8)


def transaction(name: str, code: str, status: str = "RJCT", amount: str = "120.00") -> str:
    return (
        f"<TxInfAndSts><StsId>s</StsId><OrgnlEndToEndId>{name}</OrgnlEndToEndId>"
        f"<TxSts>{status}</TxSts><StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"
        f'<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt></OrgnlTxRef>'
        "</TxInfAndSts>"
    )


def part(inside: str, *, payment: str = "FBD-1-1", status: str = "", code: str = "") -> str:
    told = f"<PmtInfSts>{status}</PmtInfSts>" if status else ""
    why = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{payment}</OrgnlPmtInfId>{told}{why}{inside}"
        "</OrgnlPmtInfAndSts>"
    )


def pain002(inside: str, *, version: str = "03", group: str = "", code: str = "") -> bytes:
    status = f"<GrpSts>{group}</GrpSts>" if group else ""
    why = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">'
        "<CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-04-07T10:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>FBD-1</OrgnlMsgId><OrgnlMsgNmId>pain.008</OrgnlMsgNmId>"
        f"{status}{why}</OrgnlGrpInfAndSts>{inside}</CstmrPmtStsRpt></Document>"
    ).encode()


def entry(name: str, code: str, *, status: str = "<Sts>BOOK</Sts>", amount: str = "120.00") -> str:
    returned = f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>" if code else ""
    return (
        f'<Ntry><Amt Ccy="EUR">125.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>{status}'
        "<BookgDt><Dt>2026-04-09</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{name}</EndToEndId></Refs>"
        f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{amount}</Amt></InstdAmt></AmtDtls>{returned}'
        "</TxDtls></NtryDtls></Ntry>"
    )


def camt(inside: str, *, message: str = "BkToCstmrStmt", name: str = "camt.053.001.02") -> bytes:
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}"><{message}><GrpHdr/><Stmt>'
        f"{inside}</Stmt></{message}></Document>"
    ).encode()


def told(found: Results) -> list[tuple[str, str, str, str, int | None]]:
    return [
        (one.end_to_end_id, one.code, one.kind, one.on.isoformat(), one.amount_minor)
        for one in found.failures
    ]


@pytest.mark.parametrize("version", ["03", "08", "10", "14"])
def test_rejected_debits_are_read_of_any_version(version: str) -> None:
    content = pain002(
        part(transaction("E1", "AC01") + transaction("E2", "AM04", status="ACCP")), version=version
    )
    found = read_results(content, on=ON)
    assert told(found) == [("E1", "AC01", "reject", "2026-04-07", 12_000)]
    assert not found.problems
    assert found.entries == 2


def test_a_part_that_is_rejected_rejects_the_debits_that_it_names() -> None:
    bare = "<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId></TxInfAndSts>"
    found = read_results(pain002(part(bare, status="RJCT", code="DT01")), on=ON)
    assert told(found) == [("E1", "DT01", "reject", "2026-04-07", None)]
    assert not found.rejected


@pytest.mark.parametrize(
    ("content", "payment", "code"),
    [
        (pain002("", group="RJCT", code="FF01"), "", "FF01"),
        (pain002("", group="RJCT"), "", "MS03"),
        (pain002(part("", status="RJCT", code="TM01")), "FBD-1-1", "TM01"),
    ],
)
def test_a_message_or_part_may_be_rejected_whole(content: bytes, payment: str, code: str) -> None:
    (one,) = read_results(content, on=ON).rejected
    assert (one.message_id, one.payment_id, one.code) == ("FBD-1", payment, code)


def test_an_accepted_message_holds_no_failure() -> None:
    found = read_results(pain002(part("", status="ACCP"), group="ACCP"), on=ON)
    assert not found.failures
    assert not found.rejected
    assert not found.problems


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("BkToCstmrStmt", "camt.053.001.02"),
        ("BkToCstmrStmt", "camt.053.001.08"),
        ("BkToCstmrDbtCdtNtfctn", "camt.054.001.04"),
    ],
)
@pytest.mark.parametrize("status", ["<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>"])
def test_returns_are_read_from_statements(message: str, name: str, status: str) -> None:
    inside = entry("E1", "MD06", status=status) + entry("E2", "")
    found = read_results(camt(inside, message=message, name=name), on=ON)
    # the amount of the debit, not of the entry, to which banks add their charges
    assert told(found) == [("E1", "MD06", "return", "2026-04-09", 12_000)]


def test_what_is_only_announced_has_not_happened() -> None:
    assert not read_results(camt(entry("E1", "AM04", status="<Sts>PDNG</Sts>")), on=ON).failures


def test_a_return_without_a_reason_gives_the_rulebooks_word_for_none() -> None:
    content = camt(entry("E1", "AM04")).replace(b"<Rsn><Cd>AM04</Cd></Rsn>", b"")
    assert told(read_results(content, on=ON))[0][1] == "MS03"


@pytest.mark.parametrize("name", ["", "NOTPROVIDED"])
def test_a_failure_that_names_no_debit_is_told_not_lost(name: str) -> None:
    found = read_results(camt(entry(name, "AM04") + entry("E2", "AM04")), on=ON)
    assert [problem.code for problem in found.problems] == ["ID_MISSING"]
    assert [one.end_to_end_id for one in found.failures] == ["E2"]


@pytest.mark.parametrize("amount", ["1.234", "x", "-1", "NaN", "1e999"])
def test_an_amount_that_is_none_is_told(amount: str) -> None:
    found = read_results(camt(entry("E1", "AM04", amount=amount)), on=ON)
    assert [problem.code for problem in found.problems] == ["AMOUNT_INVALID"]
    assert not found.failures


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_a_file_that_is_cut_off_gives_what_is_whole_and_says_so(kept: int) -> None:
    whole = pain002(part("".join(transaction(f"E{n}", "AM04") for n in range(1, 5))))
    end = [n for n in range(len(whole)) if whole.startswith(b"</TxInfAndSts>", n)][kept - 1]
    found = read_results(whole[: end + 40], on=ON)
    assert [one.end_to_end_id for one in found.failures] == [f"E{n}" for n in range(1, kept + 1)]
    (problem,) = found.problems
    assert problem.code == "FILE_BROKEN"
    assert str(problem).startswith("line 1, column ")


def test_a_part_that_is_cut_off_is_not_taken_for_rejected_whole() -> None:
    whole = pain002(part(transaction("E1", "AM04"), status="RJCT", code="AM04"))
    found = read_results(whole[: whole.index(b"<TxInfAndSts>") + 5], on=ON)
    assert not found.rejected
    assert not found.failures
    assert found.problems


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"  \n", "FILE_EMPTY"),
        (b"not xml", "FILE_BROKEN"),
        (b"<Document><Other/></Document>", "MESSAGE_UNKNOWN"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>', "XML_DOCTYPE"),
        ("<a/>".encode("utf-16") + b"\xff", "FILE_BROKEN"),
        (b'<?xml version="1.0" encoding="none-such"?><a/>', "FILE_BROKEN"),
        (b"<a>" * 100, "FILE_BROKEN"),
    ],
)
def test_what_is_no_answer_of_a_bank_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SepaProblem) as caught:
        read_results(content, on=ON)
    assert caught.value.code == code


def test_an_entity_is_never_resolved() -> None:
    hostile = b'<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + pain002("&x;")
    with pytest.raises(SepaProblem):
        read_results(hostile, on=ON)


def test_no_beginning_of_a_file_is_read_for_more_than_it_says() -> None:
    whole = pain002(part(transaction("E1", "AM04") + transaction("E2", "MD01"))) + b"\n"
    known = {"E1": "AM04", "E2": "MD01"}
    for length in range(len(whole)):
        try:
            found = read_results(whole[:length], on=ON)
        except SepaProblem:
            continue
        assert all(known[one.end_to_end_id] == one.code for one in found.failures)
        assert found.problems or length >= len(whole) - 1
