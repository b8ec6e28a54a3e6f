"""What the gate answers: a verdict, every reason, the window, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verdict = Literal["permitted", "denied"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that objects.

    ``until`` is when the objection ends, ``None`` if never by itself. ``because`` says in plain
    words what it turns on.
    """

    code: str
    rule_id: str
    citation: str
    force: str
    is_presumption: bool
    until: datetime | None
    because: str = ""
    because_zh: str = ""
    citation_zh: str = ""
    confidence: str = "primary"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, its end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """The gate's answer for one contact."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    window: Window | None
    must_disclose: tuple[str, ...]
    packs: Mapping[str, str]

    @property
    def is_permitted(self) -> bool:
        """Whether the contact may be made."""
        return self.verdict == "permitted"
