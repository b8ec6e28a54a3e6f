"""What stands in the information field (:86:) of an MT940 entry, in the three ways banks write it.

Sub-fields after a code of three digits (``166?20EREF+…?32NAME``), words between slashes
(``/EREF/…/NAME/…/REMI/…``), or free text. SEPA's own words (EREF+, SVWZ+ …) may stand in the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from forbear.interchange.bank.amounts import said

_CODED = re.compile(r"\s*[0-9]{3}([^0-9A-Za-z\s/])(?=[0-9]{2})")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|PURP|MTLG)\+")
_SLASH = re.compile(
    r"/(EREF|KREF|MARF|MREF|CSID|CRED|TRTP|IBAN|BIC|NAME|REMI|BENM|ORDP|ISDT|RTRN|SVCL|PREF|TRCD"
    r"|ID|ADDR|PURP|ULTC|ULTD|ULTB|NRTX|OAMT|COAM)/"
)
# business codes of the German banks: returned, rejected and reversed items
_RETURN_CODES = {"108", "109", "119", "159", "181", "182", "183", "184"}


class Details(NamedTuple):
    """What the information field says; texts are empty where it is silent."""

    end_to_end_id: str = ""
    reference: str = ""
    remittance: str = ""
    party_name: str = ""
    party_account: str = ""
    return_reason: str = ""
    is_return: bool = False


def details_of(lines: Sequence[str]) -> Details:
    """Return what the lines of the field say."""
    joined = "".join(lines)
    coded = _CODED.match(joined)
    if coded is not None:
        return _coded(joined, coded[1])
    if _SLASH.search(joined):
        return _slashed(joined)
    return Details(remittance=said(" ".join(lines)))


def _coded(text: str, sign: str) -> Details:
    """Read sub-fields; a sign without two digits after it belongs to the text before."""
    code = text.strip()[:3]
    pieces = re.split(rf"{re.escape(sign)}(?=[0-9]{{2}})", text)
    fields: dict[str, str] = {}
    for piece in pieces[1:]:
        fields[piece[:2]] = fields.get(piece[:2], "") + piece[2:]
    wide = [number for number in fields if "20" <= number <= "29" or "60" <= number <= "63"]
    purpose = "".join(fields[number] for number in wide)
    sepa = _words(_SEPA, purpose)
    is_return = code in _RETURN_CODES
    return Details(
        end_to_end_id=said(sepa.get("EREF")),
        remittance=said(sepa.get("SVWZ") or sepa.get("") or (purpose if not sepa else "")),
        party_name=said(fields.get("32", "") + fields.get("33", "")),
        party_account="".join((fields.get("31") or sepa.get("IBAN", "")).split()),
        return_reason=said(fields.get("34")) if is_return else "",
        is_return=is_return,
    )


def _slashed(text: str) -> Details:
    words = _words(_SLASH, text)
    remittance = words.get("REMI", "")
    structured = re.match(r"/?STRD/(?:CUR/)?([^/]+)", remittance)
    remittance = re.sub(r"^/?(?:USTD//|USTD/|STRD/(?:CUR/)?)", "", remittance).strip("/")
    return Details(
        end_to_end_id=said(words.get("EREF")),
        reference=said(structured[1]) if structured else "",
        remittance="" if structured else said(remittance),
        party_name=said(words.get("NAME")),
        party_account="".join(words.get("IBAN", "").split()),
        return_reason=said(words.get("RTRN")),
        is_return="RTRN" in words,
    )


def _words(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """Return what follows each word up to the next; what stands before the first is under ''."""
    found: dict[str, str] = {}
    marks = list(pattern.finditer(text))
    head = text[: marks[0].start()] if marks else text
    if marks and head.strip():
        found[""] = head
    for mark, after in zip(marks, [*marks, None][1:], strict=True):
        value = text[mark.end() : after.start() if after else None]
        found.setdefault(mark[1], value)
    return found
