"""The numbers by which a team lead's pages reckon."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeadRules:
    """The numbers of packs/lead/rules.toml, which says what each means."""

    case_minutes: int
    idle_minutes: int
    kept_days: int
    clock_days: int
    cap_cases: int
    days: int
    per_thousand: int
    starter_days: int
    taken_hours: int
