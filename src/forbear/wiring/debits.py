"""The rules of debits that are in force here, and the issuer's own bank account."""

from __future__ import annotations

from functools import cache

from forbear.core.debits.rules import DebitRules
from forbear.packs.issuers import IssuerBank
from forbear.wiring.adapters import issuer
from forbear.wiring.gate import book


class NoBank(Exception):  # noqa: N818 - it says what is missing
    """The issuer's profile names no bank account."""


@cache
def debit_rules() -> DebitRules:
    """Return the periods that bind debits, from the packs in force here."""
    return DebitRules.of(book().periods)


def own_bank() -> IssuerBank:
    """Return the account to which debits are paid; raises ``NoBank`` where there is none."""
    if (bank := issuer().bank) is None:
        raise NoBank(
            "NO_BANK: the issuer's profile has no [bank] with name, iban and creditor_id. "
            "Add it to the file that FORBEAR_ISSUER names; see larkfield.toml."
        )
    return bank
