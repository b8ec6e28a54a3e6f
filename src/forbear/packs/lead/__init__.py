"""How a team lead's pages reckon: data that an issuer may replace."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

from forbear.core.roster.rules import LeadRules

DEFAULT = Path(__file__).parent / "rules.toml"
_PLACES = {
    "case_minutes": "capacity",
    "idle_minutes": "board",
    "kept_days": "board",
    "clock_days": "board",
    "cap_cases": "board",
    "days": "listening",
    "per_thousand": "listening",
    "starter_days": "listening",
    "taken_hours": "listening",
}
_BESIDE = {"confidence", "cite"}


class LeadFault(ValueError):  # noqa: N818 - it names what is wrong
    """Something in the file is not as it must be; says where."""


@cache
def load_lead_rules(path: Path = DEFAULT) -> LeadRules:
    """Load the rules; raises ``LeadFault`` for what is wrong, ``OSError`` for an unread file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LeadFault(f"{path}: {error}") from None
    known = {(part, name) for name, part in _PLACES.items()}
    for part in ("capacity", "board", "listening"):
        given = document.get(part, {})
        for name in set(given) - _BESIDE:
            if (part, name) not in known:
                raise LeadFault(f"{path}: {part}.{name} is not known")
    values = {}
    for each in fields(LeadRules):
        part = _PLACES[each.name]
        value = document.get(part, {}).get(each.name)
        if type(value) is not int or value < 1:
            raise LeadFault(f"{path}: {part}.{each.name} must be a whole number above zero")
        values[each.name] = value
    return LeadRules(**values)
