"""From findings to one word: clean, review or blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forbear.core.speech.audit.values import CATEGORIES, Claim, Finding

_ORDER = {"high": 0, "medium": 1, "low": 2}
_MOST = 3
# A claim of this kind that nobody can check must not leave by itself.
_GRAVE = frozenset({"legal_stage", "visit", "credit_reporting"})


def best_of(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in the order of the text, the gravest of each category."""
    kept: list[Finding] = []
    for finding in sorted(
        findings, key=lambda f: (_ORDER[f.severity], f.span.turn or 0, f.span.start)
    ):
        same = [one for one in kept if one.category == finding.category]
        if len(same) >= _MOST or any(_meets(one, finding) for one in same):
            continue
        kept.append(finding)
    return sorted(
        kept, key=lambda f: (f.span.turn or 0, f.span.start, CATEGORIES.index(f.category))
    )


def _meets(one: Finding, other: Finding) -> bool:
    return (
        one.span.turn == other.span.turn
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    )


def verdict_of(findings: Sequence[Finding], claims: Iterable[Claim]) -> str:
    """Return ``blocked`` for a high finding, ``review`` for any other or a grave claim unknown."""
    if any(finding.severity == "high" for finding in findings):
        return "blocked"
    if findings:
        return "review"
    if any(c.role in _GRAVE and c.kind == "status" and c.verdict == "unverifiable" for c in claims):
        return "review"
    return "clean"
