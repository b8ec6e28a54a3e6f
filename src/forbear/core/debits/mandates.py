"""A mandate: the cardholder's leave to collect from their bank account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from forbear.core.debits import words as w
from forbear.core.debits.bank_accounts import (
    bic_objection,
    compact,
    creditor_id_objection,
    iban_objection,
)
from forbear.core.debits.words import Objection

NOTICE_DAYS_MAX = 60
NAME_MAX = 70
# EPC: the Latin set of ISO 20022 in SEPA; a reference neither begins nor ends with a blank or slash
_REFERENCE = re.compile(r"(?![/ ])(?!.*//)[A-Za-z0-9+?/:().,' -]{1,35}(?<![/ ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What was signed, and what has come of it.

    ``sequence`` is that of the next collection. ``amount`` says what is collected, ``fixed_minor``
    how much where it is fixed. ``notice_days``: a time of pre-notification agreed with the
    cardholder, ``None`` for that of the scheme. ``last_used_on``: the day of the latest collection
    presented, whatever came of it.
    """

    reference: str
    signed_on: date
    sequence: str
    scheme: str
    creditor_id: str
    iban: str
    holder: str
    bic: str = ""
    amount: str = "minimum"
    fixed_minor: int | None = None
    notice_days: int | None = None
    state: str = "active"
    last_used_on: date | None = None

    def presented(self, on: date) -> Mandate:
        """Return the mandate after a collection of the day ``on`` was presented."""
        is_last = self.sequence in {"OOFF", "FNAL"}
        return replace(
            self,
            sequence="RCUR" if self.sequence == "FRST" else self.sequence,
            state="used" if is_last else self.state,
            last_used_on=max(on, self.last_used_on or on),
        )


def tidy(mandate: Mandate) -> Mandate:
    """Return the mandate with its numbers as banks write them: no blanks, capitals."""
    return replace(
        mandate,
        iban=compact(mandate.iban),
        bic=compact(mandate.bic),
        creditor_id=compact(mandate.creditor_id),
        holder=" ".join(mandate.holder.split()),
    )


def mandate_objections(mandate: Mandate) -> tuple[Objection, ...]:
    """Return everything that is wrong with a mandate as it is written down."""
    return tuple(_objections(mandate))


def _objections(mandate: Mandate) -> Iterator[Objection]:
    if not _REFERENCE.fullmatch(mandate.reference):
        yield Objection("REFERENCE_INVALID")
    for word, known in (
        (mandate.sequence, w.SEQUENCES),
        (mandate.scheme, w.SCHEMES),
        (mandate.amount, w.AMOUNTS),
        (mandate.state, w.MANDATE_STATES),
    ):
        if word not in known:
            yield Objection("WORD_UNKNOWN", word)
    found = (
        creditor_id_objection(mandate.creditor_id),
        iban_objection(mandate.iban),
        bic_objection(mandate.bic),
    )
    yield from (one for one in found if one is not None)
    if not mandate.holder.strip():
        yield Objection("NAME_MISSING")
    is_fixed = mandate.amount == "fixed"
    if is_fixed != (mandate.fixed_minor is not None) or (mandate.fixed_minor or 0) < is_fixed:
        yield Objection("AMOUNT_INVALID")
    if mandate.notice_days is not None and not 1 <= mandate.notice_days <= NOTICE_DAYS_MAX:
        yield Objection("NOTICE_INVALID")
