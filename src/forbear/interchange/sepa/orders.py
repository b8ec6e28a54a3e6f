"""What goes into a file for the bank, and what comes out of writing it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

AMOUNT_MINOR_MAX = 99_999_999_999  # 999,999,999.99 euro, EPC130-08
ID_MAX, NAME_MAX, TEXT_MAX = 35, 70, 140
_ID = re.compile(r"(?![/ ])(?!.*//)[A-Za-z0-9+?/:().,' -]{1,35}(?<![/ ])")


class SepaProblem(Exception):  # noqa: N818 - a problem of an order or a file, told to its owner
    """A file cannot be written or read; code, place, and what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Party:
    """Who holds an account: name, IBAN and perhaps BIC. ``creditor_id`` only of a creditor."""

    name: str
    iban: str
    bic: str = ""
    creditor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One debit to be collected, in minor units of euro."""

    end_to_end_id: str
    amount_minor: int
    collection_on: date
    sequence: str
    scheme: str
    mandate_reference: str
    signed_on: date
    debtor: Party
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One transfer to be made, in minor units of euro."""

    end_to_end_id: str
    amount_minor: int
    execute_on: date
    creditor: Party
    text: str = ""


@dataclass(frozen=True, slots=True)
class SepaFile:
    """A file as the bank takes it. ``told`` are texts that had to be written otherwise.

    ``parts`` says in which part (its id) each order stands, by end-to-end id.
    """

    message_id: str
    content: bytes
    count: int
    sum_minor: int
    told: tuple[str, ...]
    parts: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The hash by which the file is known."""
        return hashlib.sha256(self.content).hexdigest()


def is_id(text: str) -> bool:
    """Return whether every bank gives an identifier back unchanged."""
    return bool(_ID.fullmatch(text))


def check_id(text: str, what: str) -> None:
    """Refuse an identifier that a bank could not read back unchanged."""
    if not is_id(text):
        raise SepaProblem(
            "ID_INVALID",
            f"{what} {text!r} is not 1 to 35 of the characters of SEPA, without // and without "
            "a slash or blank at its ends. Choose another.",
        )


def check_amount(amount_minor: int, what: str) -> None:
    """Refuse an amount that SEPA does not carry."""
    if not 1 <= amount_minor <= AMOUNT_MINOR_MAX:
        raise SepaProblem(
            "AMOUNT_INVALID",
            f"{what}: {amount_minor} cents is not an amount that SEPA carries "
            "(0.01 to 999,999,999.99 euro).",
        )
