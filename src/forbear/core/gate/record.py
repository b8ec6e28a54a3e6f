"""What an answer was made from, and the answer itself, as texts that are kept for years.

The facts are the gate's own inputs: the rows of the documented tables about one person, no more. No
name, number or address is among them, because no rule reads one. A text is canonical: the same
facts give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from forbear.core.gate.answers import Answer
from forbear.core.tables import PORTFOLIO, Table
from forbear.core.tables.frames import Portfolio

# Raised when the texts change their form; what was kept is read by the form that it names.
FORM = 1
# Which rows of a table the gate reads for one contact: those of this key.
_KEYS = {
    "persons": "person_id",
    "accounts": "account_id",
    "contact_points": "contact_point_id",
    "contacts": "person_id",
    "opt_outs": "person_id",
    "consents": "person_id",
    "inconvenient": "person_id",
}


class RecordError(ValueError):
    """Facts that were kept and cannot be read."""


def facts_texts(portfolio: Portfolio, contacts: pl.DataFrame, at: datetime) -> list[str]:
    """Return what the gate knew of each proposed contact, one canonical JSON text a row.

    ``contacts`` has account_id, contact_point_id and whatever else of a contact was asked about.
    """
    rows = {
        name: getattr(portfolio, name).rows_by_key(key, include_key=True)
        for name, key in _KEYS.items()
    }
    owners = dict(portfolio.accounts.select("account_id", "person_id").iter_rows())
    moment = at.astimezone(UTC)
    texts = []
    for contact in contacts.iter_rows(named=True):
        keys = {**contact, "person_id": owners[contact["account_id"]]}
        found = {
            table.name: _columns(table, rows[table.name].get(keys[_KEYS[table.name]], ()))
            for table in PORTFOLIO
            if table.name in _KEYS
        }
        kept = {name: columns for name, columns in found.items() if columns}
        texts.append(canonical({"form": FORM, "at": moment, "contact": contact, **kept}))
    return texts


def read_facts(text: str) -> tuple[Portfolio, dict[str, Any], datetime]:
    """Return the portfolio, the proposed contact and the moment of a facts text.

    Raises ``RecordError`` if the text is no such record.
    """
    try:
        kept = json.loads(text)
        if kept.pop("form") != FORM:
            raise RecordError(f"the facts are of another form than {FORM}; use a newer version")
        at, contact = datetime.fromisoformat(kept.pop("at")), kept.pop("contact")
        tables = {table.name: table for table in PORTFOLIO if table.name in _KEYS}
        frames = {name: _frame(tables[name], columns) for name, columns in kept.items()}
    except RecordError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
        raise RecordError(f"the facts cannot be read ({str(error).splitlines()[0]})") from None
    return Portfolio.of(**frames), contact, at


def answer_text(answer: Answer) -> str:
    """Return an answer as canonical JSON: all of it, in both languages."""
    window = answer.window
    return canonical(
        {
            "verdict": answer.verdict,
            "reasons": [
                {
                    "code": reason.code,
                    "rule_id": reason.rule_id,
                    "citation": reason.citation,
                    "citation_zh": reason.citation_zh,
                    "force": reason.force,
                    "is_presumption": reason.is_presumption,
                    "until": reason.until,
                    "because": reason.because,
                    "because_zh": reason.because_zh,
                    "confidence": reason.confidence,
                }
                for reason in answer.reasons
            ],
            "window": {"from": window.start, "to": window.end} if window else None,
            "must_disclose": list(answer.must_disclose),
            "packs": dict(answer.packs),
        }
    )


def seal(*texts: str) -> str:
    """Return the hash of a record: whoever changes one of its texts breaks it."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON text of a value: keys as given, no spaces, moments as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a record")


def _columns(table: Table, rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Return rows by column; a column without a value that means so by itself is left out."""
    if not rows:
        return {}
    columns = zip(table.columns, zip(*rows, strict=True), strict=True)
    return {
        column.name: list(values)
        for column, values in columns
        if column.default is not None or any(value is not None for value in values)
    }


def _frame(table: Table, columns: Mapping[str, list[Any]]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    unknown = columns.keys() - table.schema.keys()
    if unknown:
        raise RecordError(f"the facts have a column {min(unknown)} that {table.name} has not")
    data = {
        column.name: _values(column.dtype, columns[column.name])
        if column.name in columns
        else [column.default] * height
        for column in table.columns
    }
    return pl.DataFrame(data, schema=table.schema)


def _values(dtype: pl.DataType, values: list[Any]) -> list[Any]:
    read = next((how for kind, how in _READ if isinstance(dtype, kind)), None)
    return values if read is None else [None if v is None else read(v) for v in values]


_READ: tuple[tuple[type[pl.DataType], Callable[[str], object]], ...] = (
    (pl.Datetime, datetime.fromisoformat),
    (pl.Date, date.fromisoformat),
    (pl.Time, time.fromisoformat),
)
