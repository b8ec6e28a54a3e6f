"""The form as a page shows it: sections, inputs with their values, choices and errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forbear.web.compliance.form.convert import row_values, rows_of
from forbear.web.compliance.form.inputs import (
    FIRST,
    PLAIN,
    ROW_FIRST,
    ROWS,
    UNKNOWN,
    Input,
    names_of,
)
from forbear.web.compliance.form.labels import CONSENTS, HINTS, SECTIONS, label
from forbear.web.compliance.form.labels import ROWS as ROW_NAMES
from forbear.web.compliance.form.zones import usual_currency
from forbear.web.compliance.shelf import places
from forbear.web.shared.language import in_language

_TYPES = {"date": "date", "moment": "datetime-local", "time": "time"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """An input with what is typed into it, and what is wrong with that."""

    name: str
    label: str
    type: str
    value: str
    choices: tuple[Choice, ...]
    error: str
    hint: str = ""
    suffix: str = ""

    @property
    def id(self) -> str:
        """The input's id in the page."""
        return "f-" + "".join(sign if sign.isalnum() else "-" for sign in self.name)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form; ``more`` is folded until something in it is not as usual."""

    key: str
    name: str
    inputs: tuple[Bound, ...]
    more: tuple[Bound, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    name: str
    number: int
    inputs: tuple[Bound, ...]
    hidden: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of the form."""

    key: str
    name: str
    rows: tuple[Row, ...]


def sections(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Section]:
    """Return the plain parts of the form, the first being where and when."""
    made = [Section("when", str(SECTIONS["when"]), _when(values, errors), (), is_open=False)]
    for key, inputs in PLAIN.items():
        first = tuple(_bound(each, values, errors) for each in inputs if each.path in FIRST)
        rest = [each for each in inputs if each.path not in FIRST]
        made.append(
            Section(
                key=key,
                name=str(SECTIONS[key]),
                inputs=first,
                more=tuple(_bound(each, values, errors) for each in rest),
                is_open=any(
                    values.get(each.path, each.default) not in ("", each.default)
                    or each.path in errors
                    for each in rest
                ),
            )
        )
    return made


def lists_of(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Rows]:
    """Return the lists of the form with their rows."""
    return [
        Rows(
            key=name,
            name=str(ROW_NAMES[name]),
            rows=tuple(
                _row(name, number, inputs, values, errors)
                for number in range(rows_of(values, name))
            ),
        )
        for name, inputs in ROWS.items()
    ]


def _row(
    name: str,
    number: int,
    inputs: tuple[Input, ...],
    values: Mapping[str, str],
    errors: Mapping[str, str],
) -> Row:
    given = row_values(values, name, number)
    bound: list[Bound] = []
    hidden: list[Bound] = []
    for each in inputs:
        field = each.path.rpartition(".")[2]
        path = f"{name}[{number}].{field}"
        made = _bound(each, {each.path: given.get(field, each.default)}, errors, path=path)
        (bound if each.path in ROW_FIRST or path in errors else hidden).append(made)
    kept = tuple(each for each in hidden if given.get(each.name.rpartition(".")[2]))
    return Row(name, number, tuple(bound), kept)


def _when(values: Mapping[str, str], errors: Mapping[str, str]) -> tuple[Bound, ...]:
    where = values.get("where", "")
    here = [place for place in places() if place.code != "*"]
    names = [(place.code, "\u2003" * place.depth + place.name) for place in here]
    if where and where not in dict(names):
        names.append((where, where))
    moment = errors.get("at", "")
    return (
        Bound(
            "where",
            label("where"),
            "choice",
            where,
            tuple(Choice(code, name, code == where) for code, name in names),
            errors.get("jurisdictions", ""),
        ),
        Bound("on", label("on"), "date", values.get("on", ""), (), moment),
        Bound("time", label("time"), "time", values.get("time", ""), (), ""),
        Bound(
            "zones",
            label("zones"),
            "text",
            values.get("zones", ""),
            (),
            next((said for path, said in errors.items() if "time_zones" in path), ""),
            str(HINTS["zones"]),
        ),
    )


def _bound(
    each: Input, values: Mapping[str, str], errors: Mapping[str, str], *, path: str = ""
) -> Bound:
    name = path or each.path
    value = values.get(each.path, each.default)
    currency = values.get("account.currency") or usual_currency(values.get("where", ""))
    return Bound(
        name=name,
        label=label(each.path),
        type={"choice": "choice", "yes_no": "choice"}.get(
            each.shape, _TYPES.get(each.shape, "number" if each.shape == "number" else "text")
        ),
        value=value,
        choices=tuple(_choices(each, value)),
        error=errors.get(name, ""),
        hint=str(HINTS.get(each.path, "")),
        suffix=currency if each.shape == "money" else "",
    )


def _choices(each: Input, value: str) -> list[Choice]:
    if each.shape == "yes_no":
        named = [("yes", _("yes")), ("no", _("no"))]
    elif each.shape == "choice":
        names = names_of(each.path)
        consents = CONSENTS if each.path == "person.consents.kind" else {}
        named = [
            (word, str(consents.get(word) or in_language(names.get(word, (word, word)))))
            for word in each.words
        ]
    else:
        return []
    if not each.default and not each.is_required:
        absent = _("that of the place") if each.path == "account.currency" else _("not given")
        named = [("", absent), *named]
    if each.may_be_unknown:
        named.append((UNKNOWN, _("not known")))
    if value not in dict(named):
        named.append((value, value))
    return [Choice(word, name, word == value) for word, name in named]
