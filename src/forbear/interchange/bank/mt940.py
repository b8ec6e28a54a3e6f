"""MT940 statements, line by line. What a line means is in SWIFT's user handbook, category 9.

An interim report (MT942) is refused: what it tells may still change. A statement without its
closing balance was cut off: its last entry, which may be half there, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from forbear.core.money import MINOR_DIGITS
from forbear.core.payments.references import is_iban
from forbear.interchange.bank.amounts import Unreadable, amount_minor, nonzero, said
from forbear.interchange.bank.entries import BankEntry, BankProblem, BankRead, Finding, frame_of
from forbear.interchange.bank.mt940_details import details_of
from forbear.interchange.bank.totals import Totals, findings_of

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):(.*)")
_END = re.compile(r"-(?:\}.*|X{3}.*)?")
_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})([0-9,]+)", re.ASCII)
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?"
    r"(?P<amount>[0-9]+,[0-9]*)(?P<type>[NSF][A-Z0-9 ]{3})(?P<ours>.*?)(?://(?P<bank>.*))?",
    re.ASCII,
)
_ACCOUNT = re.compile(r"[0-9A-Z./-]{1,40}", re.ASCII)
_CURRENCY_AT_END = re.compile(r"(.*[0-9])/?([A-Z]{3})", re.ASCII)
_LINES_MAX = 20_000_000
_LENGTH_MAX = 10_000
# SWIFT writes two digits of the year: from 80 on they are of the century before
_PIVOT = 80


class _Field(NamedTuple):
    tag: str
    lines: list[str]
    number: int


@dataclass(slots=True)
class _Raw:
    """A statement line with the information that follows it."""

    line: _Field
    information: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Statement:
    number: int
    line: int
    reference: str = ""
    sequence: str = ""
    account: str = ""
    currency: str = ""
    entries: list[_Raw] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    has_start: bool = False
    has_end: bool = False
    is_in_entry: bool = False

    @property
    def place(self) -> str:
        return f"statement {self.number} (line {self.line})"


def read_mt940(text: str) -> BankRead:
    """Read a file of MT940 statements; ``BankProblem`` if it holds none."""
    read = BankRead("mt940")
    entries: list[BankEntry] = []
    for statement in _statements(text, read.findings):
        if not (statement.entries or statement.account or statement.has_start):
            continue
        read.statements += 1
        entries += _taken(statement, read.findings)
    if not read.statements:
        raise BankProblem(
            "NO_STATEMENT",
            "It holds no MT940 statement: no account (:25:), no balance (:60F:), no entry (:61:).",
        )
    read.entries = frame_of(entries)
    return read


def _fields(text: str) -> Iterator[_Field | None]:
    """Yield the fields with their lines; None where a message ends."""
    current: _Field | None = None
    lines = re.split(r"\r\n|\n|\r", text)
    if len(lines) > _LINES_MAX or any(len(line) > _LENGTH_MAX for line in lines):
        raise BankProblem("TOO_LARGE", "It has more lines, or longer ones, than a statement has.")
    for number, line in enumerate(lines, start=1):
        match = _TAG.fullmatch(line.partition("{4:")[2] or line)
        if match is None and _END.fullmatch(line.rstrip()) is None:
            if current is not None:
                current.lines.append(line)
            continue
        if current is not None:
            yield current
        current = _Field(match[1], [match[2]], number) if match else None
        if match is None:
            yield None
    if current is not None:
        yield current


def _statements(text: str, findings: list[Finding]) -> Iterator[_Statement]:
    statement: _Statement | None = None
    number = 0
    for found in _fields(text):
        if found is None or found.tag == "20":
            if statement is not None:
                yield statement
            statement = None
        if found is None:
            continue
        if found.tag in {"34F", "13D"}:
            raise BankProblem(
                "INTERIM_REPORT",
                "It is an interim report (MT942), which may still change. Give the statement "
                "(MT940).",
            )
        if statement is None:
            number += 1
            statement = _Statement(number, found.number)
        _put(statement, found, findings)
    if statement is not None:
        yield statement


def _put(statement: _Statement, found: _Field, findings: list[Finding]) -> None:
    """Put a field where it belongs; the information after a statement line is the line's."""
    tag, first = found.tag, found.lines[0].strip()
    if tag == "61":
        statement.entries.append(_Raw(found))
        statement.is_in_entry = True
    elif tag == "86" and statement.is_in_entry and not statement.has_end:
        statement.entries[-1].information += found.lines
    elif tag == "20":
        statement.reference = said(first)
    elif tag == "25":
        _name_account(statement, first)
    elif tag in {"28C", "28"}:
        statement.sequence = said(first)
    elif tag in {"60F", "60M", "62F", "62M"}:
        _put_balance(statement, found, findings)


def _name_account(statement: _Statement, value: str) -> None:
    """Take the account; a currency at its end is no part of it, unless the check digits say so."""
    account = "".join(value.split()).upper()
    if _ACCOUNT.fullmatch(account) is None:
        return
    match = _CURRENCY_AT_END.fullmatch(account)
    if match is not None and match[2] in MINOR_DIGITS and not is_iban(account):
        account, statement.currency = match[1], match[2]
    statement.account = account


def _put_balance(statement: _Statement, found: _Field, findings: list[Finding]) -> None:
    is_opening = found.tag.startswith("60")
    if is_opening:
        statement.has_start = True
    else:
        statement.has_end = True
        statement.is_in_entry = False
    try:
        match = _BALANCE.fullmatch("".join(found.lines[0].split()))
        if match is None:
            raise Unreadable("BAD_BALANCE", f"{found.lines[0][:40]!r} is not a balance")
        value = amount_minor(match[4], match[3], comma=True)
    except Unreadable as problem:
        place = f"{statement.place}, line {found.number}"
        findings.append(Finding("BAD_BALANCE", place, str(problem)))
        match = re.match(r"[CD][0-9]{6}([A-Z]{3})", found.lines[0].strip(), re.ASCII)
        statement.currency = statement.currency or (match[1] if match else "")
        return
    money = (value if match[1] == "C" else -value, match[3])
    if is_opening:
        statement.totals.opening = money
    else:
        statement.totals.closing = money
    statement.currency = statement.currency or match[3]


def _taken(statement: _Statement, findings: list[Finding]) -> list[BankEntry]:
    """Return the entries of a statement; tell what is missing, and whether it adds up."""
    raws = statement.entries
    if not statement.has_end and (raws or statement.has_start):
        last = f"; its last entry (line {raws[-1].line.number}) was left out" if raws else ""
        reason = f"the statement has no closing balance: the file was cut off{last}"
        findings.append(Finding("CUT_OFF", statement.place, reason, is_left_out=bool(raws)))
        raws = raws[:-1]
    entries = []
    for number, raw in enumerate(raws, start=1):
        place = f"statement {statement.number}, entry {number} (line {raw.line.number})"
        statement.totals.entries += 1
        try:
            entry = _entry(statement, raw, place)
        except Unreadable as problem:
            findings.append(problem.at(place))
            statement.totals.left_out += 1
            continue
        entries.append(entry)
        statement.totals.add(entry.amount_minor, entry.currency)
        statement.totals.count(is_credit=entry.amount_minor >= 0)
    findings += findings_of(statement.totals, statement.place, statement.currency)
    return entries


def _entry(statement: _Statement, raw: _Raw, place: str) -> BankEntry:
    lines = [line.rstrip() for line in raw.line.lines]
    match = _LINE.fullmatch(lines[0])
    if match is None:
        raise Unreadable("BAD_LINE", f"{lines[0][:60]!r} is not a statement line (:61:)")
    if not statement.account:
        raise Unreadable("NO_ACCOUNT", "the statement names no account (:25:)")
    amount = nonzero(amount_minor(match["amount"], statement.currency, comma=True))
    value_on = _day(match["value"])
    booked_on = _booked(match["entry"], value_on) if match["entry"] else value_on
    mark = match["mark"]
    details = details_of(raw.information)
    reference = said(match["ours"])
    bank_reference = said(match["bank"])
    return BankEntry(
        place=place,
        statement=" ".join(filter(None, (statement.reference, statement.sequence))),
        account=statement.account,
        booked_on=booked_on,
        value_on=value_on,
        # RC takes a credit back, RD a debit
        amount_minor=amount if mark in {"C", "RD"} else -amount,
        currency=statement.currency,
        is_reversal=mark.startswith("R") or details.is_return,
        bank_reference=bank_reference,
        end_to_end_id=details.end_to_end_id,
        reference=details.reference or (reference if reference not in {"EREF", "KREF+"} else ""),
        remittance=details.remittance or said(" ".join(lines[1:])),
        party_name=details.party_name,
        party_account=details.party_account,
        return_reason=details.return_reason,
        bank_code=match["type"],
    )


def _day(text: str) -> date:
    """Return the day of YYMMDD; ``Unreadable`` if there is no such day."""
    year = int(text[:2])
    try:
        return date(year + (1900 if year >= _PIVOT else 2000), int(text[2:4]), int(text[4:]))
    except ValueError:
        raise Unreadable("BAD_DATE", f"{text!r} is no day of the calendar (YYMMDD)") from None


def _booked(text: str, value_on: date) -> date:
    """Return the booking day of MMDD: in the year that brings it closest to the value day."""
    found = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            found.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    if not found:
        raise Unreadable("BAD_DATE", f"{text!r} is no day of the calendar (MMDD)")
    return min(found, key=lambda day: abs(day - value_on))
