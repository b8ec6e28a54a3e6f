"""The fields of a case: what each may hold, and what its absence means.

A field without a default that is absent is unknown, and a rule that needs it denies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from forbear.core.tables import words as w

Type = Literal["text", "int", "bool", "moment", "date", "time", "zone", "nation"]
REQUIRED = object()
# Half of a surrogate pair: JSON can write it, no text can hold it.
_HALF = re.compile("[\ud800-\udfff]")
# The calendar that the gate works in; beyond it zones have no rules.
YEARS = range(1900, 2201)
_OUTSIDE = f"the years {YEARS.start} to {YEARS.stop - 1} are known here"


class FieldError(Exception):
    """A field that does not fit; ``field`` is its path in the case."""

    def __init__(self, field: str, message: str, code: str = "BAD_FIELD") -> None:
        self.field, self.message, self.code = field, message, code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the JSON, its type, and its default."""

    name: str
    type: Type
    default: object = None
    words: tuple[str, ...] = ()
    least: int | None = None
    most: int = 2**53

    def read(self, value: object, path: str) -> object:
        """Return the value, checked and converted; raise ``FieldError`` if it does not fit."""
        if value is None:
            return None
        if self.type == "bool":
            if not isinstance(value, bool):
                raise FieldError(path, f"must be true or false, not {value!r}")
            return value
        if self.type == "int":
            return self._int(value, path)
        if not isinstance(value, str):
            raise FieldError(path, f"must be a text, not {value!r}")
        if self.words:
            if value not in self.words:
                raise FieldError(path, f"is {value!r}; it must be one of {', '.join(self.words)}")
            return value
        if not value.isascii() and _HALF.search(value):
            raise FieldError(path, f"is {value!r}; half of a character is no text")
        return _CONVERT[self.type](value, path)

    def _int(self, value: object, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise FieldError(path, f"must be a whole number, not {value!r}")
        if self.least is not None and value < self.least:
            raise FieldError(path, f"is {value}; it must not be below {self.least}")
        if abs(value) > self.most:
            raise FieldError(path, f"must not be above {self.most}")
        return value


def _moment(value: str, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise FieldError(path, f"is {value!r}; write 2026-03-12T10:15:00-05:00") from None
    if moment.tzinfo is None:
        raise FieldError(path, f"is {value!r}; a time needs its offset, as -05:00")
    if moment.year not in YEARS:
        raise FieldError(path, f"is {value!r}; {_OUTSIDE}")
    return moment.astimezone(UTC)


def _date(value: str, path: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        # a moment where a day is meant: its own calendar day
        try:
            day = datetime.fromisoformat(value).date()
        except ValueError:
            raise FieldError(path, f"is {value!r}; write a day such as 2026-03-12") from None
    if day.year not in YEARS:
        raise FieldError(path, f"is {value!r}; {_OUTSIDE}")
    return day


def _time(value: str, path: str) -> time:
    if value in ("24:00", "24:00:00"):
        return time(0, 0)
    try:
        shown = time.fromisoformat(value)
    except ValueError:
        raise FieldError(path, f"is {value!r}; write a local time such as 12:00") from None
    if shown.tzinfo is not None:
        raise FieldError(path, f"is {value!r}; a local time has no offset")
    return shown


def zone(value: str, path: str) -> str:
    """Return an IANA zone that exists."""
    if not _is_zone(value):
        raise FieldError(path, f"is {value!r}; there is no such IANA time zone")
    return value


@lru_cache(maxsize=2048)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
        pl.select(pl.lit(0).cast(pl.Datetime("us", "UTC")).dt.convert_time_zone(name))
    except (ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.PolarsError):
        return False
    return True


_CONVERT: dict[str, Callable[[str, str], object]] = {
    "text": lambda value, _path: value,
    "moment": _moment,
    "date": _date,
    "time": _time,
    "zone": zone,
    "nation": lambda value, _path: value,
}

PARTIES = (*w.PARTIES,)
CONTACT = (
    Field("channel", "text", REQUIRED, w.CHANNELS),
    Field("purpose", "text", "collect", w.PURPOSES),
    Field("direction", "text", "out", w.DIRECTIONS),
    Field("automated", "bool", default=False),
    Field("prerecorded", "bool", default=False),
    Field("states_debt", "bool"),
    Field("form", "text", "ordinary", w.FORMS),
    Field("place", "text", None, w.PLACES),
    Field("replying_to_at", "moment"),
    Field("has_opt_out_text", "bool", default=True),
    Field("is_recorded", "bool", default=True),
    Field("staff", "int", 2, least=0, most=1000),
    Field("shows_authorisation", "bool", default=True),
    Field("threatens_suit", "bool", default=False),
    Field("data_source", "text", "contract", w.DATA_SOURCES),
)
COLLECTOR = (
    Field("kind", "text", REQUIRED, w.COLLECTOR_KINDS),
    Field("authorised", "bool"),
    Field("licensed", "bool"),
)
POINT = (
    Field("kind", "text", None, w.POINT_KINDS),
    Field("id", "text"),
    Field("party", "text", None, PARTIES),
    Field("verified", "bool", default=True),
    Field("connected_to_other", "bool", default=False),
)
PERSON = (
    Field("is_minor", "bool", default=False),
    Field("is_deceased", "bool", default=False),
    Field("bankruptcy", "text", "none", w.BANKRUPTCY),
    Field("language", "text", "en"),
    Field("employer_prohibits", "bool", default=False),
    Field("is_lost_contact", "bool"),
    Field("is_location_known", "bool", default=True),
    Field("third_party_refused", "bool", default=False),
    Field("breathing_space_until", "date"),
    Field("vulnerable", "bool", default=False),
)
PERSON_NESTED = ("time_zones", "attorney", "cease", "opt_outs", "consents", "inconvenient")
ATTORNEY = (
    Field("known", "bool", default=False),
    Field("responded", "bool", default=True),
    Field("consents", "bool", default=False),
)
CEASE = (Field("at", "moment", REQUIRED), Field("form", "text", None, w.CEASE_FORMS))
OPT_OUT = (
    Field("channel", "text", None, w.CHANNELS),
    Field("contact_point_id", "text"),
    Field("at", "moment", REQUIRED),
)
CONSENT = (
    Field("channel", "text", None, w.CHANNELS),
    Field("contact_point_id", "text"),
    Field("at", "moment", REQUIRED),
    Field("kind", "text", REQUIRED, w.CONSENT_KINDS),
    Field("until", "moment"),
    Field("from", "time"),
    Field("to", "time"),
)
INCONVENIENT = (
    Field("from", "time"),
    Field("to", "time"),
    Field("place", "text", None, w.PLACES),
)
ACCOUNT = (
    Field("id", "text"),
    Field("dpd", "int", least=0, most=100_000),
    Field("overdue_minor", "int", least=0),
    Field("balance_minor", "int"),
    Field("currency", "text"),
    Field("status", "text", "open", w.ACCOUNT_STATUS),
    Field("dispute", "text", "none", w.DISPUTES),
    Field("dispute_in_validation_period", "bool", default=False),
    Field("validation_sent_on", "date"),
    Field("is_first_contact", "bool", default=False),
    Field("time_barred", "bool", default=False),
    Field("plan", "text", "none", w.PLANS),
    Field("hardship_until", "date"),
    Field("litigation", "text", "none", w.LITIGATION),
    Field("collection_started_on", "date"),
)
HISTORY = (
    Field("at", "moment", REQUIRED),
    Field("channel", "text", REQUIRED, w.CHANNELS),
    Field("direction", "text", "out", w.DIRECTIONS),
    Field("party", "text", "cardholder", (*w.HISTORY_PARTIES,)),
    Field("contact_point_id", "text"),
    Field("account_id", "text"),
    Field("collector", "text", None, w.COLLECTOR_KINDS),
    Field("outcome", "text", None, w.OUTCOMES),
)
