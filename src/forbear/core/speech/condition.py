"""A condition: what must be true before a sentence may be said, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forbear.core.speech.asking import Holds


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its name, what it says in both languages, and how it is asked.

    ``example`` are facts by which it holds; texts are tried with them when they are saved.
    ``because_nothing_due`` marks what ends by itself when the cardholder pays.
    """

    name: str
    says: str
    says_zh: str
    holds: Holds
    example: Mapping[str, object]
    because_nothing_due: bool = False
