"""Reading mandates from a CSV file, row by row; what does not fit is told with its line."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forbear.core.debits.mandates import Mandate
from forbear.interchange.sepa.orders import SepaProblem

ACCOUNT = "account_reference"
REQUIRED = (ACCOUNT, "reference", "signed_on", "iban", "holder")
OPTIONAL = (
    "bic",
    "sequence",
    "scheme",
    "creditor_id",
    "amount",
    "fixed_minor",
    "notice_days",
    "last_used_on",
)
_DATES = ("signed_on", "last_used_on")
_NUMBERS = ("fixed_minor", "notice_days")


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A mandate of a file, and the account it belongs to."""

    line: int
    account_reference: str
    mandate: Mandate


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row does not go in: line, column, value, reason."""

    line: int
    column: str
    value: str
    reason: str


def read_mandate_rows(
    content: bytes, *, creditor_id: str
) -> tuple[list[MandateRow], list[RowProblem]]:
    """Read a CSV file of mandates; ``creditor_id`` stands where a row names none.

    Raises ``SepaProblem`` for a file that cannot be used at all.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SepaProblem(
            "ENCODING", f"byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_columns(reader.fieldnames or ())
        rows: list[MandateRow] = []
        problems: list[RowProblem] = []
        for given in reader:
            line = reader.line_num
            if None in given or None in given.values():
                many = "more" if None in given else "fewer"
                problems.append(RowProblem(line, "", "", f"has {many} fields than the head"))
                continue
            found = _row(line, given, creditor_id)
            if isinstance(found, MandateRow):
                rows.append(found)
            else:
                problems.append(found)
    except csv.Error as error:
        raise SepaProblem("CSV_BROKEN", f"line {reader.line_num}: {error}.") from None
    return rows, problems


def _check_columns(names: Sequence[str]) -> None:
    known = (*REQUIRED, *OPTIONAL)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
            raise SepaProblem("COLUMN_UNKNOWN", f"there is no column {name!r}. {hint}")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise SepaProblem("COLUMN_MISSING", f"the column {missing[0]} is missing. Add it.")


def _row(line: int, given: Mapping[str, str], creditor_id: str) -> MandateRow | RowProblem:
    values: dict[str, object] = {}
    for name, raw in given.items():
        text = raw.strip()
        if not text:
            continue
        try:
            if name in _DATES:
                values[name] = date.fromisoformat(text)
            elif name in _NUMBERS:
                values[name] = int(text)
            else:
                values[name] = text
        except ValueError:
            kind = "a day such as 2026-03-12" if name in _DATES else "a whole number"
            return RowProblem(line, name, text, f"is not {kind}")
    for name in REQUIRED:
        if name not in values:
            return RowProblem(line, name, "", "is missing")
    account = str(values.pop(ACCOUNT))
    defaults = {"sequence": "FRST", "scheme": "CORE", "creditor_id": creditor_id}
    return MandateRow(line, account, Mandate(**{**defaults, **values}))  # type: ignore[arg-type]
