"""Reading one line: an account, or why it cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forbear.core.ledger.reading import Account, LedgerFault, read_account
from forbear.core.ledger.terms import Terms
from forbear.interchange.jsonl import decoded, error_answer


@dataclass(frozen=True, slots=True)
class BadAccount:
    """A line that cannot be answered, and why."""

    account_id: object
    code: str
    message: str
    field: str | None

    def as_json(self) -> dict[str, object]:
        """Return what ``forbear balance`` answers for it."""
        return error_answer(self.account_id, self.code, self.message, self.field)


def read_line(
    line: bytes, number: int, products: Mapping[str, tuple[Terms, ...]], *, is_lenient: bool = False
) -> Account | BadAccount:
    """Read one line. ``number`` stands in for the id of a line that has none."""
    account_id: object = number
    try:
        try:
            given = decoded(line)
        except ValueError as error:
            raise LedgerFault("", f"is not JSON: {error}", "BAD_JSON") from None
        if not isinstance(given, dict):
            raise LedgerFault("", "is JSON, but an account is a JSON object", "BAD_JSON")
        own = given.get("id")
        if isinstance(own, str | int) and not isinstance(own, bool):
            account_id = own
        return read_account(given, products, number, is_lenient=is_lenient)
    except LedgerFault as fault:
        return bad_account(account_id, fault)


def bad_account(account_id: object, fault: LedgerFault) -> BadAccount:
    """Return why an account cannot be answered."""
    place = f"{fault.field} " if fault.field else "the line "
    return BadAccount(account_id, fault.code, place + fault.message, fault.field or None)
