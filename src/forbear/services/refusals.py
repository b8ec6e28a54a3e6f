"""A refusal: an expected outcome, with a stable code and words for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a use case was not carried out. Nothing was changed."""

    code: str
    text: str
