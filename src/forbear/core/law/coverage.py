"""The table of all rules, for people: what is covered, where it is written, how sure we are."""

from __future__ import annotations

from collections.abc import Iterable

from forbear.core.law.rules import Rule

_HEAD = "| place | question | rule | code | from | to | source | force | confidence |\n"
_RULE = "|---|---|---|---|---|---|---|---|---|\n"


def coverage(rules: Iterable[Rule]) -> str:
    """Return one row a dated value, by place and question, as a Markdown table."""
    ordered = sorted(rules, key=lambda r: (r.jurisdiction, r.file, r.begins_on, r.rule_id))
    return _HEAD + _RULE + "".join(_row(rule) for rule in ordered)


def _row(rule: Rule) -> str:
    cells = (
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
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
