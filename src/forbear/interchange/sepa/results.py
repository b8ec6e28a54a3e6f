"""Reading what a bank says of debits: pain.002 (rejected), camt.053 and camt.054 (returned).

Any version of the messages will do.

Only failures are read here. That a debit was credited is read where bank statements are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from forbear.core.debits.reasons import NO_REASON, DebitFailure, Kind
from forbear.core.money import MINOR_DIGITS
from forbear.interchange.sepa.orders import SepaProblem
from forbear.interchange.sepa.tree import read_pieces, text_of

_REJECTED = "RJCT"
_PART = "OrgnlPmtInfAndSts"
_PIECES = (
    *("OrgnlGrpInfAndSts", "OrgnlPmtInfId", "PmtInfSts", "StsRsnInf", "TxInfAndSts"),
    *("GrpHdr", "Ntry"),
)
_NOT_PROVIDED = "NOTPROVIDED"
# more places than any amount of ISO 20022 has
_DIGITS_MAX = 18


@dataclass(frozen=True, slots=True)
class Rejected:
    """A whole message or a part of it was rejected: all its debits failed."""

    message_id: str
    # empty: the whole message
    payment_id: str
    code: str
    on: date
    place: str


@dataclass(slots=True)
class Results:
    """What a file says: failures, parts that were rejected whole, and what could not be read."""

    failures: list[DebitFailure] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    problems: list[SepaProblem] = field(default_factory=list)
    entries: int = 0


def read_results(content: bytes, *, on: date) -> Results:
    """Read a result file; ``on`` is the day of an answer that names none itself.

    Raises ``SepaProblem`` for a file that is none of these messages.
    """
    if not content.strip():
        raise SepaProblem("FILE_EMPTY", "the file is empty. Ask the bank for it again.")
    reader = _Reader(on)
    wrong = read_pieces(content, _PIECES, reader.take)
    if not reader.is_known:
        raise wrong or SepaProblem(
            "MESSAGE_UNKNOWN",
            "the file is no pain.002, camt.053 or camt.054 message. Choose the bank's answer to a "
            "debit file, or its statement.",
        )
    if wrong is None:
        reader.end_part()
    else:
        reader.results.problems.append(wrong)
    return reader.results


@dataclass(slots=True)
class _Part:
    """What is said of a part of a message so far."""

    payment_id: str
    status: str = ""
    code: str = ""
    transactions: int = 0


class _Reader:
    """Takes the pieces of a file in turn."""

    def __init__(self, on: date) -> None:
        self.results = Results()
        self.is_known = False
        self._on = on
        self._message_id = ""
        self._part = _Part("")

    def take(self, around: tuple[str, ...], piece: Element) -> None:
        """Take one piece; ``around`` are the names of the elements that it stands in."""
        if "CstmrPmtStsRpt" in around:
            self.is_known = True
            self._status(around, piece)
        elif {"BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn"} & set(around):
            self.is_known = True
            if piece.tag == "Ntry":
                self._entry(piece)

    def end_part(self) -> None:
        """Note a part that was rejected without a word on each of its debits."""
        part = self._part
        if part.status == _REJECTED and not part.transactions:
            self._whole(part.payment_id, part.code)
        self._part = _Part("")

    def _status(self, around: tuple[str, ...], piece: Element) -> None:
        """Take a piece of pain.002."""
        match piece.tag:
            case "GrpHdr":
                self._on = _day(text_of(piece, "CreDtTm")) or self._on
            case "OrgnlGrpInfAndSts":
                self._message_id = text_of(piece, "OrgnlMsgId")
                if text_of(piece, "GrpSts") == _REJECTED:
                    self._whole("", _reason(piece))
            case "OrgnlPmtInfId" if around[-1] == _PART:
                self.end_part()
                self._part = _Part(piece.text or "")
            case "PmtInfSts":
                self._part.status = piece.text or ""
            case "StsRsnInf" if around[-1] == _PART:
                self._part.code = _code(piece)
            case "TxInfAndSts":
                self._transaction(piece)
            case _:
                pass

    def _transaction(self, one: Element) -> None:
        self.results.entries += 1
        self._part.transactions += 1
        if (text_of(one, "TxSts") or self._part.status) == _REJECTED:
            amount = one.find("OrgnlTxRef/Amt/InstdAmt")
            code = _reason(one) or self._part.code
            self._fail(text_of(one, "OrgnlEndToEndId"), amount, code, "reject", on=self._on)

    def _whole(self, payment_id: str, code: str) -> None:
        self.results.entries += 1
        place = f"message {self._message_id} {payment_id}".strip()
        self.results.rejected.append(
            Rejected(self._message_id, payment_id, code or NO_REASON, self._on, place)
        )

    def _entry(self, entry: Element) -> None:
        """Take an entry of a statement; one that is only announced has not happened yet."""
        self.results.entries += 1
        status = text_of(entry, "Sts", "Cd") or text_of(entry, "Sts")
        if status not in {"BOOK", ""}:
            return
        on = _day(text_of(entry, "BookgDt", "Dt") or text_of(entry, "BookgDt", "DtTm")) or self._on
        for one in entry.iterfind("NtryDtls/TxDtls"):
            told = one.find("RtrInf")
            if told is None:
                continue
            amount = next((found for found in _amounts(one) if found is not None), None)
            end_to_end_id = text_of(one, "Refs", "EndToEndId")
            self._fail(end_to_end_id, amount, _code(told), "return", on=on)

    def _fail(
        self, end_to_end_id: str, amount: Element | None, code: str, kind: Kind, *, on: date
    ) -> None:
        place = f"entry {self.results.entries}"
        if not end_to_end_id or end_to_end_id == _NOT_PROVIDED:
            self.results.problems.append(
                SepaProblem(
                    "ID_MISSING",
                    f"{place}: a debit failed ({code or NO_REASON}), and the bank does not say "
                    "which. Find it by its amount and day, and ask the bank.",
                )
            )
            return
        try:
            minor, currency = _minor(amount)
        except ValueError as error:
            self.results.problems.append(SepaProblem("AMOUNT_INVALID", f"{place}: {error}"))
            return
        self.results.failures.append(
            DebitFailure(end_to_end_id, code or NO_REASON, kind, on, minor, currency, place)
        )


def _amounts(one: Element) -> Iterator[Element | None]:
    """Yield the places where the amount of the debit itself may stand, the surest first."""
    yield one.find("AmtDtls/InstdAmt/Amt")
    yield one.find("AmtDtls/TxAmt/Amt")
    yield one.find("Amt")


def _reason(piece: Element) -> str:
    """Return the reason of a piece of pain.002: a code, or a bank's own word."""
    return _code(piece.find("StsRsnInf"))


def _code(information: Element | None) -> str:
    found = text_of(information, "Rsn", "Cd") or text_of(information, "Rsn", "Prtry")
    return found.strip().upper()[:35]


def _minor(amount: Element | None) -> tuple[int | None, str | None]:
    """Return an amount in minor units with its currency."""
    if amount is None:
        return None, None
    currency = amount.get("Ccy", "")
    try:
        scaled = Decimal(amount.text or "").scaleb(MINOR_DIGITS.get(currency, 2))
    except InvalidOperation:
        raise ValueError(f"{amount.text!r} is not an amount.") from None
    is_whole = scaled.is_finite() and scaled.adjusted() <= _DIGITS_MAX
    if not is_whole or scaled != scaled.to_integral_value() or scaled < 0:
        raise ValueError(f"{amount.text!r} is not an amount of {currency or 'a currency'}.")
    return int(scaled), currency


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
