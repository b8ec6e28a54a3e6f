"""Texts of cases as JSON Lines: a text of the auditor with what places it in a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forbear.core.speech.case_texts import CaseFinding
from forbear.interchange.jsonl import decoded
from forbear.interchange.texts.reading import BadText, Text, read_text

FIELDS = ("case", "at", "collector", "sender", "sender_is_registered")


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text, the case it belongs to, and who sent it when. ``None`` means not known."""

    text: Text
    case: str | None
    at: datetime | None
    collector: str | None
    sender: str | None
    is_registered: bool | None


def read_placed(line: bytes, number: int, *, lenient: bool = False) -> PlacedText | BadText:
    """Read one line; ``case_ref`` and ``time_local`` of the facts say what is not beside them."""
    text = read_text(line, number, lenient=lenient, beside=FIELDS)
    if isinstance(text, BadText):
        return text
    given = decoded(line)
    assert isinstance(given, dict)
    for name in ("case", "at", "collector", "sender"):
        if given.get(name) is not None and not isinstance(given[name], str):
            return _bad(text, name, f"must be a text, not {given[name]!r}")
    known = given.get("sender_is_registered")
    if known is not None and not isinstance(known, bool):
        return _bad(text, "sender_is_registered", f"must be true or false, not {known!r}")
    facts = text.message.facts
    at = facts.time_local
    if given.get("at") is not None:
        try:
            at = datetime.fromisoformat(given["at"])
        except ValueError:
            return _bad(text, "at", f"is {given['at']!r}; write a time such as 2026-03-12T10:15")
    return PlacedText(
        text,
        given.get("case") or facts.case_ref,
        # all times of a case are told by its own clock
        at.replace(tzinfo=None) if at else None,
        given.get("collector") or None,
        given.get("sender") or None,
        known,
    )


def _bad(text: Text, field: str, message: str) -> BadText:
    return BadText(text.text_id, "BAD_FIELD", f"{field} {message}", field)


def case_json(
    case: str, texts: int, findings: tuple[CaseFinding, ...], language: str
) -> dict[str, object]:
    """Return the line that is written for one case."""
    grave = any(one.severity == "high" for one in findings)
    return {
        "case": case,
        "texts": texts,
        "verdict": "blocked" if grave else "review" if findings else "clean",
        "findings": [
            {
                "category": one.category,
                "severity": one.severity,
                "texts": list(one.texts),
                "because": one.because(language),
            }
            for one in findings
        ],
    }
