"""The mapping of a host's file to one of our tables: a small TOML file, or none at all."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from forbear.interchange.tabular.fields import Field, ImportTable
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.tables import TABLES

_SCALE_MAX = 6
_FACTOR_MAX = 1_000_000
_KEYS: dict[str, type | tuple[type, ...]] = {
    "table": str,
    "encoding": str,
    "delimiter": str,
    "time_zone": str,
    "null_values": list,
    "columns": dict,
}
_COLUMN_KEYS: dict[str, type | tuple[type, ...]] = {
    "source": (str, list),
    "join": str,
    "constant": (str, int, bool),
    "values": dict,
    "format": str,
    "time_zone": str,
    "decimal": str,
    "thousands": str,
    "scale": int,
    "multiply": int,
}
_ONLY_FOR = {
    "format": ("date", "moment", "time"),
    "time_zone": ("moment",),
    "decimal": ("money",),
    "thousands": ("money",),
    "scale": ("money",),
    "multiply": ("money",),
}


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """Where one of our columns comes from, and how its text is read."""

    sources: tuple[str, ...] = ()
    join: str = "-"
    constant: str | None = None
    values: dict[str, str] | None = None
    format: str = ""
    time_zone: str = ""
    decimal: str = "."
    thousands: str = ""
    scale: int = 0
    multiply: int = 1

    @property
    def label(self) -> str:
        """How the host knows this column."""
        return "+".join(self.sources)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping; ``sha256`` is empty where the file already has our column names."""

    table: ImportTable
    columns: dict[str, ColumnRule]
    encoding: str = "utf-8"
    delimiter: str = ","
    null_values: tuple[str, ...] = ()
    sha256: str = ""
    is_identity: bool = False
    sources: frozenset[str] = field(default_factory=frozenset)


def table_named(name: str, tables: Mapped[str, ImportTable] = TABLES) -> ImportTable:
    """Return the import table of that name."""
    if name not in tables:
        raise ImportProblem(f"There is no table {name!r}. The tables are {', '.join(tables)}.")
    return tables[name]


def identity(table: ImportTable, names: Sequence[str]) -> Mapping:
    """Return the mapping of a file that already has our column names."""
    unknown = [name for name in names if name not in table.names]
    if unknown:
        raise ImportProblem(
            f"The file has the column {unknown[0]!r}, which the table {table.name} does not know. "
            "Remove it, or say with --map which column is which."
        )
    columns = {name: ColumnRule(sources=(name,)) for name in names}
    return _complete(Mapping(table, columns, is_identity=True), "The file")


def load(
    path: Path, *, table: str | None = None, tables: Mapped[str, ImportTable] = TABLES
) -> Mapping:
    """Read a mapping from a TOML file; a key that nobody knows is refused with its place."""
    try:
        text = path.read_bytes()
        given = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise ImportProblem(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportProblem(f"{path}: is not TOML: {error}.") from error
    where = str(path)
    _known(given, _KEYS, where)
    name = given.get("table", table)
    if name is None:
        raise ImportProblem(f"{where}: table: say which table this is for.")
    if table is not None and name != table:
        raise ImportProblem(f"{where}: table: is {name!r}, but --table says {table!r}.")
    target = table_named(name, tables)
    zone = given.get("time_zone", "")
    _check_zone(zone, f"{where}: time_zone")
    if len(given.get("delimiter", ",")) != 1:
        raise ImportProblem(f"{where}: delimiter: must be one character.")
    columns = {}
    for column, rule in given.get("columns", {}).items():
        place = f"{where}: columns.{column}"
        if column not in target.names:
            raise ImportProblem(
                f"{place}: the table {target.name} has no such column. "
                f"It has {', '.join(target.names)}."
            )
        columns[column] = _rule(rule, target[column], zone, place)
    nulls = given.get("null_values", [])
    if not all(isinstance(value, str) for value in nulls):
        raise ImportProblem(f"{where}: null_values: must be a list of texts.")
    mapping = Mapping(
        target,
        columns,
        encoding=given.get("encoding", "utf-8"),
        delimiter=given.get("delimiter", ","),
        null_values=tuple(nulls),
        sha256=hashlib.sha256(text).hexdigest(),
    )
    return _complete(mapping, where)


def _complete(mapping: Mapping, where: str) -> Mapping:
    """Refuse a mapping that leaves out what a row must have; note the columns it reads."""
    missing = [name for name in mapping.table.required if name not in mapping.columns]
    if missing:
        raise ImportProblem(
            f"{where} lacks the column {missing[0]!r}, which the table {mapping.table.name} needs."
        )
    sources = frozenset(s for rule in mapping.columns.values() for s in rule.sources)
    return Mapping(
        mapping.table,
        mapping.columns,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        null_values=mapping.null_values,
        sha256=mapping.sha256,
        is_identity=mapping.is_identity,
        sources=sources,
    )


def _known(given: dict[str, Any], keys: dict[str, type | tuple[type, ...]], where: str) -> None:
    for key, value in given.items():
        if key not in keys:
            raise ImportProblem(f"{where}: {key}: is not a key that a mapping knows.")
        expected = keys[key]
        is_bool_for_int = isinstance(value, bool) and expected is int
        if not isinstance(value, expected) or is_bool_for_int:
            raise ImportProblem(f"{where}: {key}: has a value of the wrong type.")


def _rule(given: object, target: Field, zone: str, where: str) -> ColumnRule:
    """Read the rule of one column; a bare text is the name of the source column."""
    if isinstance(given, str):
        given = {"source": given}
    if not isinstance(given, dict):
        raise ImportProblem(f"{where}: must be the name of a source column, or a table.")
    _known(given, _COLUMN_KEYS, where)
    if ("source" in given) == ("constant" in given):
        raise ImportProblem(f"{where}: give either source or constant.")
    for key, kinds in _ONLY_FOR.items():
        if key in given and target.kind not in kinds:
            raise ImportProblem(f"{where}.{key}: is only for columns of {' or '.join(kinds)}.")
    source = given.get("source", [])
    sources = [source] if isinstance(source, str) else source
    if not all(isinstance(name, str) and name for name in sources):
        raise ImportProblem(f"{where}.source: must be names of columns.")
    if "source" in given and not sources:
        raise ImportProblem(f"{where}.source: must name a column.")
    constant = given.get("constant")
    values = given.get("values")
    if values is not None and not all(
        isinstance(word, str | int | bool) for word in values.values()
    ):
        raise ImportProblem(f"{where}.values: must map texts to texts.")
    rule = ColumnRule(
        sources=tuple(sources),
        join=given.get("join", "-"),
        constant=None if constant is None else _text(constant),
        values=None if values is None else {key: _text(word) for key, word in values.items()},
        format=given.get("format", ""),
        time_zone=given.get("time_zone", zone if target.kind == "moment" else ""),
        decimal=given.get("decimal", "."),
        thousands=given.get("thousands", ""),
        scale=given.get("scale", 0),
        multiply=given.get("multiply", 1),
    )
    _check_rule(rule, where)
    return rule


def _check_rule(rule: ColumnRule, where: str) -> None:
    """Refuse settings that could be read in two ways."""
    _check_zone(rule.time_zone, f"{where}.time_zone")
    if len(rule.decimal) != 1 or rule.decimal.isalnum() or rule.decimal in "+-":
        raise ImportProblem(f"{where}.decimal: must be one character, as '.' or ','.")
    if len(rule.thousands) > 1 or rule.thousands.isalnum() or rule.thousands in ("+", "-"):
        raise ImportProblem(f"{where}.thousands: must be one character, as ',' or ' '.")
    if rule.thousands == rule.decimal:
        raise ImportProblem(f"{where}.thousands: is the same as the decimal separator.")
    if not 0 <= rule.scale <= _SCALE_MAX:
        raise ImportProblem(f"{where}.scale: must be from 0 to {_SCALE_MAX}.")
    if not 1 <= rule.multiply <= _FACTOR_MAX:
        raise ImportProblem(f"{where}.multiply: must be from 1 to {_FACTOR_MAX}.")


def _check_zone(zone: str, where: str) -> None:
    if zone and zone not in available_timezones():
        raise ImportProblem(f"{where}: {zone!r} is not an IANA time zone.")


def _text(value: str | int | bool) -> str:  # noqa: FBT001 - TOML has true and false
    return str(value).lower() if isinstance(value, bool) else str(value)
