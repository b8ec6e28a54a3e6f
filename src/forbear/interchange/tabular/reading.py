"""CSV and Parquet read in batches, every value as it stands; what cannot be a row is noted."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from forbear.interchange.tabular.mapping import Mapping
from forbear.interchange.tabular.problems import ImportProblem

LINE = "__line"
_BLOCK = 8 << 20
_ROWS = 100_000
_HEAD = 1 << 16
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows with their line numbers; ``done`` is the share of the file read, from 0 to 1000."""

    frame: pl.DataFrame
    done: int


@dataclass(slots=True)
class Source:
    """An open file: its columns, and its rows batch by batch.

    ``broken`` collects ``(line, text, reason)`` of lines that are no rows.
    """

    path: Path
    names: list[str]
    is_parquet: bool
    encoding: str = "utf-8"
    delimiter: str = ","
    broken: list[tuple[int, str, str]] = field(default_factory=list)

    def batches(self, wanted: frozenset[str]) -> Iterator[Batch]:
        """Yield the rows, only the ``wanted`` columns of them."""
        names = [name for name in self.names if name in wanted]
        return self._parquet(names) if self.is_parquet else self._csv(names)

    def _parquet(self, names: list[str]) -> Iterator[Batch]:
        line = 1
        with pq.ParquetFile(self.path) as file:
            total = max(file.metadata.num_rows, 1)
            try:
                for rows in file.iter_batches(batch_size=_ROWS, columns=names):
                    frame = _frame(rows).with_row_index(LINE, offset=line)
                    line += frame.height
                    yield Batch(frame.cast({LINE: pl.Int64()}), (line - 1) * 1000 // total)
            except (pa.ArrowException, OSError) as error:
                raise ImportProblem(f"{self.path}: is a damaged Parquet file ({error}).") from error

    def _csv(self, names: list[str]) -> Iterator[Batch]:
        skipped: list[int] = []

        def note(row: pacsv.InvalidRow) -> str:
            skipped.append(row.number)
            if row.text.strip():
                expected = f"has {row.actual_columns} values where {row.expected_columns} belong"
                self.broken.append((row.number, row.text[:_SHOWN], expected))
            return "skip"

        size = max(self.path.stat().st_size, 1)
        line = 2  # the header is line 1
        try:
            with (
                pa.OSFile(str(self.path)) as raw,
                pacsv.open_csv(
                    raw,
                    read_options=pacsv.ReadOptions(
                        use_threads=False, block_size=_BLOCK, encoding=self.encoding
                    ),
                    parse_options=pacsv.ParseOptions(
                        delimiter=self.delimiter,
                        newlines_in_values=True,
                        ignore_empty_lines=False,
                        invalid_row_handler=note,
                    ),
                    convert_options=pacsv.ConvertOptions(
                        include_columns=names,
                        column_types=dict.fromkeys(self.names, pa.string()),
                        strings_can_be_null=False,
                    ),
                ) as reader,
            ):
                for rows in reader:
                    frame, line = _numbered(_frame(rows), line, skipped)
                    # a blank line, or ",,,": nothing of ours stands there
                    frame = frame.filter(pl.any_horizontal(pl.col(names) != ""))
                    yield Batch(frame, min(raw.tell() * 1000 // size, 1000))
        except pa.ArrowException as error:
            raise ImportProblem(_csv_words(self.path, self.encoding, str(error))) from error
        except (UnicodeError, OSError) as error:
            raise ImportProblem(f"{self.path}: cannot be read ({error}).") from error


def open_mapped(path: Path, mapping: Mapping, map_path: Path) -> Source:
    """Open a file as a mapping describes it; it must have every column that the mapping names."""
    source = open_source(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    missing = sorted(mapping.sources.difference(source.names))
    if missing:
        raise ImportProblem(
            f"{path}: lacks the column {missing[0]!r}, which {map_path} names. "
            f"It has {', '.join(source.names)}."
        )
    return source


def open_source(path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> Source:
    """Open a CSV or Parquet file, known by its first bytes; its name does not matter."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except IsADirectoryError as error:
        raise ImportProblem(f"{path}: is a folder, not a file.") from error
    except OSError as error:
        raise ImportProblem(f"{path}: cannot be read ({error.strerror}).") from error
    if not head.strip():
        raise ImportProblem(f"{path}: is empty.")
    if head[:4] == b"PAR1":
        try:
            names = pq.read_schema(path).names
        except (pa.ArrowException, OSError) as error:
            raise ImportProblem(f"{path}: is a damaged Parquet file ({error}).") from error
        return Source(path, _once(path, names), is_parquet=True)
    return Source(path, _header(path, head, encoding, delimiter), False, encoding, delimiter)


def file_sha256(path: Path) -> str:
    """Return the hash by which an import batch names the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _header(path: Path, head: bytes, encoding: str, delimiter: str) -> list[str]:
    """Return the column names of a CSV file."""
    try:
        codec = codecs.lookup(encoding)
    except LookupError as error:
        raise ImportProblem(f"{path}: there is no text encoding {encoding!r}.") from error
    if b"\x00" in head and not codec.name.startswith(("utf-16", "utf-32")):
        cure = "Save the sheet as CSV." if head[:2] == b"PK" else "Give a CSV or Parquet file."
        raise ImportProblem(f"{path}: is neither CSV nor Parquet. {cure}")
    try:
        text = codec.incrementaldecoder().decode(head).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ImportProblem(_csv_words(path, encoding, "invalid UTF8")) from error
    try:
        names = next(csv.reader(text.splitlines(), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise ImportProblem(f"{path}: line 1 is not a CSV header ({error}).") from error
    if not any(name.strip() for name in names):
        raise ImportProblem(f"{path}: line 1 should hold the names of the columns, and is empty.")
    return _once(path, names)


def _once(path: Path, names: list[str]) -> list[str]:
    for name in names:
        if names.count(name) > 1:
            raise ImportProblem(f"{path}: the column {name!r} stands there twice.")
    return names


def _frame(rows: pa.RecordBatch) -> pl.DataFrame:
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _numbered(frame: pl.DataFrame, line: int, skipped: list[int]) -> tuple[pl.DataFrame, int]:
    """Add each row's line, as if every row were one line; return the line that comes next."""
    numbers: list[int] = []
    lines = pl.int_range(line, line + frame.height + len(skipped), eager=True)
    if skipped:
        lines = lines.filter(~lines.is_in(skipped))
    taken = lines.head(frame.height)
    following = int(taken[-1]) + 1 if frame.height else line
    numbers.extend(number for number in skipped if number >= following)
    skipped[:] = numbers
    return frame.with_columns(taken.alias(LINE)), following


def _csv_words(path: Path, encoding: str, error: str) -> str:
    """Say what is wrong with a CSV file, in words of our own."""
    if "UTF8" in error or "utf" in error.lower():
        return (
            f"{path}: is not {encoding} text. "
            'Save it as UTF-8, or name its encoding in the mapping (encoding = "gb18030").'
        )
    if "straddl" in error:
        return f"{path}: a quoted value does not end, or a line is longer than 8 MiB."
    if "Empty" in error:
        return f"{path}: is empty."
    return f"{path}: is not a CSV file that can be read ({error})."
