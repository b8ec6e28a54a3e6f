"""A stage: rows copied into a temporary table, checked against the store, and merged from there.

Everything happens in the caller's transaction: if the process dies, nothing was done.
"""

# ruff: noqa: S608 - names of tables and columns come from plans of ours, never from a file
from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

from forbear.store.loading import ledger
from forbear.store.loading.plans import Plan, filler

LINE = "__line"
_NO_NULL = "\x01"  # what stands for nothing on the way; no text holds a control character so


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge did."""

    added: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0


class Stage:
    """The rows of one table on their way into the store."""

    def __init__(self, plan: Plan, columns: Sequence[str]) -> None:
        """Make the temporary tables; two imports of one table wait for each other."""
        self._plan = plan
        self._columns = list(columns)
        self._spoiled: list[pl.Series] = []
        self._links = [link for link in plan.links if link.column in self._columns]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {plan.table}"])
            cursor.execute("DROP TABLE IF EXISTS import_stage, import_rows, import_rejects")
            cursor.execute(
                "CREATE TEMP TABLE import_rejects"
                " (line bigint, field text, value text, reason text) ON COMMIT DROP"
            )
            cursor.execute(_stage_table(plan, self._columns))

    def copy(self, frame: pl.DataFrame) -> None:
        """Append rows; the frame has the columns of the stage and the line."""
        if frame.is_empty():
            return
        text = io.BytesIO()
        frame.select(LINE, *self._columns).write_csv(
            text,
            include_header=False,
            null_value=_NO_NULL,
            datetime_format="%Y-%m-%d %H:%M:%S%.6f%:z",
        )
        statement = sql.SQL("COPY import_stage ({}) FROM STDIN (FORMAT csv, NULL {})").format(
            sql.SQL(", ").join(sql.Identifier(name) for name in (LINE, *self._columns)),
            sql.Literal(_NO_NULL),
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(text.getbuffer())

    def spoil_later(self, keys: pl.Series) -> None:
        """Note sets that cannot go in, because a row of theirs was refused before it came here."""
        if not keys.is_empty():
            self._spoiled.append(keys)

    def merge(self, *, at: datetime, actor: str, batch_id: int | None = None) -> Counts:
        """Move what fits into the store, and count. ``at`` and ``actor`` go on what is booked."""
        self._resolve()
        self._spoil()
        self._check_links()
        self._check_twice()
        if self._plan.way == "ledger":
            for query in ledger.CHECKS:
                self._reject(query)
        if self._plan.way == "history":
            self._check_history()
        self._drop_rejected()
        rejected = self._count("SELECT count(DISTINCT line) FROM import_rejects")
        total = self._count("SELECT count(*) FROM import_rows")
        if self._plan.way == "ledger":
            added = ledger.insert(at=at, actor=actor)
            return Counts(added, 0, total - added, rejected)
        changed = self._update() if self._plan.way == "snapshot" else 0
        added = self._insert(batch_id)
        return Counts(added, changed, total - added - changed, rejected)

    def settle(self) -> None:
        """Check what the database would otherwise check at the end, so that the end is quick."""
        self._run("SET CONSTRAINTS ALL IMMEDIATE")
        self._run("SET CONSTRAINTS ALL DEFERRED")

    def rejects(self) -> pl.DataFrame:
        """Return what the store had against rows: line, column, value and reason."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT line, field, value, reason FROM import_rejects ORDER BY line, field, reason"
            )
            rows = cursor.fetchall()
        names = ("line", "column", "value", "reason")
        schema = {"line": pl.Int64(), **dict.fromkeys(names[1:], pl.String())}
        return pl.DataFrame(rows, schema=schema, orient="row")

    # --- the steps -------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Find the rows that references name; the result is ``import_rows``."""
        joins, ids = [], []
        for index, link in enumerate(self._links):
            alias = f"l{index}"
            table = link.model._meta.db_table  # noqa: SLF001 - Django's own way to ask
            joins.append(f"LEFT JOIN {table} {alias} ON {alias}.reference = s.{link.column}")
            ids.append(f"{alias}.id AS {link.field}")
            if link.of_person:
                ids.append(f"{alias}.person_id AS {link.field}_person")
        chosen = ", ".join(["s.*", *ids])
        self._run(
            f"CREATE TEMP TABLE import_rows ON COMMIT DROP AS"
            f" SELECT {chosen} FROM import_stage s {' '.join(joins)}"
        )
        self._run("ANALYZE import_rows")

    def _spoil(self) -> None:
        """Refuse every row of the sets noted."""
        if self._spoiled:
            self._reject(
                "SELECT {line}, 'transaction_reference', transaction_reference,"
                " 'another row of this transaction does not fit' FROM {rows}"
                " WHERE transaction_reference = ANY(%s)",
                [pl.concat(self._spoiled).unique().to_list()],
            )

    def _check_links(self) -> None:
        for link in self._links:
            self._reject(
                f"SELECT {{line}}, '{link.column}', {link.column}, 'is not known: import it first'"
                f" FROM {{rows}} WHERE {link.column} IS NOT NULL AND {link.field} IS NULL"
            )
            if link.of_person:
                self._reject(
                    f"SELECT {{line}}, '{link.column}', {link.column},"
                    f" 'belongs to another person' FROM {{rows}}"
                    f" WHERE {link.field}_person <> person_id"
                )

    def _check_twice(self) -> None:
        """Refuse the second row of a key; in the words of the file."""
        named = {link.field: link.column for link in self._links}
        key = [named.get(column, column) for column in self._plan.key]
        if self._plan.way == "ledger":
            key = ["transaction_reference", "component", "lot"]
        key = [column for column in key if column in self._columns]
        listed = ", ".join(key)
        self._reject(
            f"SELECT line, '{key[0]}', {key[0]}::text, 'stands in line ' || first || ' already'"
            f" FROM (SELECT {{line}} AS line, {key[0]}, row_number() OVER w AS nth,"
            f" first_value({{line}}) OVER w AS first FROM {{rows}}"
            f" WINDOW w AS (PARTITION BY {listed} ORDER BY {{line}})) twice WHERE nth > 1"
        )

    def _check_history(self) -> None:
        """Refuse a row whose number the store knows with other values: history is not edited."""
        own = [c for c in self._model_columns() if c not in self._plan.key]
        differs = self._differs(own)
        self._reject(
            f"SELECT {{line}}, 'reference', r.reference,"
            f" 'is held with other values; history is not edited'"
            f" FROM {{rows}} r JOIN {self._plan.table} t USING (reference) WHERE {differs}"
        )

    def _drop_rejected(self) -> None:
        self._run(f'DELETE FROM import_rows r USING import_rejects x WHERE r."{LINE}" = x.line')

    def _update(self) -> int:
        own = [c for c in self._model_columns() if c not in self._plan.key]
        if not own:
            return 0
        sets = ", ".join(f'"{c}" = r."{c}"' for c in own)
        return self._run(
            f"UPDATE {self._plan.table} t SET {sets} FROM import_rows r"
            f" WHERE {self._same_key()} AND ({self._differs(own)})"
        )

    def _insert(self, batch_id: int | None) -> int:
        own = self._model_columns()
        fixed = filler(self._plan, own)
        if self._plan.has_batch:
            fixed["batch_id"] = batch_id
        names = ", ".join(f'"{c}"' for c in [*own, *fixed])
        values = ", ".join([*(f'r."{c}"' for c in own), *("%s" for _ in fixed)])
        conflict = " ON CONFLICT DO NOTHING" if self._plan.way != "wish" else ""
        return self._run(
            f"INSERT INTO {self._plan.table} ({names}) SELECT {values} FROM import_rows r"
            f" WHERE NOT EXISTS (SELECT 1 FROM {self._plan.table} t WHERE {self._same_key()})"
            f' ORDER BY r."{LINE}"{conflict}',
            list(fixed.values()),
        )

    # --- small words -----------------------------------------------------------------------------

    def _model_columns(self) -> list[str]:
        """Return the columns of the model that the file fills."""
        links = {link.column: link.field for link in self._links}
        return [links.get(column, column) for column in self._columns]

    def _same_key(self) -> str:
        """Match rows of file and store. Only a wish may be empty in a part of its key."""
        given = self._model_columns()
        parts = []
        for column in self._plan.key:
            field = self._plan.model._meta.get_field(column.removesuffix("_id"))  # noqa: SLF001
            may_be_empty = self._plan.way == "wish" and getattr(field, "null", False)
            # "=" can be hashed or looked up in an index; the other would compare all with all
            sign = "IS NOT DISTINCT FROM" if may_be_empty else "="
            right = f'r."{column}"' if column in given else "NULL"
            parts.append(f't."{column}" {sign} {right}')
        return " AND ".join(parts)

    def _differs(self, columns: list[str]) -> str:
        ours = ", ".join(f't."{c}"' for c in columns)
        theirs = ", ".join(f'r."{c}"' for c in columns)
        return f"({ours}) IS DISTINCT FROM ({theirs})"

    def _reject(self, query: str, parameters: list[Any] | None = None) -> None:
        text = query.format(line=f'"{LINE}"', rows="import_rows")
        self._run(f"INSERT INTO import_rejects {text}", parameters)

    def _run(self, statement: str, parameters: list[Any] | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)

    def _count(self, query: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
        assert row is not None
        return int(row[0])


def _stage_table(plan: Plan, columns: list[str]) -> str:
    """Return the statement that makes the stage: the types of the store, none of its rules."""
    if plan.way == "ledger":
        return ledger.stage_table()
    links = {link.column for link in plan.links}
    chosen = ", ".join(f"''::text AS {c}" if c in links else f't."{c}"' for c in columns)
    return (
        f'CREATE TEMP TABLE import_stage ON COMMIT DROP AS SELECT 0::bigint AS "{LINE}", {chosen}'
        f" FROM {plan.table} t LIMIT 0"
    )
