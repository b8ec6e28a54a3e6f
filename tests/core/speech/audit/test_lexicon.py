"""Phrases that begin alike."""

from __future__ import annotations

import pytest

from forbear.core.speech.audit.lexicon import Lexicon

CONCEPTS = {
    "pay": ["pay", "pay*", "pay ~ now"],
    "owe": ["pay"],
    "haste": ["pay ~ now", "now"],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pay", {(0, 3, "pay"), (0, 3, "owe")}),
        ("payment", {(0, 3, "pay")}),
        ("repay", set()),
        (
            "pay it now",
            {
                (0, 3, "pay"),
                (0, 3, "owe"),
                (0, 10, "pay"),
                (0, 10, "haste"),
                (7, 10, "haste"),
            },
        ),
    ],
)
def test_every_concept_of_a_phrase_is_found_where_it_stands(
    text: str, found: set[tuple[int, int, str]]
) -> None:
    lexicon = Lexicon("en", CONCEPTS, (), {})
    said = {(start, end, name) for start, end, names in lexicon.find(text) for name in names}
    assert said == found
