"""Reading one case, strictly: every unknown field and every wrong value is told with its path."""

from __future__ import annotations

import difflib
import re
from datetime import datetime

from forbear.core.law.kinds.hours import WEEKDAYS
from forbear.interchange.cases import fields as f
from forbear.interchange.cases.case import BadCase, Case, Row
from forbear.interchange.cases.contradictions import refuse_contradictions
from forbear.interchange.jsonl import decoded

# Nation, state or province, city.
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]+)?)?")
TOP = (
    "id",
    "at",
    "jurisdictions",
    "collector",
    "contact",
    "contact_point",
    "person",
    "account",
    "history",
)


def read_case(line: str | bytes, number: int, *, lenient: bool = False) -> Case | BadCase:
    """Read one line. ``number`` stands in for the id of a line that has none."""
    case_id: object = number
    try:
        try:
            given = decoded(line)
        except ValueError as error:
            raise f.FieldError("", f"is not JSON: {error}", "BAD_JSON") from None
        if not isinstance(given, dict):
            raise f.FieldError("", "is JSON, but a case is a JSON object", "BAD_JSON")
        if given.get("id") is not None:
            case_id = given["id"]
        return _Reader(lenient=lenient).case(given, case_id)
    except f.FieldError as error:
        place = f"{error.field} " if error.field else "the line "
        return BadCase(case_id, error.code, f"{place}{error.message}", error.field or None)


class _Reader:
    def __init__(self, *, lenient: bool) -> None:
        self._lenient = lenient

    def case(self, given: Row, case_id: object) -> Case:
        self._known(given, TOP, "")
        if not isinstance(case_id, (str, int)) or isinstance(case_id, bool):
            raise f.FieldError("id", f"must be a text or a number, not {case_id!r}")
        person = self._object(given.get("person"), "person")
        attorney = self._object(person.get("attorney"), "person.attorney")
        cease = self._object(person.get("cease"), "person.cease")
        plain = {k: v for k, v in person.items() if k not in f.PERSON_NESTED}
        at = f.Field("at", "moment").read(given.get("at"), "at")
        if not isinstance(at, datetime):
            raise f.FieldError("at", "is missing; it is the moment of the contact", "MISSING_FIELD")
        case = Case(
            case_id=case_id,
            at=at,
            jurisdictions=self._jurisdictions(given.get("jurisdictions")),
            collector=self._row(given.get("collector"), f.COLLECTOR, "collector"),
            contact=self._row(given.get("contact"), f.CONTACT, "contact"),
            point=self._row(given.get("contact_point"), f.POINT, "contact_point"),
            person=self._row(plain, f.PERSON, "person"),
            zones=self._zones(person.get("time_zones")),
            attorney=self._row(attorney, f.ATTORNEY, "person.attorney"),
            cease=self._row(cease, f.CEASE, "person.cease") if cease else {},
            opt_outs=self._rows(person.get("opt_outs"), f.OPT_OUT, "person.opt_outs"),
            consents=self._rows(person.get("consents"), f.CONSENT, "person.consents"),
            inconvenient=self._inconvenient(person.get("inconvenient")),
            account=self._row(given.get("account"), f.ACCOUNT, "account"),
            history=self._rows(given.get("history"), f.HISTORY, "history"),
        )
        refuse_contradictions(case)
        return case

    def _known(self, given: Row, names: tuple[str, ...], path: str) -> None:
        if self._lenient:
            return
        for name in given:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                full = f"{path}.{name}" if path else name
                raise f.FieldError(full, f"is not a field of a case{hint}", "UNKNOWN_FIELD")

    def _object(self, given: object, path: str) -> Row:
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise f.FieldError(path, f"must be an object, not {given!r}")
        return given

    def _row(self, given: object, spec: tuple[f.Field, ...], path: str) -> Row:
        row = self._object(given, path)
        self._known(row, tuple(field.name for field in spec), path)
        result: Row = {}
        for field in spec:
            value = row.get(field.name)
            if value is None:
                if field.default is f.REQUIRED:
                    place = f"{path}.{field.name}"
                    raise f.FieldError(place, "is missing", "MISSING_FIELD")
                # an explicit null where a default is stated is an unknown, not the default
                known_null = field.name in row and field.default not in (None, "en")
                result[field.name] = None if known_null else field.default
            else:
                result[field.name] = field.read(value, f"{path}.{field.name}")
        return result

    def _rows(self, given: object, spec: tuple[f.Field, ...], path: str) -> list[Row]:
        return [
            self._row(item, spec, f"{path}[{index}]")
            for index, item in enumerate(self._list(given, path))
        ]

    def _list(self, given: object, path: str) -> list[object]:
        if given is None:
            return []
        if not isinstance(given, list):
            raise f.FieldError(path, f"must be a list, not {given!r}")
        return given

    def _zones(self, given: object) -> tuple[str, ...]:
        zones = []
        for index, item in enumerate(self._list(given, "person.time_zones")):
            path = f"person.time_zones[{index}]"
            if not isinstance(item, str):
                raise f.FieldError(path, f"must be a text, not {item!r}")
            zones.append(f.zone(item, path))
        return tuple(dict.fromkeys(zones))

    def _jurisdictions(self, given: object) -> tuple[str | None, str | None, str | None]:
        names = self._list(given, "jurisdictions")
        if not names or not all(isinstance(name, str) and name for name in names):
            raise f.FieldError(
                "jurisdictions",
                'must list codes, nation first, as ["US", "US-NY"]',
                "MISSING_FIELD",
            )
        levels: list[str | None] = [None, None, None]
        for name in map(str, names):
            if not _PLACE.fullmatch(name):
                raise f.FieldError("jurisdictions", f"has {name!r}; write US, US-NY or US-NY-NYC")
            depth = name.count("-")
            if name.split("-")[0] != str(names[0]).split("-")[0]:
                raise f.FieldError(
                    "jurisdictions", f"has {name!r}, which is not within {names[0]!r}"
                )
            if levels[depth] not in (None, name):
                raise f.FieldError("jurisdictions", f"names both {levels[depth]} and {name}")
            levels[depth] = name
        if levels[0] is None:
            levels[0] = str(names[0]).split("-")[0]
        if levels[2] is not None:
            within = levels[2].rpartition("-")[0]
            if levels[1] not in (None, within):
                raise f.FieldError("jurisdictions", f"{levels[2]} is not within {levels[1]}")
            levels[1] = within
        return levels[0], levels[1], levels[2]

    def _inconvenient(self, given: object) -> list[Row]:
        rows = []
        for index, item in enumerate(self._list(given, "person.inconvenient")):
            path = f"person.inconvenient[{index}]"
            row = dict(self._object(item, path))
            days = self._list(row.pop("days", None), f"{path}.days")
            for day in days:
                if day not in WEEKDAYS:
                    raise f.FieldError(f"{path}.days", f"has {day!r}; use {', '.join(WEEKDAYS)}")
            read = self._row(row, f.INCONVENIENT, path)
            rows.append({**read, "days": ",".join(map(str, days)) or None})
        return rows
