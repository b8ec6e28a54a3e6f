"""Reading the values of a pack: typed, and strict about keys."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from forbear.core.law.faults import ValueFault

T = TypeVar("T")
_NONE = object()


class Reader:
    """Takes keys out of a TOML table one by one; what is left over at the end is a mistake."""

    def __init__(self, table: Mapping[str, object], *, at: str = "") -> None:
        self._table = dict(table)
        self._at = at
        self._asked: list[str] = []

    def key(self, name: str) -> str:
        """Return the full name of a key, for messages."""
        return f"{self._at}.{name}" if self._at else name

    def has(self, name: str) -> bool:
        """Return whether ``name`` is given and not yet taken."""
        return name in self._table

    def take(self, name: str, kind: type[T], default: object = _NONE) -> T:
        """Take the value of ``name``; it must be of ``kind``."""
        self._asked.append(name)
        if name not in self._table:
            if default is _NONE:
                raise ValueFault(self.key(name), "is missing", f"Add {name}")
            return default  # type: ignore[return-value]
        value = self._table.pop(name)
        # bool is an int in Python and datetime a date, never here
        is_other = (kind is int and isinstance(value, bool)) or (
            kind is date and isinstance(value, datetime)
        )
        if not isinstance(value, kind) or is_other:
            raise ValueFault(
                self.key(name),
                f"is {value!r}, not {_KIND_NAMES.get(kind, kind.__name__)}",
                "Correct the value",
            )
        return value

    def words(
        self, name: str, allowed: tuple[str, ...], default: Iterable[str] | None = None
    ) -> tuple[str, ...]:
        """Take a list of words, each of which must be ``allowed``."""
        given = self.take(name, list, list(default) if default is not None else _NONE)
        for word in given:
            if word not in allowed:
                near = difflib.get_close_matches(str(word), allowed, n=1)
                hint = f"Did you mean {near[0]!r}" if near else f"Use {', '.join(allowed)}"
                raise ValueFault(self.key(name), f"has the unknown word {word!r}", hint)
        return tuple(given)

    def word(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take one word, which must be ``allowed``."""
        given = self.take(name, str, default if default is not None else _NONE)
        if given not in allowed:
            raise ValueFault(self.key(name), f"is {given!r}", f"Use one of {', '.join(allowed)}")
        return given

    def at_least(self, name: str, least: int, default: object = _NONE) -> int:
        """Take a whole number that is not below ``least``."""
        value = self.take(name, int, default)
        if value is not None and value < least:
            raise ValueFault(self.key(name), f"is {value}", f"Use {least} or more")
        return value

    def wall_time(self, name: str) -> time:
        """Take a local time."""
        return self.take(name, time)

    def finish(self) -> None:
        """Refuse whatever was not asked for."""
        for name in self._table:
            near = difflib.get_close_matches(name, self._asked, n=1)
            hint = f"Did you mean {near[0]}" if near else f"Known keys: {', '.join(self._asked)}"
            raise ValueFault(self.key(name), "is an unknown key", hint)


_KIND_NAMES: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a day such as 2026-03-12",
    time: "a local time such as 08:00:00",
}
