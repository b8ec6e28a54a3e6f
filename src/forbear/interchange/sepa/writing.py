"""Writing pain.008 (collections) and pain.001 (transfers): the same input gives the same bytes.

The elements and their order are those of ISO 20022, with what the implementation guidelines of the
European Payments Council leave of them (EPC130-08 for CORE, EPC131-08 for B2B, EPC132-08).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Literal
from xml.etree.ElementTree import (
    Element,
    SubElement,
    indent,
    tostring,
)

from forbear.core.money import major_units
from forbear.interchange.sepa.charset import is_writable, plain
from forbear.interchange.sepa.orders import (
    ID_MAX,
    NAME_MAX,
    TEXT_MAX,
    Collection,
    Party,
    SepaFile,
    SepaProblem,
    Transfer,
    check_amount,
    check_id,
)

CollectionVersion = Literal["pain.008.001.02", "pain.008.001.08"]
TransferVersion = Literal["pain.001.001.03", "pain.001.001.09"]
COLLECTION_VERSIONS: tuple[CollectionVersion, ...] = ("pain.008.001.02", "pain.008.001.08")
TRANSFER_VERSIONS: tuple[TransferVersion, ...] = ("pain.001.001.03", "pain.001.001.09")
# From here on a BIC stands in another element, and a day of execution is a choice.
_BIC_TAG = {"pain.008.001.02": "BIC", "pain.001.001.03": "BIC"}
_CURRENCY = "EUR"


@dataclass(slots=True)
class _Writer:
    """Builds one message; remembers texts written otherwise, and in which part an order stands."""

    version: str
    told: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    def text(self, parent: Element, tag: str, given: str, length: int, what: str) -> Element:
        """Add an element with a text in the characters of SEPA."""
        written = plain(given)[:length].strip()
        if not is_writable(written):
            raise SepaProblem(
                "TEXT_UNWRITABLE",
                f"{what}: {given!r} cannot be written in the letters that banks read. "
                "Write it in Latin letters.",
            )
        if written != given:
            line = f"{what}: {given!r} is written {written!r}"
            if line not in self.told:
                self.told.append(line)
        return leaf(parent, tag, written)

    def agent(self, parent: Element, tag: str, bic: str) -> None:
        """Add the bank of a party: by its BIC, or as not provided, since the IBAN names it."""
        institution = SubElement(SubElement(parent, tag), "FinInstnId")
        if bic:
            leaf(institution, _BIC_TAG.get(self.version, "BICFI"), bic)
        else:
            leaf(SubElement(institution, "Othr"), "Id", "NOTPROVIDED")

    def party(self, parent: Element, tag: str, party: Party, what: str) -> None:
        """Add the name of a party."""
        self.text(SubElement(parent, tag), "Nm", party.name, NAME_MAX, what)


def leaf(parent: Element, tag: str, text: str) -> Element:
    """Add an element that holds only a text."""
    found = SubElement(parent, tag)
    found.text = text
    return found


def collections_file(
    creditor: Party,
    orders: Sequence[Collection],
    *,
    message_id: str,
    at: datetime,
    version: CollectionVersion = "pain.008.001.08",
) -> SepaFile:
    """Write the collections of one creditor, by day, kind of sequence and scheme.

    Raises ``SepaProblem`` for orders that no bank would take.
    """
    _check(orders, message_id)

    def kind(order: Collection) -> tuple[date, str, str]:
        return order.collection_on, order.sequence, order.scheme

    writer = _Writer(version)
    root, initiation = _begun(version, "CstmrDrctDbtInitn")
    _group_header(writer, initiation, orders, creditor, message_id=message_id, at=at)
    ordered = sorted(orders, key=lambda order: (*kind(order), order.end_to_end_id))
    for number, ((on, sequence, scheme), part) in enumerate(groupby(ordered, key=kind), start=1):
        inside = list(part)
        info = _payment_info(initiation, inside, f"{message_id}-{number}", method="DD")
        terms = SubElement(info, "PmtTpInf")
        leaf(SubElement(terms, "SvcLvl"), "Cd", "SEPA")
        leaf(SubElement(terms, "LclInstrm"), "Cd", scheme)
        leaf(terms, "SeqTp", sequence)
        leaf(info, "ReqdColltnDt", on.isoformat())
        writer.party(info, "Cdtr", creditor, "creditor")
        _account(info, "CdtrAcct", creditor.iban)
        writer.agent(info, "CdtrAgt", creditor.bic)
        leaf(info, "ChrgBr", "SLEV")
        _creditor_scheme(info, creditor.creditor_id)
        for order in inside:
            writer.parts[order.end_to_end_id] = f"{message_id}-{number}"
            _collection(writer, info, order)
    return _finished(root, writer, message_id, orders)


def transfers_file(
    debtor: Party,
    orders: Sequence[Transfer],
    *,
    message_id: str,
    at: datetime,
    version: TransferVersion = "pain.001.001.09",
) -> SepaFile:
    """Write transfers from one account, by day; raises ``SepaProblem`` like the other."""
    _check(orders, message_id)

    def day(order: Transfer) -> date:
        return order.execute_on

    writer = _Writer(version)
    root, initiation = _begun(version, "CstmrCdtTrfInitn")
    _group_header(writer, initiation, orders, debtor, message_id=message_id, at=at)
    ordered = sorted(orders, key=lambda order: (day(order), order.end_to_end_id))
    for number, (on, part) in enumerate(groupby(ordered, key=day), start=1):
        inside = list(part)
        info = _payment_info(initiation, inside, f"{message_id}-{number}", method="TRF")
        leaf(SubElement(SubElement(info, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
        wanted = SubElement(info, "ReqdExctnDt")
        if version == "pain.001.001.03":
            wanted.text = on.isoformat()
        else:
            leaf(wanted, "Dt", on.isoformat())
        writer.party(info, "Dbtr", debtor, "payer")
        _account(info, "DbtrAcct", debtor.iban)
        writer.agent(info, "DbtrAgt", debtor.bic)
        leaf(info, "ChrgBr", "SLEV")
        for order in inside:
            writer.parts[order.end_to_end_id] = f"{message_id}-{number}"
            _transfer(writer, info, order)
    return _finished(root, writer, message_id, orders)


def _check(orders: Sequence[Collection] | Sequence[Transfer], message_id: str) -> None:
    check_id(message_id, "the message id")
    # each part has a number of its own behind it
    if len(message_id) + len(f"-{len(orders)}") > ID_MAX:
        raise SepaProblem("ID_INVALID", f"the message id {message_id} is too long. Shorten it.")
    if not orders:
        raise SepaProblem("NOTHING_TO_WRITE", "there is nothing to write.")
    seen: set[str] = set()
    for order in orders:
        check_id(order.end_to_end_id, "the end-to-end id")
        check_amount(order.amount_minor, order.end_to_end_id)
        if order.end_to_end_id in seen:
            raise SepaProblem(
                "ID_TWICE", f"the end-to-end id {order.end_to_end_id} is there twice."
            )
        seen.add(order.end_to_end_id)


def _begun(version: str, name: str) -> tuple[Element, Element]:
    root = Element("Document", {"xmlns": f"urn:iso:std:iso:20022:tech:xsd:{version}"})
    return root, SubElement(root, name)


def _group_header(
    writer: _Writer,
    parent: Element,
    orders: Sequence[Collection] | Sequence[Transfer],
    by: Party,
    *,
    message_id: str,
    at: datetime,
) -> None:
    header = SubElement(parent, "GrpHdr")
    leaf(header, "MsgId", message_id)
    leaf(header, "CreDtTm", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    leaf(header, "NbOfTxs", str(len(orders)))
    leaf(header, "CtrlSum", _euro(sum(order.amount_minor for order in orders)))
    writer.party(header, "InitgPty", by, "creditor" if by.creditor_id else "payer")


def _payment_info(
    parent: Element,
    orders: Sequence[Collection] | Sequence[Transfer],
    payment_id: str,
    *,
    method: str,
) -> Element:
    info = SubElement(parent, "PmtInf")
    leaf(info, "PmtInfId", payment_id)
    leaf(info, "PmtMtd", method)
    # one line an order on our statement, so that each is matched by its end-to-end id
    leaf(info, "BtchBookg", "false")
    leaf(info, "NbOfTxs", str(len(orders)))
    leaf(info, "CtrlSum", _euro(sum(order.amount_minor for order in orders)))
    return info


def _creditor_scheme(parent: Element, creditor_id: str) -> None:
    scheme = SubElement(SubElement(parent, "CdtrSchmeId"), "Id")
    other = SubElement(SubElement(scheme, "PrvtId"), "Othr")
    leaf(other, "Id", creditor_id)
    leaf(SubElement(other, "SchmeNm"), "Prtry", "SEPA")


def _collection(writer: _Writer, parent: Element, order: Collection) -> None:
    found = SubElement(parent, "DrctDbtTxInf")
    leaf(SubElement(found, "PmtId"), "EndToEndId", order.end_to_end_id)
    amount = leaf(found, "InstdAmt", _euro(order.amount_minor))
    amount.set("Ccy", _CURRENCY)
    check_id(order.mandate_reference, "the mandate reference")
    mandate = SubElement(SubElement(found, "DrctDbtTx"), "MndtRltdInf")
    leaf(mandate, "MndtId", order.mandate_reference)
    leaf(mandate, "DtOfSgntr", order.signed_on.isoformat())
    writer.agent(found, "DbtrAgt", order.debtor.bic)
    writer.party(found, "Dbtr", order.debtor, order.end_to_end_id)
    _account(found, "DbtrAcct", order.debtor.iban)
    if order.text:
        said = SubElement(found, "RmtInf")
        writer.text(said, "Ustrd", order.text, TEXT_MAX, order.end_to_end_id)


def _transfer(writer: _Writer, parent: Element, order: Transfer) -> None:
    found = SubElement(parent, "CdtTrfTxInf")
    leaf(SubElement(found, "PmtId"), "EndToEndId", order.end_to_end_id)
    amount = leaf(SubElement(found, "Amt"), "InstdAmt", _euro(order.amount_minor))
    amount.set("Ccy", _CURRENCY)
    if order.creditor.bic:
        writer.agent(found, "CdtrAgt", order.creditor.bic)
    writer.party(found, "Cdtr", order.creditor, order.end_to_end_id)
    _account(found, "CdtrAcct", order.creditor.iban)
    if order.text:
        said = SubElement(found, "RmtInf")
        writer.text(said, "Ustrd", order.text, TEXT_MAX, order.end_to_end_id)


def _account(parent: Element, tag: str, iban: str) -> None:
    leaf(SubElement(SubElement(parent, tag), "Id"), "IBAN", iban)


def _euro(minor: int) -> str:
    return str(major_units(minor, _CURRENCY))


def _finished(
    root: Element,
    writer: _Writer,
    message_id: str,
    orders: Sequence[Collection] | Sequence[Transfer],
) -> SepaFile:
    indent(root)
    content = tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
    return SepaFile(
        message_id,
        content,
        len(orders),
        sum(order.amount_minor for order in orders),
        tuple(writer.told),
        writer.parts,
    )
