"""What the seals cover: tables that are only ever added to, and the digest of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pghistory.models
from django.apps import apps
from django.db import connection, models
from pgtrigger import Protect
from psycopg import sql

from forbear.core.evidence.chain import Found, Part, Seal
from forbear.core.evidence.ids import ranges_of
from forbear.store import models as stored

_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of nothing


@dataclass(frozen=True, slots=True)
class Table:
    """A table that seals cover: its name, the column of its row numbers, and all its columns."""

    name: str
    key: str
    columns: tuple[str, ...]


def tables_sealed() -> list[Table]:
    """Return the append-only tables and the kept history of the others, by name.

    The tables of the seals themselves are not among them: the chain binds those.
    """
    own = {stored.Seal, stored.SealedPart}
    found = [
        Table(
            facts.db_table,
            str(facts.pk.column),
            tuple(sorted(str(field.column) for field in facts.concrete_fields)),
        )
        for model in apps.get_app_config("store").get_models()
        if model not in own and _is_kept(model)
        for facts in (model._meta,)  # noqa: SLF001 - Django's documented name for it
    ]
    return sorted(found, key=lambda table: table.name)


def seals_read(*, after: int = 0) -> list[Seal]:
    """Return the seals in their order, those up to the number ``after`` left out."""
    rows = stored.Seal.objects.filter(number__gt=after).order_by("number")
    return [
        Seal(
            number=row.number,
            at=row.at,
            previous=row.previous,
            parts=tuple(
                Part(part.table, tuple(part.columns), part.ids, part.rows, part.digest)
                for part in sorted(row.parts.all(), key=lambda part: part.table)
            ),
            hash=row.hash,
        )
        for row in rows.prefetch_related("parts")
    ]


def ids_unsealed(table: Table, *, above: int, most: int | None = None) -> str:
    """Return which rows above the number ``above`` stand under no seal yet, as ``1-500,503``.

    At most the first ``most`` of them.
    """
    parts = stored.SealedPart.objects.filter(table=table.name, last_id__gt=above)
    sealed = [
        span
        for ids in parts.values_list("ids", flat=True)
        for span in ranges_of(ids)
        if span[1] > above
    ]
    query = sql.SQL(
        "SELECT min(id), max(id) FROM ("
        " SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM ("
        "  SELECT {key} AS id FROM {table}"
        "  WHERE {key} > %s AND NOT {key}::bigint <@ %s::int8multirange ORDER BY {key} LIMIT %s"
        " ) AS rows) AS islands GROUP BY island ORDER BY 1"
    ).format(key=sql.Identifier(table.key), table=sql.Identifier(table.name))
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection), [above, _multirange(sealed), most])
        return ",".join(
            str(start) if start == end else f"{start}-{end}" for start, end in cursor.fetchall()
        )


def rows_found(table: Table, columns: Sequence[str], ids: str) -> Found:
    """Return how many of the rows are there, and the digest over the named columns.

    A column that is no longer there, or a table, gives a digest that no seal has.
    """
    if not set(columns) <= set(table.columns):
        return Found(0, "")
    query = sql.SQL(
        "SELECT count(*), encode(sha256(string_agg("
        "sha256(convert_to(jsonb_build_array({columns})::text, 'UTF8')), ''::bytea ORDER BY {key}"
        ")), 'hex') FROM {table} WHERE {key} >= %s AND {key} <= %s"
        " AND {key}::bigint <@ %s::int8multirange"
    ).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        key=sql.Identifier(table.key),
        table=sql.Identifier(table.name),
    )
    ranges = ranges_of(ids)
    with connection.cursor() as cursor:
        # a moment is written in the zone of the session
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
        cursor.execute(
            query.as_string(cursor.connection),
            [ranges[0][0], ranges[-1][1], _multirange(ranges)],
        )
        rows, digest = cursor.fetchone()
    return Found(int(rows), digest or _EMPTY)


def _multirange(spans: Sequence[tuple[int, int]]) -> str:
    return "{" + ",".join(f"[{start},{end}]" for start, end in spans) + "}"


def _is_kept(model: type[models.Model]) -> bool:
    """Return whether rows are only added: by our trigger, or as the history of another table."""
    triggers = getattr(model._meta, "triggers", [])  # noqa: SLF001 - as above
    return issubclass(model, pghistory.models.Event) or any(
        isinstance(one, Protect) and one.name == "append_only" for one in triggers
    )
