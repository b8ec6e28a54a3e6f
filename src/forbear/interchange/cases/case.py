"""One case, read and checked, or why it cannot be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.interchange.jsonl import error_answer

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class BadCase:
    """A line that cannot be answered, and why."""

    case_id: object
    code: str
    message: str
    field: str | None

    def as_json(self) -> dict[str, object]:
        """Return what ``forbear gate`` answers for it."""
        return error_answer(self.case_id, self.code, self.message, self.field)


@dataclass(frozen=True, slots=True)
class Case:
    """One case, checked: rows for each table, by the names of the JSON."""

    case_id: object
    at: datetime
    jurisdictions: tuple[str | None, str | None, str | None]
    collector: Row
    contact: Row
    point: Row
    person: Row
    zones: tuple[str, ...]
    attorney: Row
    cease: Row
    opt_outs: list[Row]
    consents: list[Row]
    inconvenient: list[Row]
    account: Row
    history: list[Row]
