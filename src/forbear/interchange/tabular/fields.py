"""How an import table is described: every column with its kind and what it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "word", "money", "count", "flag", "date", "moment", "time", "zones"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an import table.

    ``default`` is taken where the file is silent; ``None`` stores nothing. ``is_past`` marks a
    moment that cannot lie after the import.
    """

    name: str
    kind: Kind
    meaning: str
    is_required: bool = False
    words: tuple[str, ...] = ()
    length_max: int = 64
    pattern: str = ""
    pattern_says: str = ""
    may_be_negative: bool = False
    may_be_zero: bool = True
    is_past: bool = False
    default: bool | int | str | None = None


@dataclass(frozen=True, slots=True)
class ImportTable:
    """A table that can be imported.

    ``parts_of`` names a column whose rows only make sense together: if one is refused, all are.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    parts_of: str = ""

    def __getitem__(self, name: str) -> Field:
        """Return the field called ``name``; ``KeyError`` if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(field.name for field in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a file is refused."""
        return tuple(field.name for field in self.fields if field.is_required)
