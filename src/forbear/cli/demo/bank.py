"""The bank's file of the demo's morning: what some cardholders paid on the Friday before.

Made from the accounts as they stand, without chance. Most payments name their account; some come
short or go beyond, some are paid by somebody else, and a few nobody can place: those wait for a
person. The account numbers of the bank are made up, with true check digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, register_namespace

from forbear.cli.demo.clock import DAY
from forbear.core.money import major_units
from forbear.store.models import Account

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_BOOKED = DAY - timedelta(days=3)
_IBANS = {
    "CNY": "GB29NWBK60161331926819",
    "GBP": "GB82WEST12345698765432",
    "USD": "GB33BUKB20201555555555",
}
# every so-manieth late account has paid
_EVERY = 12
_MOST = 240


@dataclass(frozen=True, slots=True)
class Paid:
    """One credit on the bank's statement."""

    reference: str
    amount_minor: int
    currency: str
    name: str
    text: str


def write_bank_file(folder: Path) -> Path:
    """Write the file, the same one each time, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"statement-{_BOOKED}.xml"
    if not path.exists():
        register_namespace("", _NAMESPACE)
        ElementTree(_document(list(paid()))).write(path, encoding="utf-8", xml_declaration=True)
    return path


def paid() -> Iterator[Paid]:
    """Return the payments: of late accounts, in the order of their numbers."""
    late = Account.objects.filter(overdue_minor__gt=0, status="open").select_related("person")
    for number, account in enumerate(late.order_by("reference")[: _MOST * _EVERY : _EVERY]):
        yield from _of_account(number, account)


def _of_account(number: int, account: Account) -> Iterator[Paid]:
    owed, name = account.overdue_minor, account.person.name
    text, amount = f"Card {account.reference}", owed
    match number % 16:
        case 3 | 7:
            amount = max(1, owed // 2)
        case 5:
            amount = 2 * owed
        case 9:
            name, text = "J. Alvarez", f"for {account.reference}"
        case 11:
            text = "card payment"  # no account is named: the name and the amount must do
        case 13:
            text, name = "Card Z00000", "Northfield Trading"
        case _:
            pass
    made = Paid(f"B{number:05d}", amount, account.currency, name, text)
    yield made
    if number % 64 == 1:
        yield made  # the same a second time: a person looks at it


def _document(credits_: Sequence[Paid]) -> Element:
    document = _element("Document")
    message = _under(document, "BkToCstmrStmt")
    _text(_under(message, "GrpHdr"), "MsgId", f"DEMO-{_BOOKED}")
    for currency, iban in _IBANS.items():
        entries = [one for one in credits_ if one.currency == currency]
        statement = _under(message, "Stmt")
        _text(statement, "Id", f"DEMO-{currency}-{_BOOKED}")
        account = _under(statement, "Acct")
        _text(_under(account, "Id"), "IBAN", iban)
        _text(account, "Ccy", currency)
        total = sum(one.amount_minor for one in entries)
        _balance(statement, "OPBD", 0, currency, _BOOKED)
        _balance(statement, "CLBD", total, currency, _BOOKED)
        for one in entries:
            _entry(statement, one)
    return document


def _balance(statement: Element, code: str, minor: int, currency: str, on: date) -> None:
    found = _under(statement, "Bal")
    _text(_under(_under(found, "Tp"), "CdOrPrtry"), "Cd", code)
    _amount(found, minor, currency)
    _text(found, "CdtDbtInd", "CRDT")
    _text(_under(found, "Dt"), "Dt", on.isoformat())


def _entry(statement: Element, one: Paid) -> None:
    found = _under(statement, "Ntry")
    _amount(found, one.amount_minor, one.currency)
    _text(found, "CdtDbtInd", "CRDT")
    _text(_under(found, "Sts"), "Cd", "BOOK")
    for day in ("BookgDt", "ValDt"):
        _text(_under(found, day), "Dt", _BOOKED.isoformat())
    _text(found, "AcctSvcrRef", one.reference)
    details = _under(_under(found, "NtryDtls"), "TxDtls")
    _text(_under(_under(_under(details, "RltdPties"), "Dbtr"), "Pty"), "Nm", one.name)
    _text(_under(details, "RmtInf"), "Ustrd", one.text)


def _amount(parent: Element, minor: int, currency: str) -> None:
    found = _under(parent, "Amt")
    found.set("Ccy", currency)
    found.text = f"{major_units(minor, currency):f}"


def _text(parent: Element, name: str, text: str) -> None:
    _under(parent, name).text = text


def _under(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{_NAMESPACE}}}{name}")


def _element(name: str) -> Element:
    return Element(f"{{{_NAMESPACE}}}{name}")
