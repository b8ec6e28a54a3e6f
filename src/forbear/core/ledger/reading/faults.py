"""What is wrong with an account that was given."""

from __future__ import annotations


class LedgerFault(Exception):  # noqa: N818 - a value that cannot be used; its code names it
    """A field that does not fit: its path, what is wrong, the cure."""

    def __init__(self, field: str, message: str, code: str = "BAD_FIELD") -> None:
        self.field, self.message, self.code = field, message, code
        super().__init__(f"{field} {message}" if field else message)
