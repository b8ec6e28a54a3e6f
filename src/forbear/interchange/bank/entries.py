"""What a bank file says: entries, statements, and what was wrong on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl


class BankProblem(Exception):  # noqa: N818 - a problem of the file, told to its owner
    """The file cannot be used at all. ``code`` is stable; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        """Take the stable code and one sentence for the owner of the file."""
        super().__init__(message)
        self.code = code


class BankEntry(NamedTuple):
    """One booked movement on an account of ours at a bank; texts are empty where nothing is said.

    ``amount_minor`` is signed: money in is positive. ``is_reversal``: it takes an earlier one back,
    and the parties are named as in that earlier one. ``reference`` is the structured reference of
    the payer, ``remittance`` the free text. ``bank_reference`` is the bank's own, of the entry;
    ``detail_reference`` of one transaction within it. ``party`` is the other side.
    """

    place: str
    statement: str
    account: str
    booked_on: date
    value_on: date
    amount_minor: int
    currency: str
    is_reversal: bool = False
    bank_reference: str = ""
    detail_reference: str = ""
    end_to_end_id: str = ""
    reference: str = ""
    remittance: str = ""
    party_name: str = ""
    party_account: str = ""
    return_reason: str = ""
    bank_code: str = ""


ENTRY_SCHEMA = pl.Schema(
    {
        "place": pl.String(),
        "statement": pl.String(),
        "account": pl.String(),
        "booked_on": pl.Date(),
        "value_on": pl.Date(),
        "amount_minor": pl.Int64(),
        "currency": pl.String(),
        "is_reversal": pl.Boolean(),
        **dict.fromkeys(BankEntry._fields[8:], pl.String()),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the file that its owner must know.

    ``is_left_out``: what stands at ``place`` was not taken.
    """

    code: str
    place: str
    reason: str
    is_left_out: bool = False


@dataclass(slots=True)
class BankRead:
    """A whole file as read: its kind and version, its entries, and the findings.

    ``kind`` is one of camt.053, camt.054, mt940, csv. ``statements`` counts the statements.
    """

    kind: str
    version: str = ""
    statements: int = 0
    entries: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ENTRY_SCHEMA))
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every entry was taken and every total that the file states was met."""
        return not self.findings


def frame_of(entries: Iterable[BankEntry]) -> pl.DataFrame:
    """Return entries as a frame with one column a field."""
    return pl.DataFrame(list(entries), schema=ENTRY_SCHEMA, orient="row")
