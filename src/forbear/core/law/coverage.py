"""The table of all rules, for people: what is covered, where it is written, how sure we are."""

from __future__ import annotations

from collections.abc import Iterable

from forbear.core.law.charges import LawCharge
from forbear.core.law.periods import LawPeriod, Limitation
from forbear.core.law.rules import Rule
from forbear.core.law.saying import charge_said

_HEAD = "| place | question | rule | code | from | to | source | force | confidence |\n"
_RULE = "|---|---|---|---|---|---|---|---|---|\n"


_PERIODS = """
## Periods

When a last or a first day is: [what they are](periods.md). None of them objects to a contact.

| place | question | period | kind | value | from | to | source | force | confidence |
|---|---|---|---|---|---|---|---|---|---|
"""


def coverage(rules: Iterable[Rule]) -> str:
    """Return one row a dated value, by place and question, as a Markdown table."""
    ordered = sorted(rules, key=lambda r: (r.jurisdiction, r.file, r.begins_on, r.rule_id))
    return _HEAD + _RULE + "".join(_row(rule) for rule in ordered)


def coverage_of_periods(periods: Iterable[LawPeriod]) -> str:
    """Return a section with one row a dated period, by place and kind, as a Markdown table."""
    ordered = sorted(periods, key=lambda p: (p.jurisdiction, p.file, p.rule_id, p.begins_on))
    return _PERIODS + "".join(_period_row(period) for period in ordered)


_CHARGES = """
## Charges

What bounds [what may be charged](packs.md#what-bounds-charges). None of them objects to a contact.

| place | question | rule | value | from | to | source | force | confidence |
|---|---|---|---|---|---|---|---|---|
"""


def coverage_of_charges(charges: Iterable[LawCharge]) -> str:
    """Return a section with one row a dated bound of charges, as a Markdown table."""
    ordered = sorted(charges, key=lambda c: (c.jurisdiction, c.file, c.rule_id, c.begins_on))
    return _CHARGES + "".join(
        _line(
            charge.jurisdiction,
            charge.question,
            f"`{charge.rule_id}`",
            charge_said(charge)[0],
            charge.begins_on.isoformat(),
            charge.ends_on.isoformat() if charge.ends_on else "",
            charge.citation,
            charge.force,
            charge.confidence,
        )
        for charge in ordered
    )


_LIMITS = """| place | period | years | runs from | readings | source | read | remark |
|---|---|---|---|---|---|---|---|
"""


def limitations(periods: Iterable[LawPeriod]) -> str:
    """Return the limitations in force to this day, one row a place, as a Markdown table."""
    ordered = sorted(periods, key=lambda p: p.jurisdiction)
    return _LIMITS + "".join(
        _line(
            period.jurisdiction,
            f"`{period.rule_id}`",
            str(period.kind.length.count),
            " or ".join(period.kind.starts_on),
            ", ".join(f"{name} {years}" for name, years in period.kind.readings),
            period.citation,
            period.confidence,
            period.note,
        )
        for period in ordered
        if isinstance(period.kind, Limitation) and period.ends_on is None
    )


def _period_row(period: LawPeriod) -> str:
    return _line(
        "everywhere" if period.jurisdiction == "*" else period.jurisdiction,
        period.question,
        f"`{period.rule_id}`",
        period.kind_name,
        period.kind.in_short(),
        period.begins_on.isoformat(),
        period.ends_on.isoformat() if period.ends_on else "",
        period.citation,
        period.force,
        period.confidence,
    )


def _row(rule: Rule) -> str:
    return _line(
        "everywhere" if rule.jurisdiction == "*" else rule.jurisdiction,
        rule.question,
        f"`{rule.rule_id}`",
        rule.code or "(must be said)",
        rule.begins_on.isoformat(),
        rule.ends_on.isoformat() if rule.ends_on else "",
        rule.citation,
        f"{rule.force}, a presumption" if rule.is_presumption else rule.force,
        rule.confidence,
    )


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
