"""Numbers and secrets that no message may carry, and numbers like them that it may."""

from __future__ import annotations

import pytest

from forbear.core.speech.audit.privacy import leaks


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("is your social 900-45-4471?", ["social"]),
        ("ssn 123-45-6789", ["social"]),
        ("social security number 912 06 2096", ["social"]),
        ("social security no. 123456789", ["social"]),
        ("your national insurance number on the file here is qq 12 34 56 c", ["social"]),
        ("the answers bergen (mother's maiden name) and biscuit (first pet)", ["secret", "secret"]),
        ("first pet: biscuit", ["secret"]),
        ("your card 4111 1111 1111 1111", ["card"]),
        ("call 555-014-2890 or 303-555-0142", []),
        ("the card ending 4471, case 2026-03-1187", []),
        ("we never ask for your social security number", []),
        ("what was the name of your first pet?", []),
    ],
)
def test_leaks(text: str, what: list[str]) -> None:
    assert [kind for _, _, kind in leaks(text)] == what
