"""A report as the JSON of the contract."""

from __future__ import annotations

from decimal import Decimal

from forbear.core.speech.audit.values import Claim, Finding, Report, Span

_KINDS = ("amount", "rate", "date", "count")


def report_json(text_id: object, report: Report) -> dict[str, object]:
    """Return the object that ``forbear audit`` writes for one text."""
    return {
        "id": text_id,
        "verdict": report.verdict,
        "findings": [_finding(finding) for finding in report.findings],
        # the interface knows these kinds; what is said of a suit or a record shows as a finding
        "claims": [_claim(claim) for claim in report.claims if claim.kind in _KINDS],
    }


def _span(span: Span) -> dict[str, int]:
    where = {"start": span.start, "end": span.end}
    return where if span.turn is None else {"turn": span.turn, **where}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "category": finding.category,
        "severity": finding.severity,
        "span": _span(finding.span),
        "because": finding.because,
        "by": finding.by,
        "confidence": str(Decimal(finding.confidence) / 1000),
    }


def _claim(claim: Claim) -> dict[str, object]:
    row: dict[str, object] = {"kind": claim.kind, "role": claim.role}
    if claim.value_minor is not None:
        row |= {"value_minor": claim.value_minor, "currency": claim.currency}
    if claim.rate is not None:
        row |= {"rate": format(claim.rate.normalize(), "f"), "period": claim.period}
    if claim.date is not None:
        row["date"] = claim.date.isoformat()
    if claim.count is not None:
        row["count"] = claim.count
    if claim.value is not None:
        row["value"] = claim.value
    return row | {"span": _span(claim.span), "verdict": claim.verdict}
