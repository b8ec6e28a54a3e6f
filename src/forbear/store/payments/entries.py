"""Bank entries added once, in whichever file they come."""

# ruff: noqa: S608 - names of columns come from our own schema, never from a file
from __future__ import annotations

import polars as pl

from forbear.store.payments.copying import copy_out, execute, filled

_SEPARATOR = "\x1f"
# equal in any file that tells of the movement
_BY_BANK = ("account", "bank_reference", "booked_on", "amount_minor", "currency")
_BY_CONTENT = (
    "account",
    "booked_on",
    "amount_minor",
    "currency",
    "end_to_end_id",
    "reference",
    "remittance",
    "party_account",
    "party_name",
)
_ADDED = pl.Schema({"line": pl.Int64(), "entry_id": pl.Int64(), "is_repeat": pl.Boolean()})


def entries_add(entries: pl.DataFrame, *, file_id: int, kind: str) -> pl.DataFrame:
    """Add those entries that no file brought before; return them with ``entry_id``.

    The bank's own reference makes an entry the same, or else all that is said of it; ``ordinal``
    counts equal ones of a file. ``is_repeat``: it equals one of another statement of the same kind
    and has no reference that would tell whether it is the same: a person must say. The sum of a
    batch whose details came before is known as well.
    """
    names = entries.columns
    keyed = (
        entries.with_columns(_key().alias("key")).with_row_index("line").cast({"line": pl.Int64})
    )
    texts = ", ".join(f"{name} text" for name in names if name not in _TYPED)
    filled(
        "bank_stage",
        keyed,
        "line bigint, key text, is_reversal boolean, booked_on date, value_on date,"
        f" amount_minor bigint, {texts}",
    )
    execute("DROP TABLE IF EXISTS pg_temp.bank_rows")
    execute(
        "CREATE TEMP TABLE bank_rows ON COMMIT DROP AS SELECT s.line,"
        " encode(sha256(convert_to(s.key, 'UTF8')), 'hex') AS key,"
        " row_number() OVER (PARTITION BY s.key ORDER BY s.line)::int AS ordinal,"
        " false AS is_repeat FROM bank_stage s"
    )
    execute("ANALYZE bank_rows")
    execute(_REPEATS, [kind])
    execute(_KNOWN)
    execute(_KNOWN_BATCH)
    columns = ", ".join(names)
    execute(
        f"INSERT INTO store_bankentry (file_id, key, ordinal, {columns})"
        f" SELECT %s, r.key, r.ordinal, {', '.join(f's.{name}' for name in names)}"
        " FROM bank_rows r JOIN bank_stage s USING (line) ORDER BY line",
        [file_id],
    )
    added = copy_out(
        "SELECT r.line, e.id, r.is_repeat FROM bank_rows r"
        f" JOIN store_bankentry e USING (key, ordinal) WHERE e.file_id = {int(file_id)}",
        _ADDED,
    )
    return keyed.drop("key").join(added, on="line").sort("line")


_TYPED = {"is_reversal", "booked_on", "value_on", "amount_minor"}
# moved behind those that are there, and marked
_REPEATS = """
UPDATE bank_rows r SET is_repeat = true,
    ordinal = r.ordinal + (SELECT max(ordinal) FROM store_bankentry m WHERE m.key = r.key)
FROM store_bankentry e JOIN store_bankfile f ON f.id = e.file_id, bank_stage s
WHERE e.key = r.key AND e.ordinal = r.ordinal AND s.line = r.line AND f.kind = %s
    AND (s.bank_reference = '' OR f.kind = 'mt940')
    AND s.statement <> '' AND e.statement <> '' AND s.statement <> e.statement
"""
_KNOWN = """
DELETE FROM bank_rows r USING store_bankentry e WHERE e.key = r.key AND e.ordinal = r.ordinal
"""
_KNOWN_BATCH = """
DELETE FROM bank_rows r USING bank_stage s, (
    SELECT account, bank_reference, booked_on, currency, sum(amount_minor) AS total
    FROM store_bankentry WHERE bank_reference <> '' GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
) e
WHERE s.line = r.line AND s.bank_reference <> ''
    AND (s.account, s.bank_reference, s.booked_on, s.currency, s.amount_minor)
        = (e.account, e.bank_reference, e.booked_on, e.currency, e.total)
"""


def _key() -> pl.Expr:
    by_bank = pl.concat_str(pl.lit("R"), *map(pl.col, _BY_BANK), separator=_SEPARATOR)
    by_content = pl.concat_str(pl.lit("T"), *map(pl.col, _BY_CONTENT), separator=_SEPARATOR)
    return pl.when(pl.col("bank_reference") != "").then(by_bank).otherwise(by_content)
