"""Reading an account strictly: an unknown key, a wrong type or an impossible value is told.

Every fault carries a code, the field's path and a sentence with the cure.
"""

from forbear.core.ledger.reading.account import Account, read_account
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.reading.terms import read_terms

__all__ = ["Account", "LedgerFault", "read_account", "read_terms"]
