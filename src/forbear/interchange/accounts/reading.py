"""Reading one line: an account, or why it cannot be answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from forbear.core.ledger.reading import Account, LedgerFault, read_account
from forbear.core.ledger.terms import Terms


@dataclass(frozen=True, slots=True)
class BadAccount:
    """A line that cannot be answered, and why."""

    account_id: object
    code: str
    message: str
    field: str | None

    def as_json(self) -> dict[str, object]:
        """Return what ``forbear balance`` answers for it."""
        error = {"code": self.code, "message": self.message, "field": self.field}
        return {"id": self.account_id, "error": error}


def read_line(
    line: bytes, number: int, products: Mapping[str, tuple[Terms, ...]], *, is_lenient: bool = False
) -> Account | BadAccount:
    """Read one line. ``number`` stands in for the id of a line that has none."""
    account_id: object = number
    try:
        try:
            given = _DECODER.decode(line.decode())
        except (ValueError, RecursionError) as error:
            raise LedgerFault("", f"is not JSON: {error}", "BAD_JSON") from None
        if not isinstance(given, dict):
            raise LedgerFault("", "is not JSON: an account is an object", "BAD_JSON")
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


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _refuse_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return row


_DECODER = json.JSONDecoder(object_pairs_hook=_refuse_twice, parse_constant=_refuse_constant)
