"""An answer as the JSON of the contract."""

from __future__ import annotations

from forbear.core.gate.answers import Answer


def answer_json(case_id: object, answer: Answer) -> dict[str, object]:
    """Return the object that ``forbear gate`` writes for one case."""
    window = answer.window
    return {
        "id": case_id,
        "verdict": answer.verdict,
        "reasons": [
            {
                "code": reason.code,
                "rule_id": reason.rule_id,
                "citation": reason.citation,
                "force": reason.force,
                "is_presumption": reason.is_presumption,
                "until": reason.until.isoformat() if reason.until else None,
                "because": reason.because,
                "confidence": reason.confidence,
            }
            for reason in answer.reasons
        ],
        "window": (
            {"from": window.start.isoformat(), "to": window.end.isoformat()} if window else None
        ),
        "must_disclose": list(answer.must_disclose),
        "packs": dict(answer.packs),
    }
