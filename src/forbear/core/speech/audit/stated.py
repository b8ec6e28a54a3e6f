"""What is stated in figures: one figure, where it is looked for, and what may be said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CONSISTENT, CONTRADICTED = "consistent", "contradicted"
UNVERIFIABLE, NOT_ASSERTED = "unverifiable", "not_asserted"
# a negation that reaches the figure behind it
DENIED = re.compile(
    r"\b(?:not|never|no|don't|doesn't|isn't|won't|without)\b(?:(?!until|unless|before)[^,.;]){0,30}$|(?:不是|并非|不会|无需|不用|没有|不收|不欠|不需要|无须|不存在)[^，。；]{0,10}$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the text, in normalised places, with its verdict."""

    kind: str
    role: str
    start: int
    end: int
    verdict: str
    minor: int | None = None
    currency: str | None = None
    rate: Decimal | None = None
    period: str | None = None
    on: date | None = None
    count: int | None = None
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are looked for: a sentence of a text, and how it is said."""

    text: str
    start: int
    end: int
    language: str
    is_set_apart: bool
