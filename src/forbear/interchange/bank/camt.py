"""ISO 20022 camt.053 (statement) and camt.054 (notification), every version, as entries.

An interim report (camt.052) is refused: what it tells may still change. Sources: the ISO 20022
message definition reports "Bank-to-Customer Cash Management".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from forbear.interchange.bank.amounts import Unreadable, amount_minor, said
from forbear.interchange.bank.camt_entry import at, entries_of, status, text
from forbear.interchange.bank.entries import BankEntry, BankProblem, BankRead, Finding, frame_of
from forbear.interchange.bank.totals import Totals, findings_of
from forbear.interchange.bank.xml import Part, parts

_KINDS = {"BkToCstmrStmt": "camt.053", "BkToCstmrDbtCdtNtfctn": "camt.054"}
_VERSION = re.compile(r"camt\.\d{3}\.(\d{3}\.\d{2})")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


@dataclass(slots=True)
class _Statement:
    number: int
    line: int
    id: str = ""
    sequence: str = ""
    account: str = ""
    currency: str = ""
    entries: int = 0
    totals: Totals = field(default_factory=Totals)

    @property
    def place(self) -> str:
        return f"statement {self.number} (line {self.line})"

    @property
    def identity(self) -> str:
        return " ".join(part for part in (self.id, self.sequence) if part)


@dataclass(slots=True)
class _Reading:
    read: BankRead
    entries: list[BankEntry] = field(default_factory=list)
    statement: _Statement | None = None

    def tell(self, code: str, place: str, reason: str, *, is_left_out: bool = False) -> None:
        self.read.findings.append(Finding(code, place, reason, is_left_out))


def read_camt(chunks: Iterable[bytes]) -> BankRead:
    """Read a message; ``BankProblem`` if it is no statement and no notification."""
    reading = _Reading(BankRead("", ""))
    for part in parts(chunks, opening="BkToCstmr"):
        _take(reading, part)
    read = reading.read
    if not read.kind:
        broken = next((f for f in read.findings if f.code in {"CUT_OFF", "NOT_XML"}), None)
        where = f" It stops being XML at {broken.place}." if broken else ""
        raise BankProblem(
            "NOT_A_STATEMENT",
            f"It is XML, but neither a camt.053 statement nor a camt.054 notification.{where}",
        )
    if not read.statements and not read.findings:
        raise BankProblem("NO_STATEMENT", "It has a header, but no statement in it.")
    read.entries = frame_of(reading.entries)
    return read


def _take(reading: _Reading, part: Part) -> None:
    if part.what == "part":
        assert part.element is not None
        if reading.statement is not None:
            _child(reading, reading.statement, part.tag, part.element, part.line)
    elif part.what == "message":
        _begin(reading.read, part)
    elif part.what == "open":
        if part.tag in {"Stmt", "Ntfctn"}:
            reading.read.statements += 1
            reading.statement = _Statement(reading.read.statements, part.line)
    elif part.what == "close":
        if reading.statement is not None:
            reading.read.findings += findings_of(
                reading.statement.totals, reading.statement.place, reading.statement.currency
            )
        reading.statement = None
    else:
        _stop(reading, part)


def _begin(read: BankRead, part: Part) -> None:
    if part.tag.startswith("BkToCstmrAcctRpt"):
        raise BankProblem(
            "INTERIM_REPORT",
            "It is an interim report (camt.052), which may still change. Give the statement "
            "(camt.053) or the notification (camt.054).",
        )
    if part.tag not in _KINDS:
        return
    version = _VERSION.search(part.text)
    read.kind, read.version = _KINDS[part.tag], version[1] if version else ""


def _stop(reading: _Reading, part: Part) -> None:
    """Tell that the file ends, or stops being XML, before its time."""
    place = f"line {part.line}"
    if reading.statement is not None:
        place = f"statement {reading.statement.number}, line {part.line}"
    last = f"after {len(reading.entries)} entries, which were taken"
    if part.what == "cut":
        reading.tell("CUT_OFF", place, f"the file is cut off {last}; ask for it again")
    else:
        reading.tell("NOT_XML", place, f"the file is damaged here ({part.text}) {last}")


def _child(reading: _Reading, statement: _Statement, tag: str, element: Element, line: int) -> None:
    if tag == "Ntry":
        statement.entries += 1
        _entry(reading, statement, element, line)
    elif tag == "Id":
        statement.id = said(element.text)
    elif tag in {"ElctrncSeqNb", "LglSeqNb"}:
        statement.sequence = statement.sequence or said(element.text)
    elif tag in {"StmtPgntn", "NtfctnPgntn"}:
        statement.totals.is_one_page = text(element, "PgNb") in {"", "1"} and (
            text(element, "LastPgInd") in {"true", "1"}
        )
    elif tag == "Acct":
        statement.account = "".join(
            (text(element, "Id", "IBAN") or text(element, "Id", "Othr", "Id")).split()
        )
        statement.currency = text(element, "Ccy")
    elif tag == "Bal":
        _balance(reading, statement, element, line)
    elif tag == "TxsSummry":
        _summary(statement, element)


def _entry(reading: _Reading, statement: _Statement, element: Element, line: int) -> None:
    place = f"statement {statement.number}, entry {statement.entries} (line {line})"
    totals = statement.totals
    state = status(element)
    if state != "BOOK":
        reading.tell(
            "PENDING" if state == "PDNG" else "NOT_BOOKED",
            place,
            f"the entry has the status {state or 'unknown'}: it was left until it is booked",
            is_left_out=True,
        )
        totals.pending += 1
        return
    totals.entries += 1
    try:
        entries, findings = entries_of(
            element,
            place=place,
            statement=statement.identity,
            account=statement.account,
            currency=statement.currency,
        )
    except Unreadable as problem:
        reading.read.findings.append(problem.at(place))
        totals.left_out += 1
        return
    reading.read.findings += findings
    reading.entries += entries
    for entry in entries:
        totals.add(entry.amount_minor, entry.currency)
    totals.count(is_credit=text(element, "CdtDbtInd") == "CRDT")


def _balance(reading: _Reading, statement: _Statement, element: Element, line: int) -> None:
    code = text(element, "Tp", "CdOrPrtry", "Cd")
    amount = at(element, "Amt")
    if code not in (*_OPENING, *_CLOSING) or amount is None:
        return
    currency = amount.get("Ccy", "")
    try:
        value = amount_minor(amount.text or "", currency)
    except Unreadable as problem:
        reading.tell("BAD_BALANCE", f"{statement.place}, line {line}", str(problem))
        return
    signed = -value if text(element, "CdtDbtInd") == "DBIT" else value
    totals = statement.totals
    if code in _CLOSING:
        totals.closing = (signed, currency)
    elif totals.opening is None or code == "OPBD":
        totals.opening = (signed, currency)


def _summary(statement: _Statement, element: Element) -> None:
    """Note the control sums: numbers of entries, and sums without a sign."""
    totals = statement.totals
    for name, kind in (("TtlNtries", "all"), ("TtlCdtNtries", "credit"), ("TtlDbtNtries", "debit")):
        found = at(element, name)
        if found is not None:
            totals.stated[kind] = (text(found, "NbOfNtries"), text(found, "Sum"))
