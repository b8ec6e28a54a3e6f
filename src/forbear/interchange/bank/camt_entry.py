"""One entry of a camt message: as a whole, or split into its transactions where these sum to it."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from forbear.core.money import major_units
from forbear.interchange.bank.amounts import Unreadable, amount_minor, day, nonzero, said
from forbear.interchange.bank.entries import BankEntry, Finding

# Sub-families of ISO 20022's bank transaction codes that give money back: returned transfers,
# unpaid, reversed and returned direct debits, cancelled ones.
RETURNS = {"RRTN", "UPDD", "PRDD", "RIMB", "UPCT", "UPCQ", "RPCR", "ARET", "PADD"}


class _Whole(NamedTuple):
    """What an entry says of itself."""

    place: str
    statement: str
    account: str
    booked_on: str
    value_on: str
    amount_minor: int
    currency: str
    is_reversal: bool
    bank_reference: str
    bank_code: str
    note: str


def at(element: Element | None, *tags: str) -> Element | None:
    """Return the first element along a path of local names."""
    for tag in tags:
        if element is None:
            return None
        element = element.find(tag)
    return element


def text(element: Element | None, *tags: str) -> str:
    """Return the text along a path, with its spaces in order; empty if there is none."""
    found = at(element, *tags)
    return "" if found is None else said(found.text)


def status(entry: Element) -> str:
    """Return an entry's status: a plain text up to version 3, a code from version 4 on."""
    return text(entry, "Sts") or text(entry, "Sts", "Cd") or text(entry, "Sts", "Prtry")


def entries_of(
    entry: Element, *, place: str, statement: str, account: str, currency: str
) -> tuple[list[BankEntry], list[Finding]]:
    """Return the entries of one booked ``Ntry``, and what must be told of them.

    ``currency`` is the account's, empty if the file does not say. Raises ``Unreadable`` if the
    entry cannot be taken at all.
    """
    if not account:
        raise Unreadable("NO_ACCOUNT", "the statement names no account")
    whole = _whole(entry, place, statement, account, currency)
    details = [tx for part in entry.findall("NtryDtls") for tx in part.findall("TxDtls")]
    if not details:
        return [_built(whole, None)], []
    if len(details) == 1:
        return [_built(whole, details[0])], _against(whole, details[0])
    parts = [_part(whole, tx) for tx in details]
    sums = sum(part for part in parts if part is not None)
    if None in parts or sums != whole.amount_minor:
        return [_built(whole, None)], [_unsplit(whole, parts)]
    split = [
        _built(whole._replace(amount_minor=part), tx, f", detail {number}")
        for number, (part, tx) in enumerate(zip(parts, details, strict=True), start=1)
        if part is not None
    ]
    return split, _counted(entry, whole, len(details))


def _whole(entry: Element, place: str, statement: str, account: str, currency: str) -> _Whole:
    amount = at(entry, "Amt")
    if amount is None:
        raise Unreadable("BAD_AMOUNT", "the entry has no amount")
    code = amount.get("Ccy", "") or currency
    unsigned = nonzero(amount_minor(amount.text or "", code))
    if currency and code != currency:
        raise Unreadable(
            "WRONG_CURRENCY", f"the entry is in {code}, but the account is kept in {currency}"
        )
    way = text(entry, "CdtDbtInd")
    if way not in {"CRDT", "DBIT"}:
        raise Unreadable("NO_DIRECTION", f"{way[:20]!r} is neither CRDT nor DBIT")
    booked, value = _day_of(entry, "BookgDt"), _day_of(entry, "ValDt")
    if not booked and not value:
        raise Unreadable("BAD_DATE", "the entry has neither a booking day nor a value day")
    bank_code = _bank_code(entry)
    return _Whole(
        place=place,
        statement=statement,
        account=account,
        booked_on=booked or value,
        value_on=value or booked,
        amount_minor=unsigned if way == "CRDT" else -unsigned,
        currency=code,
        is_reversal=text(entry, "RvslInd") in {"true", "1"} or _returns(bank_code),
        # NtryRef is left: it may be no more than a running number within the statement
        bank_reference=text(entry, "AcctSvcrRef"),
        bank_code=bank_code,
        note=text(entry, "AddtlNtryInf"),
    )


def _day_of(entry: Element, tag: str) -> str:
    found = text(entry, tag, "Dt") or text(entry, tag, "DtTm")
    return day(found).isoformat() if found else ""


def _bank_code(element: Element) -> str:
    """Return domain, family and sub-family, or the bank's own code."""
    domain = at(element, "BkTxCd", "Domn")
    if domain is None:
        return text(element, "BkTxCd", "Prtry", "Cd")
    family = domain.find("Fmly")
    return "-".join((text(domain, "Cd"), text(family, "Cd"), text(family, "SubFmlyCd")))


def _returns(bank_code: str) -> bool:
    return bank_code.rpartition("-")[2] in RETURNS


def _part(whole: _Whole, tx: Element) -> int | None:
    """Return the signed amount of a transaction in the entry's currency; None if it says none."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        amount = at(tx, *path)
        if amount is not None and amount.get("Ccy", whole.currency) == whole.currency:
            break
    else:
        return None
    try:
        unsigned = amount_minor(amount.text or "", whole.currency)
    except Unreadable:
        return None
    way = text(tx, "CdtDbtInd")
    is_credit = way == "CRDT" if way else whole.amount_minor > 0
    return unsigned if is_credit else -unsigned


def _against(whole: _Whole, tx: Element) -> list[Finding]:
    """Tell of a single transaction whose amount is not the entry's: the entry's was taken."""
    part = _part(whole, tx)
    return [] if part is None or abs(part) == abs(whole.amount_minor) else [_unsplit(whole, [part])]


def _unsplit(whole: _Whole, parts: list[int | None]) -> Finding:
    code = whole.currency
    if None in parts:
        says = f"a detail gives no amount in {code}"
    else:
        total = major_units(sum(part for part in parts if part is not None), code)
        says = f"its details sum to {total} {code}, not to {major_units(whole.amount_minor, code)}"
    return Finding("BATCH_SUM", whole.place, f"{says}: the entry was taken as a whole")


def _counted(entry: Element, whole: _Whole, count: int) -> list[Finding]:
    said_to_be = [text(part, "Btch", "NbOfTxs") for part in entry.findall("NtryDtls")]
    numbers = [number for number in said_to_be if number]
    if not numbers or sum(int(n) for n in numbers if n.isdecimal()) == count:
        return []
    reason = f"the batch announces {'+'.join(numbers)[:40]} transactions, but lists {count}"
    return [Finding("BATCH_COUNT", whole.place, reason)]


def _built(whole: _Whole, tx: Element | None, suffix: str = "") -> BankEntry:
    reason = text(tx, "RtrInf", "Rsn", "Cd") or text(tx, "RtrInf", "Rsn", "Prtry")
    code = (_bank_code(tx) if tx is not None else "") or whole.bank_code
    is_reversal = whole.is_reversal or at(tx, "RtrInf") is not None or _returns(code)
    name, account = _party(tx, is_debtor=(whole.amount_minor > 0) != is_reversal)
    reference, free = _remittance(tx)
    own = "" if tx is None else text(tx, "Refs", "AcctSvcrRef") or text(tx, "Refs", "TxId")
    return BankEntry(
        place=whole.place + suffix,
        statement=whole.statement,
        account=whole.account,
        booked_on=day(whole.booked_on),
        value_on=day(whole.value_on),
        amount_minor=whole.amount_minor,
        currency=whole.currency,
        is_reversal=is_reversal,
        bank_reference=whole.bank_reference,
        detail_reference=own or text(tx, "Refs", "UETR"),
        end_to_end_id=text(tx, "Refs", "EndToEndId"),
        reference=reference,
        remittance=free or text(tx, "AddtlTxInf") or whole.note,
        party_name=name,
        party_account=account,
        return_reason=reason,
        bank_code=code,
    )


def _remittance(tx: Element | None) -> tuple[str, str]:
    """Return the structured references, and the free text."""
    info = at(tx, "RmtInf")
    if info is None:
        return "", ""
    structured = info.findall("Strd")
    references = [text(one, "CdtrRefInf", "Ref") for one in structured]
    free = [said(line.text) for line in info.findall("Ustrd")]
    free += [said(line.text) for one in structured for line in one.findall("AddtlRmtInf")]
    return " ".join(filter(None, references)), " ".join(filter(None, free))


def _party(tx: Element | None, *, is_debtor: bool) -> tuple[str, str]:
    """Return name and account of the other side."""
    parties = at(tx, "RltdPties")
    order = ("Dbtr", "Cdtr") if is_debtor else ("Cdtr", "Dbtr")
    for side in order:
        name = _name(parties, side) or _name(parties, f"Ultmt{side}")
        identity = at(parties, f"{side}Acct", "Id")
        account = text(identity, "IBAN") or text(identity, "Othr", "Id")
        if name or account:
            return name, "".join(account.split())
    return "", ""


def _name(parties: Element | None, side: str) -> str:
    return text(parties, side, "Nm") or text(parties, side, "Pty", "Nm")
