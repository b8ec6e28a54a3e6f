"""Evidence: everything that is only ever added to is sealed, and the seals can be verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from forbear.core.evidence.chain import (
    GENESIS,
    Fault,
    Part,
    chain_faults,
    part_fault,
    seal_hash,
)
from forbear.core.evidence.ids import count_of, ranges_of
from forbear.store import models as stored
from forbear.store.sealing import Table, ids_unsealed, rows_found, seals_read, tables_sealed

_SEAL_LOCK = 0x5EA1
# Rows of a transaction that began before a seal and ended after it have lower numbers than what is
# sealed already. So far back is looked for them every time; further back, by ``is_full``.
_LOOK_BACK = 100_000
# the digests of so many rows fit one value of PostgreSQL many times over
_ROWS_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: how much stands under seals, what does not yet, and the faults."""

    seals: int
    rows: int
    unsealed: int
    head: str
    faults: tuple[Fault, ...]


@transaction.atomic
def evidence_seal(*, at: datetime, is_full: bool = False) -> stored.Seal | None:
    """Seal the rows that stand under no seal yet; ``None`` if there are none.

    A seal covers at most a million rows of a table: call again until nothing is left. One is made
    at a time. ``is_full`` looks for unsealed rows from the first one on.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEAL_LOCK])
    last = stored.Seal.objects.order_by("number").last()
    parts = [part for table in tables_sealed() if (part := _part(table, is_full=is_full))]
    if not parts:
        return None
    number = last.number + 1 if last else 1
    previous = last.hash if last else GENESIS
    seal = stored.Seal.objects.create(
        number=number,
        at=at,
        previous=previous,
        hash=seal_hash(number, at, previous, parts),
    )
    stored.SealedPart.objects.bulk_create(
        stored.SealedPart(
            seal=seal,
            table=part.table,
            columns=list(part.columns),
            ids=part.ids,
            last_id=ranges_of(part.ids)[-1][1],
            rows=part.rows,
            digest=part.digest,
        )
        for part in parts
    )
    return seal


@transaction.atomic
def evidence_verify(*, head: str | None = None, since: int = 0) -> Verified:
    """Compare every sealed row with its seal, and every seal with the one before it.

    ``head`` is a hash that was written down before. ``since``: the rows of seals up to this number
    are not read again; the chain of the seals always is.
    """
    seals = seals_read()
    faults = chain_faults(seals, head=head)
    tables = {table.name: table for table in tables_sealed()}
    for seal in seals:
        for part in seal.parts if seal.number > since else ():
            known = tables.get(part.table, Table(part.table, "id", ()))
            now = rows_found(known, part.columns, part.ids)
            if fault := part_fault(seal.number, part, now):
                faults.append(fault)
    unsealed = sum(count_of(ranges_of(ids_unsealed(table, above=-1))) for table in tables.values())
    return Verified(
        seals=len(seals),
        rows=sum(part.rows for seal in seals for part in seal.parts),
        unsealed=unsealed,
        head=seals[-1].hash if seals else GENESIS,
        faults=tuple(faults),
    )


def _part(table: Table, *, is_full: bool) -> Part | None:
    above = -1 if is_full else _low_water(table)
    ids = ids_unsealed(table, above=above, most=_ROWS_MAX)
    if not ids:
        return None
    found = rows_found(table, table.columns, ids)
    return Part(table.name, table.columns, ids, found.rows, found.digest)


def _low_water(table: Table) -> int:
    parts = stored.SealedPart.objects.filter(table=table.name)
    last = parts.order_by("-last_id").values_list("last_id", flat=True).first()
    return max(last - _LOOK_BACK, -1) if last is not None else -1
