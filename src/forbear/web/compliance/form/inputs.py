"""The inputs of the form, made from the fields that the reader of cases knows.

So a field that the contract gains appears here too; only its name and its place must be added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forbear.core.law.saying import lists
from forbear.core.law.saying.joining import Said
from forbear.core.tables import words as w
from forbear.interchange.cases import fields as f

Shape = Literal["choice", "yes_no", "text", "number", "money", "date", "moment", "time"]
# typed for "this is not known", which the JSON writes as null
UNKNOWN = "null"
_SHAPES: Mapping[str, Shape] = {
    "text": "text",
    "int": "number",
    "bool": "yes_no",
    "moment": "moment",
    "date": "date",
    "time": "time",
}


@dataclass(frozen=True, slots=True)
class Input:
    """One input. ``default`` is what the reader takes where the field is absent, as typed."""

    path: str
    shape: Shape
    words: tuple[str, ...] = ()
    default: str = ""
    is_required: bool = False

    @property
    def may_be_unknown(self) -> bool:
        """Whether "not known" differs from leaving the field out."""
        return bool(self.default) and self.shape in ("choice", "yes_no")


def typed(value: object) -> str:
    """Return a value of the JSON as the form types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _inputs(prefix: str, spec: tuple[f.Field, ...]) -> tuple[Input, ...]:
    return tuple(_input(f"{prefix}.{field.name}", field) for field in spec)


def _input(path: str, field: f.Field) -> Input:
    shape = "choice" if field.words else _SHAPES[field.type]
    if field.type == "int" and path.endswith("_minor"):
        shape = "money"
    words = w.CURRENCIES if path == "account.currency" else field.words
    is_required = field.default is f.REQUIRED
    return Input(
        path=path,
        shape="choice" if words else shape,
        words=words,
        default="" if is_required else typed(field.default),
        is_required=is_required,
    )


PLAIN: Mapping[str, tuple[Input, ...]] = {
    "contact": _inputs("contact", f.CONTACT),
    "collector": _inputs("collector", f.COLLECTOR),
    "contact_point": _inputs("contact_point", f.POINT),
    "account": _inputs("account", f.ACCOUNT),
    "person": (
        *_inputs("person", f.PERSON),
        *_inputs("person.attorney", f.ATTORNEY),
        *_inputs("person.cease", f.CEASE),
    ),
}
ROWS: Mapping[str, tuple[Input, ...]] = {
    "history": _inputs("history", f.HISTORY),
    "person.opt_outs": _inputs("person.opt_outs", f.OPT_OUT),
    "person.consents": _inputs("person.consents", f.CONSENT),
    "person.inconvenient": (
        *_inputs("person.inconvenient", f.INCONVENIENT),
        Input("person.inconvenient.days", "text"),
    ),
}
# shown at once; what is not named here stands behind "More facts"
FIRST = frozenset(
    {
        "contact.channel",
        "contact.purpose",
        "collector.kind",
        "collector.authorised",
        "collector.licensed",
        "contact_point.kind",
        "contact_point.party",
        "contact_point.verified",
        "account.dpd",
        "account.overdue_minor",
        "account.balance_minor",
        "account.status",
        "account.dispute",
        "account.validation_sent_on",
        "account.plan",
        "person.attorney.known",
        "person.bankruptcy",
        "person.cease.at",
        "person.cease.form",
    }
)
# in a row, the rest is for those who paste JSON
ROW_FIRST = frozenset(
    {
        "history.at",
        "history.channel",
        "history.outcome",
        "history.direction",
        "history.party",
        "person.opt_outs.at",
        "person.opt_outs.channel",
        "person.consents.at",
        "person.consents.kind",
        "person.consents.channel",
        "person.consents.until",
        "person.inconvenient.from",
        "person.inconvenient.to",
        "person.inconvenient.days",
        "person.inconvenient.place",
    }
)
_LISTS: Mapping[str, Mapping[str, Said]] = {
    "channel": lists.ONE_CHANNEL,
    "purpose": lists.PURPOSES,
    "direction": lists.WHOSE,
    "form": {**lists.FORMS},
    "place": lists.PLACES,
    "data_source": lists.SOURCES,
    "party": {
        **lists.PARTIES,
        "creditor": ("the creditor", "债权人"),
        "credit_bureau": ("the credit bureau", "征信机构"),
        "unknown": ("someone unknown", "身份不明者"),
    },
    "outcome": lists.OUTCOMES,
    "collector": lists.COLLECTORS,
    "bankruptcy": lists.STATES,
    "dispute": lists.STATES,
    "plan": lists.STATES,
    "litigation": lists.STATES,
    "status": lists.ACCOUNT_STATES,
}


def names_of(path: str) -> Mapping[str, Said]:
    """Return the names of an input's words; an empty table where they stand for themselves."""
    if path == "collector.kind":
        return lists.COLLECTORS
    if path == "contact_point.kind":
        return lists.POINTS
    if path == "person.cease.form":
        return lists.STATES
    return _LISTS.get(path.rpartition(".")[2], {})
