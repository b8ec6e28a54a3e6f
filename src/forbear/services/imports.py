"""A host's files taken in: checked, merged in one transaction; the same file twice is one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from django.db import connection, transaction

from forbear.interchange.tabular import mapping as mappings
from forbear.interchange.tabular.checking import broken_lines, checked
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.reading import (
    LINE,
    Batch,
    Source,
    file_sha256,
    open_mapped,
    open_source,
)
from forbear.interchange.tabular.rejects import RejectsFile
from forbear.interchange.tabular.tables import TABLES
from forbear.services.audit import audit_write
from forbear.services.cases.flags import flags_restore
from forbear.services.lost.closing import closings_stand
from forbear.store.loading import PLANS, Stage
from forbear.store.models import ImportBatch

# told on the way: the table, how far it is (0 to 1000), and how many rows were read so far
Progress = Callable[[str, int, int], None]
# reading is the smaller part of the work; a table is at 1000 when it is merged
_READ_OF_1000 = 400
_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file or frame on its way in."""

    name: str
    sha256: str
    mapping: mappings.Mapping
    rejects: RejectsFile
    source: Source | None = None
    frame: pl.DataFrame | None = None

    def batches(self) -> Iterator[Batch]:
        """Yield the raw rows with their lines."""
        if self.source is not None:
            yield from self.source.batches(self.mapping.sources)
            return
        assert self.frame is not None
        total = max(self.frame.height, 1)
        for start in range(0, self.frame.height, _ROWS):
            part = self.frame.slice(start, _ROWS).with_row_index(LINE, offset=start + 1)
            done = min(start + _ROWS, total) * 1000 // total
            yield Batch(part.cast({LINE: pl.Int64()}), done)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file: rows read, and what was done with them."""

    table: str
    name: str
    read: int
    added: int
    changed: int
    same: int
    rejected: int
    rejects: Path | None


def incoming_file(
    path: Path,
    *,
    table: str | None = None,
    map_path: Path | None = None,
    rejects: Path | None = None,
) -> Incoming:
    """Open a file for import; raises ``ImportProblem`` if it cannot be used at all.

    Without a mapping the file must have our column names; its table is then ``table``, or told by
    the name of the file.
    """
    where = rejects or path.with_name(f"{path.name}.rejects.csv")
    if where.absolute() == path.absolute():
        raise ImportProblem(f"{where}: the rejected rows must not overwrite the file itself.")
    if map_path is not None:
        mapping = mappings.load(map_path, table=table)
        source = open_mapped(path, mapping, map_path)
    else:
        name = table or path.name.split(".")[0]
        if table is None and name not in TABLES:
            raise ImportProblem(
                f"{path}: say which table this is (--table), or which column is which (--map). "
                f"The tables are {', '.join(TABLES)}."
            )
        source = open_source(path)
        try:
            mapping = mappings.identity(mappings.table_named(name), source.names)
        except ImportProblem as problem:
            raise ImportProblem(f"{path}: {problem}") from problem
    return Incoming(path.name, file_sha256(path), mapping, RejectsFile(where), source=source)


def import_files(
    *,
    incoming: Sequence[Incoming],
    at: datetime,
    actor: str,
    progress: Progress | None = None,
    is_rehearsal: bool = False,
) -> list[ImportResult]:
    """Take in files, all of them or none, in the order in which tables build on each other.

    A row that does not fit goes to the rejects; the others go in. ``is_rehearsal`` does everything
    and then leaves the store as it was. Raises ``ImportProblem`` if a file cannot be read on.
    """
    order = list(TABLES)
    ordered = sorted(incoming, key=lambda one: order.index(one.mapping.table.name))
    is_done = False
    try:
        with transaction.atomic():
            results = [_import_one(one, at=at, actor=actor, progress=progress) for one in ordered]
            transaction.set_rollback(is_rehearsal)
        is_done = True
    finally:
        for one in ordered:
            one.rejects.close(keep=is_done)
    return results


def import_frames(
    *,
    tables: Mapping[str, pl.DataFrame],
    at: datetime,
    actor: str,
    label: str,
    progress: Progress | None = None,
) -> list[ImportResult]:
    """Take in frames that have our column names, by the same way as files.

    ``label`` names where they come from. A row that does not fit is an error here: nothing goes in.
    """
    incoming = []
    for name, frame in tables.items():
        content = io.BytesIO()
        frame.write_ipc(content)
        mapping = mappings.identity(mappings.table_named(name), frame.columns)
        digest = hashlib.sha256(content.getbuffer()).hexdigest()
        incoming.append(
            Incoming(f"{label}/{name}", digest, mapping, RejectsFile(None), frame=frame)
        )
    with transaction.atomic():
        results = import_files(incoming=incoming, at=at, actor=actor, progress=progress)
        for result in results:
            if result.rejected:
                raise ImportProblem(
                    f"{result.name}: {result.rejected} rows do not fit. Nothing was imported."
                )
    return results


def _import_one(
    one: Incoming, *, at: datetime, actor: str, progress: Progress | None
) -> ImportResult:
    """Take in one table, inside the caller's transaction."""
    name = one.mapping.table.name
    plan = PLANS[name]
    stage = Stage(plan, list(one.mapping.columns))
    read = rejected = 0
    for batch in one.batches():
        found = checked(batch.frame, one.mapping, latest=at)
        read += batch.frame.height
        rejected += batch.frame.height - found.good.height
        one.rejects.write(found.rejects)
        stage.copy(found.good)
        stage.spoil_later(found.spoiled)
        if progress is not None:
            progress(name, batch.done * _READ_OF_1000 // 1000, read)
    if one.source is not None and one.source.broken:
        broken = broken_lines(one.source.broken)
        one.rejects.write(broken)
        read += broken.height
        rejected += broken.height
    batch_id = _next_batch_id()
    counts = stage.merge(at=at, actor=actor, batch_id=batch_id)
    closings_stand(name)
    one.rejects.write(stage.rejects())
    rejected += counts.rejected
    ImportBatch.objects.create(
        id=batch_id,
        at=at,
        table=name,
        file_name=one.name[:255],
        file_sha256=one.sha256,
        mapping_sha256=one.mapping.sha256,
        read=read,
        added=counts.added,
        changed=counts.changed,
        rejected=rejected,
    )
    audit_write(
        at=at,
        actor=actor,
        action="import.finished",
        subject="import_batch",
        subject_id=batch_id,
        data={"table": name, "read": read, "added": counts.added, "rejected": rejected},
    )
    stage.settle()
    if name == "accounts":
        # a file of the host does not end what is open here: not even until the morning
        flags_restore()
    if progress is not None:
        progress(name, 1000, read)
    path = one.rejects.path if one.rejects.is_written else None
    return ImportResult(
        name, one.name, read, counts.added, counts.changed, counts.same, rejected, path
    )


def _next_batch_id() -> int:
    """Take the batch's number before its row is written: rows name it, and it is never edited."""
    table = ImportBatch._meta.db_table  # noqa: SLF001 - Django's own way to ask
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
