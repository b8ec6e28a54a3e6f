"""Taking fields out of an object one by one; what is left over at the end is a mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import date, datetime

from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.money.rates import E10, e10_of

REQUIRED = object()
# a thousand million million minor units: above what any card owes, below where columns overflow
AMOUNT_MOST = 10**15
_YEARS = range(1900, 2201)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN_MOST = 40
# half of a surrogate pair: JSON can write it, no text can hold it; and control characters
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x1f\x7f]")


def shown(value: object) -> str:
    """Return a value as a message shows it: not more than a line's worth."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > AMOUNT_MOST**2:
        return "a number of very many digits"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= _SHOWN_MOST else f"{text[:_SHOWN_MOST]}…"


class Fields:
    """The fields of one object, at a path. ``is_lenient`` lets unknown ones pass."""

    def __init__(self, given: object, path: str = "", *, is_lenient: bool = False) -> None:
        if not isinstance(given, dict):
            raise LedgerFault(path, f"must be an object, not {shown(given)}")
        self._given = dict(given)
        self.path = path
        self._asked: list[str] = []
        self._is_lenient = is_lenient

    def at(self, name: str) -> str:
        """Return the path of a field, for messages."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Return whether a field is given and not yet taken."""
        return self._given.get(name) is not None

    def take(self, name: str, default: object = REQUIRED) -> object:
        """Take a field as it is; null is as good as absent."""
        self._asked.append(name)
        value = self._given.pop(name, None)
        if value is not None:
            return value
        if default is REQUIRED:
            raise LedgerFault(self.at(name), "is missing", "MISSING_FIELD")
        return default

    def whole(
        self, name: str, default: object = REQUIRED, *, least: int = 0, most: int = AMOUNT_MOST
    ) -> int:
        """Take a whole number. ``default`` may be ``None``."""
        value = self.take(name, default)
        if value is default:
            return value  # type: ignore[return-value]
        if isinstance(value, bool) or not isinstance(value, int):
            cure = "; amounts are whole minor units" if isinstance(value, float) else ""
            raise LedgerFault(self.at(name), f"must be a whole number, not {shown(value)}{cure}")
        if value < least:
            raise LedgerFault(self.at(name), f"is {shown(value)}; it must not be below {least}")
        if value > most:
            raise LedgerFault(self.at(name), f"is {shown(value)}; it must not be above {most}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Take true or false."""
        value = self.take(name, default)
        if not isinstance(value, bool):
            raise LedgerFault(self.at(name), f"must be true or false, not {shown(value)}")
        return value

    def text(self, name: str, default: object = REQUIRED, *, most: int = 200) -> str:
        """Take a text of one line."""
        value = self.take(name, default)
        if value is default:
            return value  # type: ignore[return-value]
        if not isinstance(value, str) or not value.strip():
            raise LedgerFault(self.at(name), f"must be a text, not {shown(value)}")
        if len(value) > most or _NO_TEXT.search(value):
            raise LedgerFault(
                self.at(name), f"must be one line of at most {most} characters that can be printed"
            )
        return value

    def word(self, name: str, allowed: Sequence[str], default: object = REQUIRED) -> str:
        """Take one of some words."""
        value = self.take(name, default)
        if value is default:
            return value  # type: ignore[return-value]
        if value not in allowed:
            raise LedgerFault(
                self.at(name), f"is {shown(value)}; it must be one of {', '.join(allowed)}"
            )
        return str(value)

    def day(self, name: str, default: object = REQUIRED) -> date:
        """Take a day such as 2026-03-12."""
        value = self.take(name, default)
        if value is default:
            return value  # type: ignore[return-value]
        return as_day(value, self.at(name))

    def decimal_e10(self, name: str, default: object = REQUIRED, *, most: int = 1) -> int:
        """Take a decimal written as text, as units of 10^-10; at most ``most`` whole units."""
        value = self.take(name, default)
        if value is default:
            return value  # type: ignore[return-value]
        e10 = e10_of(value)
        if e10 is None:
            raise LedgerFault(
                self.at(name),
                f'is {shown(value)}; write it as text with at most 10 decimals, as "0.0005"',
            )
        if e10 > most * E10:
            raise LedgerFault(self.at(name), f"is {value}; it must not be above {most}")
        return e10

    def table(self, name: str) -> Fields | None:
        """Take an object; ``None`` if it is absent."""
        value = self.take(name, None)
        if value is None:
            return None
        return Fields(value, self.at(name), is_lenient=self._is_lenient)

    def items(self, name: str, default: object = REQUIRED) -> list[object]:
        """Take a list."""
        value = self.take(name, default)
        if not isinstance(value, list):
            raise LedgerFault(self.at(name), f"must be a list, not {shown(value)}")
        return value

    def tables(self, name: str, default: object = REQUIRED) -> list[Fields]:
        """Take a list of objects."""
        return [
            Fields(item, f"{self.at(name)}[{index}]", is_lenient=self._is_lenient)
            for index, item in enumerate(self.items(name, default))
        ]

    def names(self) -> tuple[str, ...]:
        """Return the fields that are given and not yet taken."""
        return tuple(str(name) for name in self._given)

    def finish(self) -> None:
        """Refuse whatever was not asked for."""
        if self._is_lenient:
            return
        for name in self._given:
            near = difflib.get_close_matches(str(name), self._asked, n=1)
            known = f"known here: {', '.join(self._asked)}"
            hint = f"did you mean {near[0]}?" if near else known
            raise LedgerFault(self.at(str(name)[:80]), f"is not known; {hint}", "UNKNOWN_FIELD")


def as_day(value: object, path: str) -> date:
    """Return a day of the calendar, from text or from a date of TOML."""
    if isinstance(value, date) and not isinstance(value, datetime):
        found = value
    else:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise LedgerFault(path, f"is {shown(value)}; write a day such as 2026-03-12")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise LedgerFault(path, f"is {value}; there is no such day") from None
    if found.year not in _YEARS:
        raise LedgerFault(
            path, f"is {found}; the years {_YEARS.start} to {_YEARS.stop - 1} are known here"
        )
    return found
