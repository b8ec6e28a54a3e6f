"""From what is typed to the JSON of a case, and from a case back to the form.

Nothing is judged here: what cannot be converted goes on as it was typed, and the reader of cases
says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forbear.web.compliance.form.inputs import PLAIN, ROWS, UNKNOWN, Input, typed
from forbear.web.compliance.form.zones import usual_currency, usual_zone

Values = dict[str, str]
Json = dict[str, Any]
NO_ZONE = "?"
ROWS_MAX = 60
_ROW = re.compile(r"([a-z_.]+)\[(\d{1,3})\]\.[a-z_]+")
_MINOR_DIGITS = 2
_WHOLE = re.compile(r"[+-]?\d{1,18}")


def case_of(values: Mapping[str, str]) -> Json:
    """Return the case that the form says, without the fields that are as usual."""
    where = values.get("where", "")
    levels = where.split("-")
    zones = zones_of(values)
    zone = zone_named(zones[0] if zones else "")
    case: Json = {
        "at": _moment(f"{values.get('on', '')}T{values.get('time', '')}", zone),
        "jurisdictions": ["-".join(levels[: depth + 1]) for depth in range(len(levels))],
    }
    for inputs in PLAIN.values():
        for each in inputs:
            given = values.get(each.path, "").strip()
            if each.path == "account.currency":
                given = given or usual_currency(where)
            if given and (given != each.default or each.is_required):
                _put(case, each.path, _value(each, given, zone))
    if zones:
        case.setdefault("person", {})["time_zones"] = zones
    for name, inputs in ROWS.items():
        # a row without a field says something too: a time without hours is every hour
        rows = [
            _row(row_values(values, name, number), inputs, zone)
            for number in range(rows_of(values, name))
        ]
        if rows:
            _put(case, name, rows)
    return case


def values_of(case: Mapping[str, Any]) -> Values:
    """Return what the form shows for a case that the reader has accepted."""
    person = case.get("person") or {}
    zones = list(dict.fromkeys(person.get("time_zones") or []))
    where = max(case["jurisdictions"], key=len)
    zone = zone_named(zones[0] if zones else "")
    at = datetime.fromisoformat(case["at"]).astimezone(zone)
    values = {
        "where": where,
        "on": at.date().isoformat(),
        "time": at.time().isoformat(timespec="seconds" if at.second else "minutes"),
        "zones": "" if zones == [usual_zone(where)] else ", ".join(zones) or NO_ZONE,
    }
    for inputs in PLAIN.values():
        for each in inputs:
            values[each.path] = _typed_at(case, each, zone)
    for name, inputs in ROWS.items():
        for number, row in enumerate(_dig(case, name) or []):
            for each in inputs:
                path = f"{name}[{number}].{each.path.rpartition('.')[2]}"
                values[path] = _typed(each, row, each.path.rpartition(".")[2], zone)
    return values


def zones_of(values: Mapping[str, str]) -> list[str]:
    """Return the zones that are meant: those written, or the usual one of the place."""
    given = values.get("zones", "").strip()
    if given == NO_ZONE:
        return []
    if not given:
        usual = usual_zone(values.get("where", ""))
        return [usual] if usual else []
    return [zone.strip() for zone in given.replace("，", ",").split(",") if zone.strip()]


def zone_named(name: str) -> ZoneInfo:
    """Return a zone; UTC where there is none of that name, and the reader will say so."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def rows_of(values: Mapping[str, str], name: str) -> int:
    """Return how many rows of a list were typed."""
    numbers = [
        int(found[2]) for path in values if (found := _ROW.fullmatch(path)) and found[1] == name
    ]
    return min(max(numbers, default=-1) + 1, ROWS_MAX)


def row_values(values: Mapping[str, str], name: str, number: int) -> Values:
    """Return one row by the names of its fields."""
    prefix = f"{name}[{number}]."
    return {
        path.removeprefix(prefix): text for path, text in values.items() if path.startswith(prefix)
    }


def with_rows(values: Mapping[str, str], name: str, rows: list[Values]) -> Values:
    """Return the form with other rows in a list."""
    kept = {path: text for path, text in values.items() if not path.startswith(f"{name}[")}
    for number, row in enumerate(rows):
        kept |= {f"{name}[{number}].{field}": text for field, text in row.items()}
    return kept


def _row(values: Mapping[str, str], inputs: tuple[Input, ...], zone: ZoneInfo) -> Json:
    row: Json = {}
    for each in inputs:
        field = each.path.rpartition(".")[2]
        given = values.get(field, "").strip()
        if given and (given != each.default or each.is_required):
            row[field] = (
                [day.strip() for day in given.split(",")]
                if field == "days"
                else _value(each, given, zone)
            )
    return row


def _value(each: Input, given: str, zone: ZoneInfo) -> object:
    if given == UNKNOWN and each.may_be_unknown:
        return None
    if each.shape == "yes_no":
        return {"yes": True, "no": False}.get(given, given)
    if each.shape == "number":
        return int(given) if _WHOLE.fullmatch(given) else given
    if each.shape == "money":
        return _minor(given)
    return _moment(given, zone) if each.shape == "moment" else given


def _minor(given: str) -> object:
    """Return minor units of an amount; what is no amount stays as it is."""
    try:
        amount = Decimal(given.replace(",", "")).scaleb(_MINOR_DIGITS)
    except InvalidOperation:
        return given
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > 10**17:
        return given
    return int(amount)


def _moment(given: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return given
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _put(case: Json, path: str, value: object) -> None:
    *folders, last = path.split(".")
    inner = case
    for folder in folders:
        inner = inner.setdefault(folder, {})
    inner[last] = value


def _dig(case: Mapping[str, Any], path: str) -> Any:
    inner: Any = case
    for folder in path.split("."):
        inner = inner.get(folder) if isinstance(inner, Mapping) else None
    return inner


def _typed_at(case: Mapping[str, Any], each: Input, zone: ZoneInfo) -> str:
    folder, _, field = each.path.rpartition(".")
    return _typed(each, _dig(case, folder) or {}, field, zone)


def _typed(each: Input, row: Mapping[str, Any], field: str, zone: ZoneInfo) -> str:
    value = row.get(field)
    if value is None:
        return UNKNOWN if field in row and each.may_be_unknown else each.default
    if field == "days":
        return ",".join(map(str, value))
    if each.shape == "money":
        return str(Decimal(value).scaleb(-_MINOR_DIGITS))
    if each.shape == "moment":
        moment = datetime.fromisoformat(value).astimezone(zone).replace(tzinfo=None)
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    if each.shape == "date":
        return str(value)[:10]
    return typed(value)
