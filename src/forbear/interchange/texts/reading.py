"""Reading one text, strictly: every unknown field and every wrong value is told with its path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from forbear.core.speech.audit.values import (
    CHANNELS,
    LANGUAGES,
    LEGAL_STATUSES,
    OFFER_TYPES,
    RECIPIENTS,
    ROLES,
    Facts,
    Message,
    Offer,
    Turn,
)
from forbear.interchange.jsonl import decoded, error_answer

TOP = ("id", "lang", "channel", "speaker_role", "text", "turns", "facts")
# The names of the contract, where they differ from ours.
DEADLINE = "offer_or_action_deadline"
FACTS = tuple(DEADLINE if f.name == "deadline" else f.name for f in fields(Facts))
OFFER = tuple(f.name for f in fields(Offer))
_OURS = re.compile(
    r"(?:collector|agent|supervisor|system|field_agent|litigation_team|customer_service|trainer)(?:_\d+)?"
)
_MOST = 2**53
_RATE_MOST = 100
_YEARS = range(1900, 2201)
_MONTH = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


class FieldError(Exception):
    """A field that does not fit; ``field`` is its path in the text's object."""

    def __init__(self, field: str, message: str, code: str = "BAD_FIELD") -> None:
        self.field, self.message, self.code = field, message, code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be audited, under its id."""

    text_id: str | int
    message: Message


@dataclass(frozen=True, slots=True)
class BadText:
    """A line that cannot be read, and why."""

    text_id: object
    code: str
    message: str
    field: str | None

    def as_json(self) -> dict[str, object]:
        """Return the answer for the line."""
        return error_answer(self.text_id, self.code, self.message, self.field)


def read_text(
    line: bytes, number: int, *, lenient: bool = False, beside: Sequence[str] = ()
) -> Text | BadText:
    """Read one line. ``number`` stands in for the id of a line that has none.

    ``beside`` names fields that may stand beside those of a text; they are not read here.
    """
    text_id: object = number
    try:
        try:
            given = decoded(line)
        except ValueError as error:
            raise FieldError("", f"is not JSON: {error}", "BAD_JSON") from None
        if not isinstance(given, dict):
            raise FieldError("", "is JSON, but a text is a JSON object", "BAD_JSON")
        if given.get("id") is not None:
            text_id = given["id"]
        if isinstance(text_id, bool) or not isinstance(text_id, str | int):
            raise FieldError("id", f"must be a text or a number, not {text_id!r}")
        return Text(text_id, _Reader(lenient=lenient, beside=beside).message(given))
    except FieldError as error:
        place = f"{error.field} " if error.field else "the line "
        return BadText(text_id, error.code, f"{place}{error.message}", error.field or None)


class _Reader:
    def __init__(self, *, lenient: bool, beside: Sequence[str] = ()) -> None:
        self._lenient = lenient
        self._top = (*TOP, *beside)

    def message(self, given: dict[str, object]) -> Message:
        self._known(given, self._top, "")
        role = _word(given, "speaker_role", "", ROLES, required=True)
        assert role is not None
        language = _word(given, "lang", "", LANGUAGES, required=True)
        channel = _word(given, "channel", "", CHANNELS, required=True)
        assert language is not None
        assert channel is not None
        return Message(language, channel, role, self._turns(given, role), self._facts(given))

    def _turns(self, given: dict[str, object], role: str) -> tuple[Turn, ...]:
        text, turns = given.get("text"), given.get("turns")
        if (text is None) == (turns is None):
            raise FieldError("text", "or turns must be there, and not both", "MISSING_FIELD")
        if turns is None:
            if not isinstance(text, str):
                raise FieldError("text", f"must be a text, not {text!r}")
            return (Turn(role, text, None, role != "cardholder"),)
        if not isinstance(turns, list):
            raise FieldError("turns", f"must be a list, not {turns!r}")
        return tuple(self._turn(turn, index) for index, turn in enumerate(turns))

    def _turn(self, given: object, index: int) -> Turn:
        path = f"turns[{index}]"
        if not isinstance(given, dict):
            raise FieldError(path, f"must be an object, not {given!r}")
        self._known(given, ("speaker", "text"), path)
        for name in ("speaker", "text"):
            if given.get(name) is None:
                raise FieldError(f"{path}.{name}", "is missing", "MISSING_FIELD")
            if not isinstance(given[name], str):
                raise FieldError(f"{path}.{name}", f"must be a text, not {given[name]!r}")
        # a speaker of no known name is context: only the collector's side can be at fault
        speaker = str(given["speaker"])
        return Turn(speaker, str(given["text"]), index, bool(_OURS.fullmatch(speaker)))

    def _facts(self, given: dict[str, object]) -> Facts:
        row = given.get("facts")
        if row is None:
            return Facts()
        if not isinstance(row, dict):
            raise FieldError("facts", f"must be an object, not {row!r}")
        self._known(row, FACTS, "facts")
        at = "facts"
        return Facts(
            **{name: _whole(row, name, at) for name in _SUMS},
            currency=_currency(row, at),
            dpd=_whole(row, "dpd", at),
            legal_status=_word(row, "legal_status", at, LEGAL_STATUSES),
            credit_reported=_flag(row, "credit_reported", at),
            credit_reported_since=_month(row, "credit_reported_since", at),
            offers=self._offers(row.get("offers")),
            visit_scheduled=_flag(row, "visit_scheduled", at),
            visit_date=_day(row, "visit_date", at),
            recipient=_word(row, "recipient", at, RECIPIENTS),
            collector_is=_word(row, "collector_is", at, ("creditor", "agency")),
            agency_name=_text(row, "agency_name", at),
            time_local=_moment(row, "time_local", at),
            jurisdiction=_text(row, "jurisdiction", at),
            due_date=_day(row, "due_date", at),
            apr=_rate(row, "apr", at),
            daily_rate=_rate(row, "daily_rate", at),
            case_ref=_text(row, "case_ref", at),
            deadline=_day(row, DEADLINE, at),
            time_barred=_flag(row, "time_barred", at),
            disputed=_flag(row, "disputed", at),
        )

    def _offers(self, given: object) -> tuple[Offer, ...] | None:
        if given is None:
            return None
        if not isinstance(given, list):
            raise FieldError("facts.offers", f"must be a list, not {given!r}")
        offers = []
        for index, row in enumerate(given):
            path = f"facts.offers[{index}]"
            if not isinstance(row, dict):
                raise FieldError(path, f"must be an object, not {row!r}")
            self._known(row, OFFER, path)
            kind = _word(row, "type", path, OFFER_TYPES, required=True)
            assert kind is not None
            offers.append(
                Offer(
                    kind,
                    _whole(row, "amount_minor", path),
                    _whole(row, "months", path),
                    _whole(row, "monthly_minor", path),
                    _rate(row, "apr", path),
                    _day(row, "expires", path),
                )
            )
        return tuple(offers)

    def _known(self, given: dict[str, object], names: Sequence[str], path: str) -> None:
        if self._lenient or given.keys() <= _named(tuple(names)):
            return
        for name in given:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                full = f"{path}.{name}" if path else name
                raise FieldError(full, f"is not a field of a text{hint}", "UNKNOWN_FIELD")


@cache
def _named(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names)


_SUMS = (
    "balance_minor",
    "overdue_principal_minor",
    "late_fee_minor",
    "interest_minor",
    "min_payment_minor",
)
_Row = dict[str, object]


def _full(name: str, path: str) -> str:
    return f"{path}.{name}" if path else name


def _word(
    row: _Row, name: str, path: str, words: Sequence[str], *, required: bool = False
) -> str | None:
    value = row.get(name)
    if value is None:
        if required:
            raise FieldError(_full(name, path), "is missing", "MISSING_FIELD")
        return None
    if value not in words:
        raise FieldError(_full(name, path), f"is {value!r}; it must be one of {', '.join(words)}")
    return str(value)


def _text(row: _Row, name: str, path: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise FieldError(_full(name, path), f"must be a text, not {value!r}")
    return value


def _flag(row: _Row, name: str, path: str) -> bool | None:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise FieldError(_full(name, path), f"must be true or false, not {value!r}")
    return value


def _whole(row: _Row, name: str, path: str) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(_full(name, path), f"must be a whole number, not {value!r}")
    if abs(value) > _MOST:
        raise FieldError(_full(name, path), f"must not be above {_MOST}")
    return value


def _rate(row: _Row, name: str, path: str) -> Decimal | None:
    value = _text(row, name, path)
    if value is None:
        return None
    try:
        rate = Decimal(value)
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= _RATE_MOST:
        raise FieldError(_full(name, path), f'is {value!r}; write a part of one, as "0.2199"')
    return rate


def _day(row: _Row, name: str, path: str) -> date | None:
    value = _text(row, name, path)
    if value is None:
        return None
    try:
        day = datetime.fromisoformat(value).date()
    except ValueError:
        raise FieldError(
            _full(name, path), f"is {value!r}; write a day such as 2026-06-30"
        ) from None
    if day.year not in _YEARS:
        raise FieldError(_full(name, path), f"is {value!r}; it is outside the years known here")
    return day


def _moment(row: _Row, name: str, path: str) -> datetime | None:
    value = _text(row, name, path)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        message = f"is {value!r}; write a local time such as 2026-03-12T10:15"
        raise FieldError(_full(name, path), message) from None
    if moment.year not in _YEARS:
        raise FieldError(_full(name, path), f"is {value!r}; it is outside the years known here")
    return moment


def _month(row: _Row, name: str, path: str) -> str | None:
    value = _text(row, name, path)
    if value is not None and not _MONTH.fullmatch(value):
        raise FieldError(_full(name, path), f"is {value!r}; write a month such as 2026-04")
    return value


def _currency(row: _Row, path: str) -> str | None:
    value = _text(row, "currency", path)
    if value is not None and not re.fullmatch("[A-Z]{3}", value):
        raise FieldError(_full("currency", path), f"is {value!r}; write a code such as USD")
    return value
